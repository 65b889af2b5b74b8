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

    from corefile.lint.baseline import Baseline, baseline_of, read_baseline
    from corefile.lint.caused import new_findings
    from corefile.lint.cluster import Cluster, CorefileId
    from corefile.lint.configuration import (
        Configuration,
        ConfigurationError,
        find_configuration,
        forget_configurations,
        load_configuration,
    )
    from corefile.lint.configuration_text import configuration_toml
    from corefile.lint.document import lint_document, lint_documents
    from corefile.lint.engine import lint
    from corefile.lint.extensions import (
        Extension,
        ExtensionError,
        load_extension,
    )
    from corefile.lint.finding import Edit, Finding, Fix, Related, RuleId, Severity
    from corefile.lint.fixing import Fixed, RelatedFile, fix_document
    from corefile.lint.line_edits import (
        add_plugin,
        add_property,
        move_above,
        remove_line,
        rename_key,
        write_words,
    )
    from corefile.lint.place import Place
    from corefile.lint.portions import InFile, InPortion, divided, lint_portion
    from corefile.lint.property_names import names_of
    from corefile.lint.registry import all_rules, default_rules, known_rules, rules_of
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
        SlipContext,
        SlipRule,
        TemplateRule,
    )
    from corefile.lint.selection import UnknownRule, find_rule
    from corefile.lint.settings import Settings
    from corefile.lint.site import PROFILES, Profile, Site
    from corefile.lint.suppressing import suppress_document
    from corefile.lint.workspace import build_of, is_excluded, settings_of, silent_rules

_HOMES = {
    "corefile.lint.baseline": ("Baseline", "baseline_of", "read_baseline"),
    "corefile.lint.caused": ("new_findings",),
    "corefile.lint.cluster": ("Cluster", "CorefileId"),
    "corefile.lint.configuration": (
        "Configuration",
        "ConfigurationError",
        "find_configuration",
        "forget_configurations",
        "load_configuration",
    ),
    "corefile.lint.configuration_text": ("configuration_toml",),
    "corefile.lint.fixing": ("Fixed", "RelatedFile", "fix_document"),
    "corefile.lint.selection": ("UnknownRule", "find_rule"),
    "corefile.lint.workspace": ("build_of", "is_excluded", "settings_of", "silent_rules"),
    "corefile.lint.result": ("CheckResult", "Located"),
    "corefile.lint.document": ("lint_document", "lint_documents"),
    "corefile.lint.engine": ("lint",),
    "corefile.lint.finding": ("Edit", "Finding", "Fix", "Related", "RuleId", "Severity"),
    "corefile.lint.place": ("Place",),
    "corefile.lint.portions": ("InFile", "InPortion", "divided", "lint_portion"),
    "corefile.lint.line_edits": (
        "add_plugin",
        "add_property",
        "move_above",
        "remove_line",
        "rename_key",
        "write_words",
    ),
    "corefile.lint.property_names": ("names_of",),
    "corefile.lint.extensions": (
        "Extension",
        "ExtensionError",
        "load_extension",
    ),
    "corefile.lint.registry": ("all_rules", "default_rules", "known_rules", "rules_of"),
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
        "SlipContext",
        "SlipRule",
        "TemplateRule",
    ),
    "corefile.lint.settings": ("Settings",),
    "corefile.lint.suppressing": ("suppress_document",),
    "corefile.lint.site": ("PROFILES", "Profile", "Site"),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "PROFILES",
    "Baseline",
    "CheckResult",
    "Cluster",
    "ClusterContext",
    "ClusterRule",
    "Configuration",
    "ConfigurationError",
    "Context",
    "CorefileId",
    "CorefileRule",
    "Edit",
    "Extension",
    "ExtensionError",
    "FileContext",
    "FileRule",
    "Finding",
    "FindingsContext",
    "FindingsRule",
    "Fix",
    "Fixed",
    "InFile",
    "InPortion",
    "Located",
    "Option",
    "Place",
    "Profile",
    "Related",
    "RelatedFile",
    "Rule",
    "RuleId",
    "Settings",
    "Severity",
    "Site",
    "SlipContext",
    "SlipRule",
    "TemplateRule",
    "UnknownRule",
    "add_plugin",
    "add_property",
    "all_rules",
    "baseline_of",
    "build_of",
    "configuration_toml",
    "default_rules",
    "divided",
    "find_configuration",
    "find_rule",
    "fix_document",
    "forget_configurations",
    "is_excluded",
    "known_rules",
    "lint",
    "lint_document",
    "lint_documents",
    "lint_portion",
    "load_configuration",
    "load_extension",
    "move_above",
    "names_of",
    "new_findings",
    "read_baseline",
    "remove_line",
    "rename_key",
    "rules_of",
    "settings_of",
    "silent_rules",
    "suppress_document",
    "write_words",
]


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module 'corefile.lint' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return __all__


class _Face(ModuleType):
    """The package, which is called as its function `lint` is: `corefile.lint(text)`."""

    def __reduce__(self) -> "tuple[Callable[[str], ModuleType], tuple[str]]":
        """Be pickled by its name, for those who send functions to other processes."""
        return import_module, (self.__name__,)

    def __call__(self, *args: "Any", **kwargs: "Any") -> "list[Finding]":
        function: Callable[..., list[Finding]] = self.lint
        return function(*args, **kwargs)


sys.modules[__name__].__class__ = _Face
