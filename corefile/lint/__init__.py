"""Rules and what runs them: from a Corefile, or a file that holds some, to findings.

`lint` looks at a Corefile, `lint_document` at a file, plain or a manifest; `rules` gives all rules.
A new rule is a new module in `corefile.lint.rules`.
"""

from corefile.lint.document import Checked, lint_document, lint_documents
from corefile.lint.engine import lint
from corefile.lint.finding import Edit, Finding, Fix, Related, Severity
from corefile.lint.place import Located, Note, Place
from corefile.lint.registry import default_rules, rules
from corefile.lint.rule import Context, Option, Rule
from corefile.lint.settings import Settings
from corefile.lint.site import PROFILES, Profile, Site

__all__ = [
    "PROFILES",
    "Checked",
    "Context",
    "Edit",
    "Finding",
    "Fix",
    "Located",
    "Note",
    "Option",
    "Place",
    "Profile",
    "Related",
    "Rule",
    "Settings",
    "Severity",
    "Site",
    "default_rules",
    "lint",
    "lint_document",
    "lint_documents",
    "rules",
]
