"""The reference pages of the rules."""

from collections.abc import Iterator
from importlib import import_module
from inspect import cleandoc
from itertools import chain

from corefile.lint.registry import all_rules
from corefile.lint.rule import Rule
from corefile.reference.explain import facts, option_value

__all__ = ["index", "page"]


def page(rule: Rule) -> str:
    """Return the page of a rule in Markdown."""
    return "\n".join(lines(rule)) + "\n"


def lines(rule: Rule) -> Iterator[str]:
    """Yield the lines of a page."""
    yield f"# {rule.name}"
    yield ""
    yield from markdown_table([("Code", *names(rule)), (rule.code, *values(rule))])
    if rule.options:
        yield ""
        rows = [(f"`{o.name}`", f"`{option_value(o.default)}`", o.about) for o in rule.options]
        yield from markdown_table([("Option", "Default", "Meaning"), *rows])
    yield ""
    yield rule.documentation.strip()


def index() -> str:
    """Return the page that lists all rules, by family, in Markdown."""
    head = ("Code", "Name", "Finds", "Severity", "Default", "Fixes")
    families: dict[str, list[tuple[str, ...]]] = {}
    for rule in all_rules():
        families.setdefault(rule.check.__module__.rpartition(".")[0], [head]).append(row(rule))
    parts = (("", *heading(name), *markdown_table(rows)) for name, rows in families.items())
    return "\n".join(("# Rules", *chain.from_iterable(parts))) + "\n"


def heading(package: str) -> Iterator[str]:
    """Yield the lines above the rules of a package."""
    yield f"## {package.rpartition('.')[2].replace('_', ' ').capitalize()}"
    yield ""
    yield cleandoc(import_module(package).__doc__ or "")
    yield ""


def row(rule: Rule) -> tuple[str, ...]:
    """Return the row of a rule."""
    return (
        rule.code,
        f"[{rule.name}]({rule.name}.md)",
        rule.summary,
        rule.severity,
        "on" if rule.default else "off",
        "yes" if rule.fixes else "",
    )


def names(rule: Rule) -> tuple[str, ...]:
    """Return what the facts of a rule are called."""
    return tuple(name for name, _ in facts(rule))


def values(rule: Rule) -> tuple[str, ...]:
    """Return the facts of a rule."""
    return tuple(value for _, value in facts(rule))


def markdown_table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a table; the first row is its head."""
    head, *others = rows
    yield markdown_row(head)
    yield markdown_row(("---",) * len(head))
    yield from map(markdown_row, others)


def markdown_row(cells: tuple[str, ...]) -> str:
    """Return a row of a table."""
    escaped = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(escaped)} |"
