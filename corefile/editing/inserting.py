"""New lines and blocks: where they go, and what is written around them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corefile.editing.columns import aligned
from corefile.editing.errors import Refused
from corefile.editing.gate import Entry, Gate
from corefile.editing.layout import above, below, end_of_line, indentation, joined
from corefile.editing.outline import Item, Shape, kind_of_line
from corefile.editing.quoting import Word, written
from corefile.editing.words import apart
from corefile.syntax.tree import Block, Import, Node, ServerBlock, Snippet, Statement, Token
from corefile.text.edits import Edit, line_break

__all__ = ["New", "Place", "put", "put_rows"]

STEP = "    "

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
    lines = lines_of(place, new)
    head: Meant = []
    if place.beside is not None:
        start = gate.behind(place.beside) if place.below else place.beside.index
        edits = beside(gate, place, place.beside, lines)
    elif place.parent is None:
        start = 0
        edits = [at_the_end(gate.text, lines)]
    else:
        start = place.parent.index + 1
        edits = inside(gate, place.parent, lines)
        if not place.parent.shape.block:
            start -= 1
            head = [(replace(place.parent.shape, block=True), place.parent)]
    entries = gate.change(edits, start, start + len(head), [*head, *shapes])
    return [entry for entry in entries if entry.shape.depth == shapes[0][0].depth]


def put_rows(gate: Gate, place: Place, rows: Iterable[Sequence[Word]]) -> list[Entry]:
    """Put lines into a block, each given as its words, and give their entries. Raises Refused."""
    owner = place.parent
    assert owner is not None  # noqa: S101 - only imports stand outside of all blocks
    siblings = [each.node for each in gate.children(owner)]
    lines = [node for node in siblings if isinstance(node, Statement)]
    new = []
    for row in rows:
        words = tuple(map(str, row))
        kind = kind_of_line(words[0], owner.shape.kind)
        shape = Shape(owner.shape.depth + 1, kind, words)
        new.append(New((aligned([*map(written, words)], lines),), ((shape, None),)))
    return put(gate, place, new)


def lines_of(place: Place, new: Sequence[New]) -> list[str]:
    """Return the lines to put in, on the outermost level with empty ones around all blocks."""
    lines: list[str] = []
    before = place.beside.shape.kind if place.beside is not None and place.below else None
    for each in new:
        kind = each.meant[0][0].kind
        lines += [*divider(place, before, kind), *each.lines]
        before = kind
    after = place.beside.shape.kind if place.beside is not None and not place.below else None
    return [*lines, *divider(place, before, after)]


def divider(place: Place, one: type[Node] | None, other: type[Node] | None) -> list[str]:
    """Return the empty line between two things, where they need one."""
    needed = place.parent is None and one and other and {one, other} != {Import}
    return [""] if needed else []


def beside(gate: Gate, place: Place, other: Entry, lines: Sequence[str]) -> list[Edit]:
    """Return the edits that put lines above or below something."""
    node, newline = other.node, line_break(gate.text)
    indent = indent_of(gate, other)
    if not place.below:
        return [above(node.first_token, lines, indent, newline)]
    braces = closing_edits(gate.text, node) if isinstance(node, ServerBlock) else []
    return [*braces, below(gate.text, node.end, lines, indent, newline, indent)]


def closing_edits(text: str, server: ServerBlock) -> list[Edit]:
    """Return the edits that put braces around a server block that runs to the end of the text."""
    if server.body.open is not None or not server.keys:
        return []
    key, end = server.keys[-1].end, end_of_line(text, server.end)
    opening = Edit(key, key, " {" if apart(text, key) else " { ")
    if server.body.close is not None or end is None:
        return [opening]
    indent = indentation(server.first_token)
    return [opening, Edit(end, end, f"{line_break(text)}{indent}}}")]


def at_the_end(text: str, lines: Sequence[str]) -> Edit:
    """Return the edit that puts lines at the end of a text in which nothing but comments is."""
    newline = line_break(text)
    start = newline if text and not text.endswith("\n") else ""
    if text.strip("\ufeff \t\r\n"):
        start += newline
    return Edit(len(text), len(text), start + joined([*lines, ""], "", newline))


def inside(gate: Gate, owner: Entry, lines: Sequence[str]) -> list[Edit]:
    """Return the edits that put lines into something that is empty."""
    text, node, newline = gate.text, owner.node, line_break(gate.text)
    outer = indent_of(gate, owner)
    inner = outer + step(gate, owner.shape.depth + 1)
    opening = brace_of(node)
    if opening is not None:
        return [below(text, opening.end, lines, inner, newline, outer)]
    if isinstance(node, ServerBlock | Snippet):
        return [below(text, node.end, lines, outer, newline, outer)]
    if node.last_token.raw == "}":
        raise Refused(f"`{' '.join(owner.shape.words)}` has something behind its block")
    at, end = node.end, end_of_line(text, node.end)
    block = newline + inner + joined(lines, inner, newline) + newline + outer + "}"
    opened = " {" if apart(text, at) else " { "
    return [Edit(at, at, opened), Edit(end or at, end or at, block)]


def brace_of(node: Item) -> Token | None:
    """Return the brace behind which the lines inside a node begin."""
    if isinstance(node, ServerBlock | Snippet):
        return node.body.open
    if isinstance(node, Block):
        return node.open
    return None if node.block is None else node.block.open


def indent_of(gate: Gate, entry: Entry) -> str:
    """Return the blanks that stand before a line, or would if it had a line of its own."""
    further = ""
    owner: Entry | None = entry
    while owner is not None:
        if owner.node.first_token.begins_line:
            return indentation(owner.node.first_token) + further
        further += step(gate, owner.shape.depth)
        owner = gate.parent(owner)
    return ""


def step(gate: Gate, depth: int) -> str:
    """Return the blanks by which lines of a depth stand further in than what they are in."""
    owners: dict[int, str] = {}
    found: dict[int, str] = {}
    for entry in gate.entries:
        first = entry.node.first_token
        if not first.begins_line:
            continue
        blanks, at = indentation(first), entry.shape.depth
        owner = owners.get(at - 1, blanks)
        if blanks != owner and blanks.startswith(owner):
            found.setdefault(at, blanks[len(owner) :])
        owners[at] = blanks
    tab = "\t" if any("\t" in blanks for blanks in owners.values()) else STEP
    return found.get(depth) or next(iter(found.values()), tab)
