"""What handles do to lines and blocks: the edits, and what the text then says, for the gate."""

from collections.abc import Iterable, Sequence

from corefile.editing.errors import Refused
from corefile.editing.gate import Entry, Gate
from corefile.editing.inserting import divided, line_edits, row_lines
from corefile.editing.outline import Shape, kind_of_line
from corefile.editing.quoting import Word, texts_of
from corefile.editing.removing import move_edits, removal_edit
from corefile.text.records import dataclass, replace

__all__ = ["New", "Place", "move", "put", "put_rows", "remove"]

#: Shapes, each with the entry that has it from now on; None for a new one.
Meant = list[tuple[Shape, Entry | None]]


@dataclass(frozen=True, slots=True)
class New:
    """What is put into a text: its lines, and what they say."""

    #: Without the indentation that all of them have.
    lines: tuple[str, ...]
    meant: tuple[tuple[Shape, Entry | None], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where new lines go: beside a line, or into something that is empty."""

    #: What the lines go into; None for the outermost level.
    parent: Entry | None
    #: What they go above or below; None where nothing is.
    beside: Entry | None
    below: bool = True


def put(gate: Gate, place: Place, new: Sequence[New]) -> list[Entry]:
    """Put lines into a text and give their entries. Raises Refused."""
    if not new:
        return []
    shapes = [pair for each in new for pair in each.meant]
    node = None if place.beside is None else place.beside.node
    lines = [line for each in new for line in each.lines]
    if place.parent is None:
        parts = [(each.meant[0][0].kind, each.lines) for each in new]
        lines = divided(parts, node, below=place.below)
    head: Meant = []
    edits = line_edits(gate.tree, gate.path(place.parent), lines, node, below=place.below)
    start = 0
    if place.beside is not None:
        start = gate.behind(place.beside) if place.below else place.beside.index
    elif place.parent is not None:
        start = place.parent.index + 1
        if not place.parent.shape.block:
            start -= 1
            head = [(replace(place.parent.shape, block=True), place.parent)]
    entries = gate.change(edits, start, start + len(head), [*head, *shapes])
    return [entry for entry in entries if entry.shape.depth == shapes[0][0].depth]


def put_rows(gate: Gate, place: Place, rows: Iterable[Sequence[Word]]) -> list[Entry]:
    """Put lines into a block, each given as its words, and give their entries. Raises Refused."""
    owner = place.parent
    assert owner is not None  # noqa: S101 - only imports are outside all blocks
    new = []
    shaped = [tuple(texts_of(row)) for row in rows]
    for words, line in zip(shaped, row_lines(owner.node, shaped), strict=True):
        kind = kind_of_line(words[0], owner.shape.kind)
        shape = Shape(owner.shape.depth + 1, kind, words)
        new.append(New((line,), ((shape, None),)))
    return put(gate, place, new)


def remove(gate: Gate, entry: Entry, *, comments: bool = True) -> None:
    """Take something out, with its own comments if so wanted.

    The block of a plugin or property goes with the last line in it.
    """
    edit, takes_block = removal_edit(gate.text, gate.path(entry), comments=comments)
    owner, behind = gate.parent(entry), gate.behind(entry)
    if owner is not None and takes_block:
        shape = replace(owner.shape, block=False)
        gate.change([edit], owner.index, behind, [(shape, owner)])
    else:
        gate.change([edit], entry.index, behind, [])


def move(gate: Gate, entry: Entry, other: Entry, *, below: bool) -> None:
    """Put something above or below something else of the same block, with its comments.

    Raises Refused.
    """
    owner = gate.parent(entry)
    if owner is not gate.parent(other):
        raise Refused("a line can be moved only inside its own block")
    if entry is other:
        return
    path = gate.path(entry)
    edits = move_edits(gate.tree, path, other.node, below=below)
    ends = gate.behind(entry), gate.behind(other)
    start, stop = min(entry.index, other.index), max(ends)
    moved = range(entry.index, ends[0])
    place = ends[1] if below else other.index
    before = [number for number in range(start, place) if number not in moved]
    after = [number for number in range(place, stop) if number not in moved]
    order = [gate.entries[number] for number in (*before, *moved, *after)]
    gate.change(edits, start, stop, [(each.shape, each) for each in order])
