"""What a rule says: a finding, where it stands, and how to mend it.

Offsets are 0-based, count characters, and lie in the text of the finding's source: the Corefile's
own text, or that of a file it imports.  Where the Corefile stands inside another file, the engine
turns them into places of that file (:mod:`corefile.lint.place`).
"""

from dataclasses import dataclass
from typing import Literal

from corefile.syntax.edits import Edit
from corefile.syntax.source import Source, Span

__all__ = ["SEVERITIES", "Edit", "Finding", "Fix", "Related", "Severity"]

Severity = Literal["error", "warning", "info"]

#: From the gravest to the mildest: CoreDNS refuses the file; accepted, but almost surely a
#: mistake; worth knowing.
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Fix:
    """Edits that mend a finding; ``message`` names them as a command ("add `fallthrough`").

    They are edits of the Corefile that is checked, never of a file it imports.
    """

    message: str
    edits: tuple[Edit, ...]
    #: Whether the edits keep what the configuration does, the mistake aside.
    safe: bool = True
    #: The words that CoreDNS reads more, and those that it reads no longer. All others stay, which
    #: is checked before a safe fix is written.
    adds: tuple[str, ...] = ()
    removes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Related:
    """Another place that matters to a finding, and why ("first listed here")."""

    source: Source
    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake, where its author wrote it."""

    rule: str
    code: str
    severity: Severity
    message: str
    source: Source
    span: Span
    #: What to do about it; empty when the message says it all.
    help: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
