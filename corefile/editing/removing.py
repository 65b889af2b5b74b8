"""Lines and blocks taken out, or taken elsewhere."""

from collections.abc import Sequence

from corefile.editing.errors import Refused
from corefile.editing.inserting import divided, line_edits
from corefile.editing.layout import end_of_line, indentation, removal, start_of_comments
from corefile.editing.outline import Item, Path, items_of
from corefile.syntax.tree import Corefile, Statement
from corefile.text.edits import Edit

__all__ = ["block_without", "move_edits", "removal_edit"]


def removal_edit(text: str, path: Path, *, comments: bool = True) -> tuple[Edit, bool]:
    """Return the edit that takes something out, and whether the block goes that it was in.

    The block goes with the last line in it, unless a comment is left inside.
    """
    node = path[-1]
    edit = removal(text, node.first_token, node.end, comments=comments)
    owner = path[-2] if len(path) > 1 else None
    if isinstance(owner, Statement) and not owner.tail and len(items_of(owner)) == 1:
        whole = block_without(text, owner, [edit])
        if whole is not None:
            return whole, True
    return edit, False


def block_without(text: str, line: Statement, edits: Sequence[Edit]) -> Edit | None:
    """Return the edit that removes a block which removals would leave empty, or None."""
    block = line.block
    if block is None or block.close is None or (block.open.raw, block.close.raw) != ("{", "}"):
        return None
    starts = (block.open.end, *(edit.end for edit in edits))
    ends = (*(edit.start for edit in edits), block.close.start)
    if any(text[start:end].strip() for start, end in zip(starts, ends, strict=True)):
        return None
    return Edit(block.open.start - len(block.open.prefix), block.close.end, "")


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
