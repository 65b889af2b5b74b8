"""Rules and what runs them: from a Corefile, or a file that holds some, to findings.

`lint` looks at a Corefile, `lint_document` at a file, plain or a manifest; `all_rules` gives the
rules there are.  A new rule is a new module in `corefile.lint.rules`.  What this package offers is
loaded when it is first used: to show findings takes no rules.
"""

import sys
from importlib import import_module
from types import ModuleType

# A plain name, so that type checkers see what follows and start-up does not pay for `typing`.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from corefile.lint.document import lint_document, lint_documents
    from corefile.lint.engine import lint
    from corefile.lint.finding import Edit, Finding, Fix, Related, RuleId, Severity
    from corefile.lint.place import Place
    from corefile.lint.registry import all_rules, default_rules, rules_of
    from corefile.lint.result import CheckResult, Located
    from corefile.lint.rule import (
        ClusterContext,
        ClusterRule,
        Context,
        CorefileRule,
        FileContext,
        FileRule,
        FindingsContext,
        FindingsRule,
        Option,
        Rule,
        TemplateRule,
    )
    from corefile.lint.settings import Settings
    from corefile.lint.site import PROFILES, Profile, Site

_HOMES = {
    "corefile.lint.result": ("CheckResult", "Located"),
    "corefile.lint.document": ("lint_document", "lint_documents"),
    "corefile.lint.engine": ("lint",),
    "corefile.lint.finding": ("Edit", "Finding", "Fix", "Related", "RuleId", "Severity"),
    "corefile.lint.place": ("Place",),
    "corefile.lint.registry": ("all_rules", "default_rules", "rules_of"),
    "corefile.lint.rule": (
        "ClusterContext",
        "ClusterRule",
        "Context",
        "CorefileRule",
        "FileContext",
        "FileRule",
        "FindingsContext",
        "FindingsRule",
        "Option",
        "Rule",
        "TemplateRule",
    ),
    "corefile.lint.settings": ("Settings",),
    "corefile.lint.site": ("PROFILES", "Profile", "Site"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "PROFILES",
    "CheckResult",
    "ClusterContext",
    "ClusterRule",
    "Context",
    "CorefileRule",
    "Edit",
    "FileContext",
    "FileRule",
    "Finding",
    "FindingsContext",
    "FindingsRule",
    "Fix",
    "Located",
    "Option",
    "Place",
    "Profile",
    "Related",
    "Rule",
    "RuleId",
    "Settings",
    "Severity",
    "Site",
    "TemplateRule",
    "all_rules",
    "default_rules",
    "lint",
    "lint_document",
    "lint_documents",
    "rules_of",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'corefile.lint' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__


class _Face(ModuleType):
    """The package, which is called as its function `lint` is: `corefile.lint(text)`."""

    def __call__(self, *args: "Any", **kwargs: "Any") -> "list[Finding]":
        function: Callable[..., list[Finding]] = self.lint
        return function(*args, **kwargs)


sys.modules[__name__].__class__ = _Face
