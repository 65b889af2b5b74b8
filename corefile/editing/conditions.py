"""New lines of a template, where it neither leaves them out nor repeats them."""

from collections.abc import Sequence

from corefile.editing.errors import Refused
from corefile.editing.inserting import brace_of
from corefile.editing.outline import outline
from corefile.syntax.tree import Corefile
from corefile.text.edits import Edit, line_break

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents.model import Template

__all__ = ["outside"]


def outside(
    template: "Template", text: str, tree: Corefile, edits: Sequence[Edit]
) -> tuple[Edit, ...]:
    """Return edits with their new lines outside the loops and conditions of a template.

    `tree` is that of the text, which may have words instead of marks. A condition that the block
    of a new line is in as well is left around it. Raises Refused.
    """
    return tuple(moved(template, text, tree, edit) for edit in edits)


def moved(template: "Template", text: str, tree: Corefile, edit: Edit) -> Edit:
    """Return an edit, at another place if it is new lines in a condition. Raises Refused."""
    newline = line_break(text)
    is_below = edit.text.startswith(newline)
    lines = edit.text.removeprefix(newline) if is_below else edit.text.removesuffix(newline)
    if edit.start != edit.end or lines == edit.text or not is_whole(lines):
        return edit
    start, end = block_around(tree, edit.start)
    ways = template.ways_out(text, edit.start, start)
    if ways is None:
        return edit
    for place in reversed(ways) if is_below else ways:
        if (start or 0) <= place <= end:
            return Edit(place, place, lines + newline)
    raise Refused(
        "the template may repeat or leave out the lines where this would be, and there is no place"
        " for it above or below them"
    )


def is_whole(lines: str) -> bool:
    """Tell whether new lines have the end of each block that they begin, and of no other."""
    ends = [line.strip() for line in lines.split("\n")]
    return sum(line.endswith("{") for line in ends) == ends.count("}")


def block_around(tree: Corefile, place: int) -> tuple[int | None, int]:
    """Return where the lines of the innermost block around a place begin and end.

    They begin nowhere on the outermost level.
    """
    found: tuple[int | None, int] = None, len(tree.source.text)
    for _, node in outline(tree):
        opening = brace_of(node)
        if opening is not None and opening.end <= place <= node.last_token.start:
            found = opening.end, node.last_token.start
    return found
