"""Lay out the Corefiles of a file, and say where each character that changes is in it."""

from collections.abc import Sequence

from corefile.documents.model import Document, Embedded
from corefile.formatter.layout import INDENT, format_corefile
from corefile.formatter.swallowed import swallowed
from corefile.syntax.parser import parse
from corefile.text.brief import Brief
from corefile.text.edits import Edit, apply_edits
from corefile.text.records import dataclass
from corefile.text.source import Position, Source

__all__ = ["FormattedDocument", "Obstacle", "format_document"]


@dataclass(frozen=True, slots=True)
class Obstacle(Brief):
    """A mistake for which a Corefile was left as it is, and where it is in the file."""

    #: Where it is.
    position: Position
    #: What is wrong.
    message: str


@dataclass(frozen=True, slots=True)
class FormattedDocument(Brief):
    """A file whose Corefiles are laid out, but for those with mistakes."""

    #: The text as it is now.
    text: str
    #: What was changed; offsets are those of the file before.
    edits: tuple[Edit, ...]
    #: What kept Corefiles from being laid out.
    obstacles: tuple[Obstacle, ...]
    #: How many Corefiles would have to change where this cannot write.
    unwritten: int
    #: Whether the file is a template that cannot be laid out: what it renders to is not known.
    is_left: bool = False

    @property
    def changed(self) -> bool:
        """Whether the text is another than before."""
        return bool(self.edits)


def format_document(document: Document, *, indent: int = INDENT) -> FormattedDocument:
    """Return a file with its Corefiles in the one layout.

    `indent` is the number of spaces before a line for each block around it, inside the Corefile.
    Where there is a Corefile to lay out, raises ValueError unless that is from 0 to 16.
    """
    if document.template is not None and _is_left(document):
        return FormattedDocument(document.text, (), (), 0, is_left=True)
    outer = Source(document.text, document.name)
    obstacles = [
        Obstacle(outer.position(problem.offset), problem.message)
        for problem in document.problems
        if problem.fatal
    ]
    wanted: list[tuple[Embedded, tuple[Edit, ...]]] = []
    for embedded in document.corefiles:
        # What is put together from values has a layout of its own, too.
        if embedded.kind == "backup" or embedded.origin.has_own_layout:
            continue
        formatted = format_corefile(embedded.text, indent=indent)
        # An example may be part of a Corefile, or show a mistake.
        for fault in formatted.faults[: embedded.kind != "example"]:
            place = embedded.map.outer(fault.token.start)
            obstacles.append(Obstacle(outer.position(place), fault.message))
        misplaced = swallowed(parse(embedded.text)) if formatted.edits else None
        if misplaced is not None:
            if embedded.kind != "example":
                place = embedded.map.outer(misplaced[0].start)
                obstacles.append(Obstacle(outer.position(place), misplaced[1]))
            continue
        own = _without_end(embedded, formatted.edits)
        if own:
            wanted.append((embedded, own))
    edits, unwritten = written_back(document, wanted)
    text = apply_edits(document.text, edits)
    return FormattedDocument(text, tuple(edits), tuple(obstacles), unwritten)


def _without_end(embedded: Embedded, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Return edits without the end of the last line, where the text around a Corefile has none."""
    end = Edit(len(embedded.text), len(embedded.text), "\n")
    is_left = bool(edits) and edits[-1] == end and embedded.origin.ends_around
    return edits[:-1] if is_left else edits


def _is_left(document: Document) -> bool:
    """Tell whether a template cannot be laid out.

    Its conditions have a layout of their own, and what no Corefile or manifest has may well be
    right once it is rendered.
    """
    return (
        (document.template is not None and document.template.has_conditions)
        or any(problem.fatal for problem in document.problems)
        or any(parse(embedded.text).errors for embedded in document.corefiles)
    )


def written_back(
    document: Document, wanted: Sequence[tuple[Embedded, Sequence[Edit]]]
) -> tuple[list[Edit], int]:
    """Return the edits of a file that make edits of its Corefiles, and how many cannot be made."""
    if not any(embedded.origin.is_embedded for embedded, _ in wanted):
        return [edit for _, edits in wanted for edit in edits], 0
    # Needed for manifests only.
    from corefile.documents import read  # noqa: PLC0415
    from corefile.documents.writing import Unwritable, keeps, outer_edits  # noqa: PLC0415

    edits: list[Edit] = []
    changed = []
    for embedded, inner in wanted:
        try:
            written = outer_edits(document.text, embedded, inner)
        except Unwritable:
            continue
        if not written.restyled:
            edits += written.edits
            changed.append((embedded, apply_edits(embedded.text, inner)))
    after = read(apply_edits(document.text, edits), document.name)
    return (
        (edits, len(wanted) - len(changed))
        if keeps(document, after, changed)
        else ([], len(wanted))
    )
