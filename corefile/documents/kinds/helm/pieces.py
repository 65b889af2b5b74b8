"""Edits of a Corefile that is put together from values, as edits of these values."""

from __future__ import annotations

from bisect import bisect_left

from corefile.documents.written import Unwritable
from corefile.text.edits import Edit, apply_edits, ends_alike

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corefile.documents.model import Piece
    from corefile.documents.yaml.string import YamlString

__all__ = ["by_piece"]


def by_piece(
    text: str, pieces: Sequence[Piece], edits: Sequence[Edit]
) -> Iterator[tuple[YamlString, tuple[Edit, ...]]]:
    """Yield the values that edits of a Corefile change, each with the edits of its own text.

    The edits are in the order of the text. Raises Unwritable for an edit of what is not in one
    value, such as a plugin that is added.
    """
    waiting = list(edits)
    # No piece before this one goes on as far as the first edit; a fix changes few of thousands.
    first = bisect_left(pieces, waiting[0].end - 1, key=lambda piece: piece.end) if waiting else 0
    for place in range(first, len(pieces)):
        piece = pieces[place]
        if not waiting or piece.start > waiting[0].start:
            break
        here: list[Edit] = []
        while waiting and is_inside(piece, waiting[0]):
            here.append(waiting.pop(0))
        if here and piece.indent:
            yield piece.string, tuple(edits_of_lines(text, piece, here))
        elif here:
            yield piece.string, tuple(moved(edit, -piece.start) for edit in here)
    if waiting:
        raise Unwritable("the chart makes this Corefile, and what changes is not in one value")


def is_inside(piece: Piece, edit: Edit) -> bool:
    """Tell whether a value can take an edit; words alone take no line feeds or spaces around."""
    if piece.indent:
        return piece.start < edit.start and edit.end <= piece.end + 1
    if edit.start < piece.start or edit.end > piece.end or "\n" in edit.text:
        return False
    first, last = edit.start == piece.start, edit.end == piece.end
    return not (first and edit.text[:1] == " ") and not (last and edit.text[-1:] == " ")


def edits_of_lines(text: str, piece: Piece, edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield edits of a Corefile as those of lines that it has in it. Raises Unwritable."""
    pad = "\n" + " " * piece.indent
    for start, end, here in by_lines(text, piece, edits):
        before = text[start:end]
        after = apply_edits(before, [moved(edit, -start) for edit in here])
        if end > piece.end:
            # The line feed after the last line is the chart's.
            before, after = before.removesuffix("\n"), after.removesuffix("\n")
        old, new = before.replace(pad, "\n"), after.replace(pad, "\n")
        # The value itself has no line feed before its first line.
        at = start - piece.start - text.count("\n", piece.start, start) * piece.indent - 1
        edit = moved(difference(old, new), at)
        if new.replace("\n", pad) != after or not 0 <= edit.start <= edit.end <= len(
            piece.string.text
        ):
            raise Unwritable("a line would not be one of the value that it has to be in")
        yield edit


def by_lines(
    text: str, piece: Piece, edits: Sequence[Edit]
) -> Iterator[tuple[int, int, list[Edit]]]:
    """Yield the whole lines that edits are on, with the line feed before them, and the edits."""
    waiting = list(edits)
    while waiting:
        here = [waiting.pop(0)]
        start = text.rfind("\n", piece.start, here[0].start)
        end = line_end(text, piece, here[0].end)
        while waiting and waiting[0].start <= end:
            here.append(waiting.pop(0))
            end = line_end(text, piece, here[-1].end)
        yield start, end, here


def line_end(text: str, piece: Piece, at: int) -> int:
    """Return the end of a line; after all lines, the place itself."""
    return at if at > piece.end else text.index("\n", at, piece.end + 1)


def difference(before: str, after: str) -> Edit:
    """Return the edit that makes one text of another."""
    head, tail = ends_alike(before, after)
    return Edit(head, len(before) - tail, after[head : len(after) - tail])


def moved(edit: Edit, by: int) -> Edit:
    """Return an edit of a text that begins elsewhere."""
    return Edit(edit.start + by, edit.end + by, edit.text)
