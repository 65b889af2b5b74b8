"""Lines and blocks taken out, or taken elsewhere."""

from collections.abc import Sequence

from corefile.editing.errors import Refused
from corefile.editing.inserting import divided, line_edits
from corefile.editing.layout import (
    begin_of_line,
    end_of_line,
    indentation,
    removal,
    start_of_comments,
)
from corefile.editing.outline import Item, Path, items_of
from corefile.syntax.tree import Corefile, Statement
from corefile.text.edits import Edit, line_break

__all__ = ["block_edits", "block_without", "move_edits", "removal_edit"]


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


def block_edits(text: str, line: Statement, edits: Sequence[Edit]) -> Sequence[Edit]:
    """Return the edits that remove a block which removals would leave without a line.

    Comments that are left in it go above the line. There are none where that cannot be done.
    """
    whole = block_without(text, line, edits)
    block, first = line.block, line.first_token
    if whole is not None or block is None or block.close is None or not first.begins_line:
        return () if whole is None else [whole]
    starts = (block.open.end, *(edit.end for edit in edits))
    ends = (*(edit.start for edit in edits), block.close.start)
    left = "\n".join(text[start:end] for start, end in zip(starts, ends, strict=True))
    comments = [comment for each in left.split("\n") if (comment := each.strip())]
    if (block.open.raw, block.close.raw) != ("{", "}") or not all(
        comment.startswith("#") for comment in comments
    ):
        return ()
    indent, begin = indentation(first), begin_of_line(first)
    above = "".join(f"{indent}{comment}{line_break(text)}" for comment in comments)
    return [
        Edit(begin, begin, above),
        Edit(block.open.start - len(block.open.prefix), block.close.end, ""),
    ]


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
