"""Write corefile/lint/index.py, from which rules are known before their modules are loaded."""

import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import FunctionType

from corefile.lint import rules as package
from corefile.lint.rule import Option, Rule
from corefile.text.records import fields

INDEX = Path(__file__).resolve().parent.parent / "corefile" / "lint" / "index.py"

HEAD = '''"""The rules, by code. Made by `python -m tools.compile_docs`; do not edit."""

from corefile.lint.rule import (
    ClusterRule,
    CorefileRule,
    FileRule,
    FindingsRule,
    Late,
    Option,
    Rule,
    SlipRule,
    TemplateRule,
)

RULES: tuple[Rule, ...] = (
'''


def rules() -> list[Rule]:
    """Return the rule of each module, by code; one without a rule holds what a family shares."""
    modules = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    found = (getattr(import_module(module.name), "RULE", None) for module in modules)
    return sorted((rule for rule in found if rule is not None), key=lambda rule: rule.code)


def is_fresh(text: str) -> bool:
    """Tell whether the index is as it would be written."""
    return INDEX.exists() and INDEX.read_text("utf-8") == text


def index() -> str:
    """Return the text of the index."""
    return HEAD + "".join(f"    {entry(rule)},\n" for rule in rules()) + ")\n"


def entry(rule: Rule) -> str:
    """Return what makes a rule like this one, but for its functions, which are loaded late."""
    return f"{type(rule).__name__}({', '.join(arguments(rule))})"


def arguments(rule: Rule) -> Iterator[str]:
    """Yield the arguments of a rule that are not the default."""
    for each in fields(rule):
        value = getattr(rule, each.name)
        if value != each.default:
            yield f"{each.name}={written(value)}"


def written(value: object) -> str:
    """Return a value as it is written in Python."""
    if isinstance(value, tuple):
        return f"({', '.join(map(written, value))},)"
    if isinstance(value, Option):
        return f"Option({value.name!r}, {value.default!r}, {value.about!r})"
    if isinstance(value, FunctionType):
        name = value.__name__
        return f"Late({value.__module__!r}" + (")" if name == "check" else f", {name!r})")
    return repr(value)
