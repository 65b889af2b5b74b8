"""What is to be done to a Corefile: planned on the text as it was, then done."""

from collections.abc import Callable, Sequence

from corefile.editing.batch import LineChange, change_lines
from corefile.editing.editor import Editor
from corefile.editing.errors import EditError
from corefile.editing.handles import Line
from corefile.migrating.notice import Notice
from corefile.text.records import dataclass, replace

__all__ = ["Impossible", "Step", "at", "take"]

#: How many lines may be moved: the whole text is read again for each.
MOST_MOVED = 100


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the work, and what there is to know about it."""

    #: About places in the text as it was.
    notices: tuple[Notice, ...] = ()
    #: The lines that change where they are.
    changes: tuple[LineChange, ...] = ()
    #: Moves lines, once all changes are made. Raises EditError.
    move: Callable[[], None] | None = None


class Impossible(ValueError):
    """Something has no counterpart in the new release; the notice says what, and what to do."""

    def __init__(self, notice: Notice) -> None:
        super().__init__(notice.text)
        self.notice = notice


def at(notice: Notice, line: Line) -> Notice:
    """Return a notice with the place of a line."""
    name = line.node.name
    return replace(notice, start=name.start, end=name.end)


def take(editor: Editor, steps: Sequence[Step]) -> list[Notice]:
    """Take steps, and return what there is to know. Raises EditError."""
    moves = [step.move for step in steps if step.move is not None]
    if len(moves) > MOST_MOVED:
        raise EditError(f"more than {MOST_MOVED} lines of a Corefile are not moved at once")
    changes = dict.fromkeys(change for step in steps for change in step.changes)
    change_lines(editor, tuple(changes))
    for move in moves:
        move()
    return [notice for step in steps for notice in step.notices]
