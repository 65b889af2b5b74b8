"""Changes to a text, as stretches to replace."""

from collections.abc import Iterable, Sequence

from corefile.text.brief import Brief
from corefile.text.records import dataclass

__all__ = ["Edit", "apply_edits", "ends_alike", "line_break"]


@dataclass(frozen=True, slots=True, order=True)
class Edit(Brief):
    """Put ``text`` instead of the characters ``start`` to ``end``: 0-based, end excluded."""

    #: Offset of the first character that goes away.
    start: int
    #: Offset after the last character that goes away; where it is `start`, nothing does.
    end: int
    #: What comes in their place.
    text: str


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with edits made; their offsets are those of the text as it was.

    Two edits may touch; what is inserted at one place is in the order of the edits.  Raises
    ValueError for edits that overlap or lie outside the text.
    """
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if not done <= edit.start <= edit.end <= len(text):
            raise ValueError(f"an edit overlaps another or lies outside the text: {edit}")
        pieces += text[done : edit.start], edit.text
        done = edit.end
    pieces.append(text[done:])
    return "".join(pieces)


def ends_alike(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Tell how much two texts, or lists of lines, have in common at their beginning and end.

    What is counted at the beginning is not counted again at the end.
    """
    most = min(len(old), len(new))
    head = next((n for n in range(most) if old[n] != new[n]), most)
    tail = next((n for n in range(most - head) if old[-1 - n] != new[-1 - n]), most - head)
    return head, tail


def line_break(text: str) -> str:
    """Return what ends the first line of a text, and so most likely all of them."""
    return "\r\n" if text[: text.find("\n") + 1].endswith("\r\n") else "\n"
