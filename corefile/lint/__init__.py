"""Rules and what runs them: from a Corefile, or a file that holds some, to findings.

:func:`lint` looks at a Corefile, :func:`lint_document` at a file, plain or a manifest;
:func:`rules` gives all rules.  A new rule is a new module in :mod:`corefile.lint.rules`.
"""

from corefile.lint.document import Checked, lint_document
from corefile.lint.engine import lint
from corefile.lint.finding import Edit, Finding, Fix, Related, Severity
from corefile.lint.place import Located, Note, Place
from corefile.lint.registry import rules
from corefile.lint.rule import Context, Rule

__all__ = [
    "Checked",
    "Context",
    "Edit",
    "Finding",
    "Fix",
    "Located",
    "Note",
    "Place",
    "Related",
    "Rule",
    "Severity",
    "lint",
    "lint_document",
    "rules",
]
