"""The rules there are: every module in :mod:`corefile.lint.rules` defines one as ``RULE``."""

import pkgutil
from functools import cache
from importlib import import_module

from corefile.lint import rules as package
from corefile.lint.rule import Rule

__all__ = ["all_rules", "default_rules"]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Give all rules, by code."""
    names = [module.name for module in pkgutil.iter_modules(package.__path__)]
    found: list[Rule] = [import_module(f"{package.__name__}.{name}").RULE for name in names]
    return tuple(sorted(found, key=lambda rule: rule.code))


def default_rules() -> tuple[Rule, ...]:
    """Give the rules that run when users do not say which, by code."""
    return tuple(rule for rule in all_rules() if rule.default)
