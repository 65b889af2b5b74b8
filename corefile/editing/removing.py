"""Lines and blocks taken out, or taken elsewhere."""

from dataclasses import replace

from corefile.editing.errors import Refused
from corefile.editing.gate import Entry, Gate
from corefile.editing.inserting import New, Place, put
from corefile.editing.layout import end_of_line, indentation, removal, start_of_comments
from corefile.syntax.tree import Statement
from corefile.text.edits import Edit

__all__ = ["move", "remove"]


def remove(gate: Gate, entry: Entry, *, comments: bool = True) -> None:
    """Take something out, with its own comments if so wanted.

    The block of a plugin or property goes with the last line in it.
    """
    node, behind = entry.node, gate.behind(entry)
    edit = removal(gate.text, node.first_token, node.end, comments=comments)
    owner = gate.parent(entry)
    if owner is not None and isinstance(owner.node, Statement) and not owner.shape.tail:
        whole = block_without(gate.text, owner.node, edit)
        if whole is not None and gate.children(owner) == [entry]:
            shape = replace(owner.shape, block=False)
            gate.change([whole], owner.index, behind, [(shape, owner)])
            return
    gate.change([edit], entry.index, behind, [])


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
    if gate.parent(entry) is not gate.parent(other):
        raise Refused("a line is moved only inside of the block that it stands in")
    if entry is other:
        return
    first, end = entry.node.first_token, end_of_line(gate.text, entry.node.end)
    if not first.begins_line or end is None:
        raise Refused(f"`{' '.join(entry.shape.words)}` shares its lines with something else")
    start = start_of_comments(first)
    text = gate.text[start:end].removeprefix(indentation(first))
    moved = gate.entries[entry.index : gate.behind(entry)]
    new = New((text,), tuple((each.shape, each) for each in moved))
    with gate.atomic():
        edit = removal(gate.text, first, entry.node.end, comments=True)
        gate.change([edit], entry.index, gate.behind(entry), [])
        put(gate, Place(gate.parent(other), other, below), [new])
