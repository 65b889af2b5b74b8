"""The rules there are: every module in :mod:`corefile.lint.rules` defines one as ``RULE``.

`index.py` repeats all that these say about themselves, so that a rule is only loaded when it may
find something. `python -m tools.compile_docs` writes it. Other packages bring rules of their own
(`corefile.lint.extensions`).
"""

from collections.abc import Iterable
from functools import cache

from corefile.lint.rule import AnyRule, Rule, of_stage

__all__ = [
    "add_rules",
    "all_rules",
    "brought_by",
    "default_rules",
    "known_rules",
    "origin_of",
    "other_rule",
    "rules_of",
]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return all rules of this package, by code."""
    from corefile.lint.index import RULES  # noqa: PLC0415 - what writes it imports this module

    return RULES


def known_rules() -> tuple[Rule, ...]:
    """Return all rules, by code: those of this package, then those of loaded extensions."""
    return (*all_rules(), *sorted(_OTHERS.values(), key=lambda rule: rule.code))


def other_rule(code: str) -> Rule | None:
    """Return the rule of an extension with a code; None for any other."""
    return _OTHERS.get(code)


def rules_of(stage: type[AnyRule]) -> tuple[AnyRule, ...]:
    """Return all rules of a stage, by code; the class of the rules says which stage."""
    return of_stage(all_rules(), stage)


def default_rules() -> tuple[Rule, ...]:
    """Return the rules that run when users do not say which, by code."""
    return tuple(rule for rule in all_rules() if rule.default)


def brought_by(code: str) -> str:
    """Return the extension that brings the rule with a code, "" for any other."""
    return _ORIGINS.get(code, ("", ""))[0]


def origin_of(code: str) -> str:
    """Return the extension that brings the rule with a code, and its version, "" for any other."""
    return " ".join(_ORIGINS.get(code, ()))


def add_rules(rules: Iterable[Rule], extension: str, version: str) -> None:
    """Make the rules of an extension known in this process."""
    for rule in rules:
        _OTHERS[rule.code] = rule
        _ORIGINS[rule.code] = extension, version


#: The rules of extensions, by code, and the extension and its version that each is from.
_OTHERS: dict[str, Rule] = {}
_ORIGINS: dict[str, tuple[str, str]] = {}
