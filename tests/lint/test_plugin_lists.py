"""A rule asks the catalogue what plugins are: a list of their names would miss the next plugin."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from corefile.coredns.releases.release import every_plugin

LINT = Path(__file__).parents[2] / "corefile" / "lint"
#: The index repeats what the rules say with the names of classes.
MODULES = sorted(path for path in LINT.rglob("*.py") if path.name != "index.py")


def listed(tree: ast.AST) -> Iterator[tuple[int, set[str]]]:
    """Yield the line and the plugins of each display, and of each text that is split at once."""
    for node in ast.walk(tree):
        match node:
            case ast.List(elts=items) | ast.Tuple(elts=items) | ast.Set(elts=items):
                words = [item.value for item in items if isinstance(item, ast.Constant)]
            case ast.Dict(keys=keys, values=values):
                both = (*keys, *values)
                words = [item.value for item in both if isinstance(item, ast.Constant)]
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(text)), attr="split")):
                words = [*text.split()]
            case ast.MatchOr(patterns=patterns):
                values_ = (each.value for each in patterns if isinstance(each, ast.MatchValue))
                words = [item.value for item in values_ if isinstance(item, ast.Constant)]
            case _:
                continue
        yield node.lineno, {word for word in words if word in every_plugin()}


def test_no_module_lists_plugins() -> None:
    found = [
        (f"{path.relative_to(LINT)}:{line}", names)
        for path in MODULES
        for line, names in listed(ast.parse(path.read_text(encoding="utf-8")))
        if len(names) > 1
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        'X = ("hosts", "file")',
        'X = frozenset(["hosts", "x", "file"])',
        'X = {"hosts": 1, "file": 2}',
        'X = "hosts file".split()',
        'match x:\n    case "hosts" | "file":\n        pass',
    ],
)
def test_lists_are_seen(text: str) -> None:
    assert {"hosts", "file"} in [names for _, names in listed(ast.parse(text))]
