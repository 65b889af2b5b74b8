"""Lines and blocks taken out, or taken elsewhere."""

from collections.abc import Sequence
from dataclasses import replace

from corefile.editing.errors import Refused
from corefile.editing.gate import Entry, Gate
from corefile.editing.inserting import divided, line_edits
from corefile.editing.layout import end_of_line, indentation, removal, start_of_comments
from corefile.editing.outline import Item, Path, items_of
from corefile.syntax.tree import Corefile, Statement
from corefile.text.edits import Edit

__all__ = ["move", "move_edits", "removal_edit", "remove"]


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


def removal_edit(text: str, path: Path, *, comments: bool = True) -> tuple[Edit, bool]:
    """Return the edit that takes something out, and whether the block goes that it was in.

    The block goes with the last line in it, unless a comment is left inside.
    """
    node = path[-1]
    edit = removal(text, node.first_token, node.end, comments=comments)
    owner = path[-2] if len(path) > 1 else None
    if isinstance(owner, Statement) and not owner.tail and len(items_of(owner)) == 1:
        whole = block_without(text, owner, edit)
        if whole is not None:
            return whole, True
    return edit, False


def block_without(text: str, line: Statement, edit: Edit) -> Edit | None:
    """Return the edit that removes a block which an edit would leave empty, or None."""
    block = line.block
    if block is None or block.close is None or (block.open.raw, block.close.raw) != ("{", "}"):
        return None
    if (text[block.open.end : edit.start] + text[edit.end : block.close.start]).strip():
        return None
    return Edit(block.open.start - len(block.open.prefix), block.close.end, "")


def move(gate: Gate, entry: Entry, other: Entry, *, below: bool) -> None:
    """Put something above or below something else of the same block, with its comments.

    Raises Refused.
    """
    owner = gate.parent(entry)
    if owner is not gate.parent(other):
        raise Refused("a line is moved only inside of the block that it stands in")
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


def move_edits(tree: Corefile, path: Path, other: Item, *, below: bool) -> Sequence[Edit]:
    """Return the edits that put something above or below something else of the same block.

    Raises Refused.
    """
    text, node = tree.source.text, path[-1]
    first, end = node.first_token, end_of_line(text, node.end)
    if not first.begins_line or end is None:
        raise Refused(f"`{first.value}` shares its lines with something else")
    moved = text[start_of_comments(first) : end].removeprefix(indentation(first))
    taken = removal(text, first, node.end, comments=True)
    lines = [moved] if len(path) > 1 else divided([(type(node), [moved])], other, below=below)
    return [taken, *line_edits(tree, path[:-1], lines, other, below=below)]
