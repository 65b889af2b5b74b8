"""Where findings stand in the files that people open."""

from collections.abc import Callable
from dataclasses import dataclass

from corefile.lint.finding import Finding, Fix, Related
from corefile.text.source import Position, Source, Span

__all__ = ["Located", "Note", "Place", "locate"]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a file: 0-based offsets in its text, the end not included."""

    #: The file: its text and its name.
    source: Source
    #: Offset of the first character.
    start: int
    #: Offset behind the last character.
    end: int

    @property
    def path(self) -> str:
        """The file's name."""
        return self.source.name

    @property
    def first(self) -> Position:
        """Line and column of the first character."""
        return self.source.position(self.start)

    @property
    def last(self) -> Position:
        """Line and column behind the last character."""
        return self.source.position(self.end)


@dataclass(frozen=True, slots=True)
class Note:
    """Another place that matters to a finding."""

    #: Where it is.
    place: Place
    #: Why it matters.
    message: str


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and its place; that of a Corefile in a ConfigMap is in the manifest."""

    #: What is wrong; its places and edits are those of the Corefile's own text, or of a key's that
    #: it imports.
    finding: Finding
    #: Where it is in the file.
    place: Place
    #: Other places that matter.
    notes: tuple[Note, ...] = ()
    #: The finding's fix, as edits of the file that it is in; None where there is none or it cannot
    #: be written.
    fix: Fix | None = None
    #: Which of the Corefiles in a file its fix changes, or else it was found in; None where there
    #: was none to look at.
    corefile: int | None = None


def locate(
    finding: Finding,
    to_outer: Callable[[Source, Span], Place],
    mend: Callable[[Fix], Fix | None],
) -> Located:
    """Return a finding its place.

    `to_outer` turns places of a Corefile into those of the file, `mend` does that for a fix.
    """
    return Located(
        finding,
        to_outer(finding.source, finding.span),
        tuple(note(related, to_outer) for related in finding.related),
        None if finding.fix is None else mend(finding.fix),
    )


def note(related: Related, to_outer: Callable[[Source, Span], Place]) -> Note:
    """Return a related place its place in the file."""
    return Note(to_outer(related.source, related.span), related.message)
