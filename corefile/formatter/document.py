"""Lay out the Corefiles of a file, and say where each character that changes stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from corefile.documents.model import Document, Embedded
from corefile.formatter.layout import INDENT, format_corefile
from corefile.syntax.edits import Edit, apply_edits
from corefile.syntax.source import Position, Source

__all__ = ["FormattedDocument", "Obstacle", "format_document"]


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A mistake for which a Corefile was left as it is, and where it stands in the file."""

    position: Position
    message: str


@dataclass(frozen=True, slots=True)
class FormattedDocument:
    """A file whose Corefiles are laid out, but for those with mistakes."""

    text: str
    #: What was changed; offsets are those of the file before.
    edits: tuple[Edit, ...]
    obstacles: tuple[Obstacle, ...]
    #: How many Corefiles would have to change where this cannot write.
    unwritten: int

    @property
    def changed(self) -> bool:
        """Whether the text is another than before."""
        return bool(self.edits)


def format_document(document: Document, *, indent: int = INDENT) -> FormattedDocument:
    """Give a file with its Corefiles in the one layout."""
    outer = Source(document.text, document.name)
    obstacles = [
        Obstacle(outer.position(problem.offset), problem.message) for problem in document.problems
    ]
    edits: list[Edit] = []
    unwritten = 0
    for embedded in document.corefiles:
        if embedded.kind == "backup":
            continue
        formatted = format_corefile(embedded.text, indent=indent)
        for fault in formatted.faults[:1]:
            place = embedded.map.outer(fault.token.start)
            obstacles.append(Obstacle(outer.position(place), fault.message))
        written = written_back(document, embedded, formatted.edits)
        unwritten += written is None
        edits += written or ()
    text = apply_edits(document.text, edits)
    return FormattedDocument(text, tuple(edits), tuple(obstacles), unwritten)


def written_back(
    document: Document, embedded: Embedded, edits: Sequence[Edit]
) -> Sequence[Edit] | None:
    """Give the edits of a file that make the edits of a Corefile in it; None if nothing does."""
    if not edits or not embedded.key:
        return edits
    from corefile.documents.writing import Unwritable, write_back  # noqa: PLC0415 - manifests only

    try:
        written = write_back(document, embedded, edits)
    except Unwritable:
        return None
    return None if written.restyled else written.edits
