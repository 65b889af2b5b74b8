"""The rules there are: every module in :mod:`corefile.lint.rules` defines one as ``RULE``."""

import pkgutil
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from corefile.lint import rules as package
from corefile.lint.rule import AnyRule, Rule, of_stage

__all__ = ["all_rules", "default_rules", "rules_of"]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return all rules, by code."""
    return tuple(sorted(_found(), key=lambda rule: rule.code))


def _found() -> Iterator[Rule]:
    """Yield the rule of each module; one without a rule holds what a family shares."""
    prefix = f"{package.__name__}."
    for module in pkgutil.walk_packages(package.__path__, prefix):
        rule: Rule | None = getattr(import_module(module.name), "RULE", None)
        if rule is not None:
            yield rule


def rules_of(stage: type[AnyRule]) -> tuple[AnyRule, ...]:
    """Return all rules of a stage, by code; the class of the rules says which stage."""
    return of_stage(all_rules(), stage)


def default_rules() -> tuple[Rule, ...]:
    """Return the rules that run when users do not say which, by code."""
    return tuple(rule for rule in all_rules() if rule.default)
