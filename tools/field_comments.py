"""For the API reference: what is written about a field or a constant is its docstring.

That is the comment of lines that begin with ``#:`` above it, and for a property of a plugin what
`corefile.coredns.catalogue.schema.setting` is told.  Griffe, which reads the code for the
reference, knows docstrings only; it loads this extension because mkdocs.yml names the file.
"""

import ast
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

import griffe

MARK = "#:"


#: Where records come from, which the reference shows as those of the standard library.
RECORDS = "corefile.text.records."


class FieldComments(griffe.Extension):
    """Adds the text that is written about attributes without a docstring."""

    def on_alias_instance(self, *, alias: griffe.Alias, **_: Any) -> None:
        """Look for what makes records, when griffe has read an import."""
        if alias.target_path.startswith(RECORDS):
            alias.target_path = f"dataclasses.{alias.target_path.removeprefix(RECORDS)}"

    def on_attribute_instance(
        self,
        *,
        node: ast.AST | griffe.ObjectNode,
        attr: griffe.Attribute,
        agent: griffe.Visitor | griffe.Inspector,
        **_: Any,
    ) -> None:
        """Look for a text, when griffe has read an attribute."""
        if attr.docstring is None and isinstance(agent, griffe.Visitor):
            text = comment(agent.code.splitlines(), attr.lineno or 1) or property_text(node)
            if text:
                attr.docstring = griffe.Docstring(text, lineno=attr.lineno, parent=attr)


def comment(lines: list[str], number: int) -> str:
    """Return the comment that ends above a line, whose number begins at 1; "" without one."""
    above = (line.strip() for line in reversed(lines[: number - 1]))
    found = takewhile(lambda line: line.startswith(MARK), above)
    return "\n".join(line.removeprefix(MARK).removeprefix(" ") for line in reversed([*found]))


def property_text(node: object) -> str:
    """Return what `setting(READER, ABOUT, default=…)` says; "" for any other value."""
    match node:
        case ast.AnnAssign(
            value=ast.Call(
                func=ast.Name("setting" | "settings"),
                args=[_, ast.Constant(str(about))],
                keywords=keywords,
            )
        ):
            return f"{about[:1].upper()}{about[1:]}{''.join(notes(keywords))}."
    return ""


def notes(keywords: list[ast.keyword]) -> Iterator[str]:
    """Yield the default of a property, if it has one that is written out."""
    for keyword in keywords:
        match keyword:
            case ast.keyword("default", ast.Constant(str(default))):
                yield f"; by default `{default}`"
