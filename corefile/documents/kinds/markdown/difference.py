"""The new side of the differences of files, as `diff` and `git` show them: what is to be read."""

from __future__ import annotations

from corefile.text.offsets import MappedText
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from corefile.text.offsets import OffsetMap

__all__ = ["new_sides"]

#: What is written between differences: the names of files, and places in them.
_HEADER = regex(r"@@ |--- \S|\+\+\+ \S|(?:diff|index|new file|deleted file|similarity) ")
#: How the lines of a difference begin if people have not written it by hand.
_SIGNS = (" ", "+", "-", "\n", "\r", "\\")


def new_sides(text: str) -> Iterator[tuple[str, OffsetMap]]:
    """Yield the new side of each difference in a text, with the places of its characters."""
    lines: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        if _HEADER.match(line):
            yield from _new_side(text, lines)
            lines = []
        else:
            lines.append((at, at + len(line)))
        at += len(line)
    yield from _new_side(text, lines)


def _new_side(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[str, OffsetMap]]:
    """Yield the new side of what some lines show, without the signs before them.

    Where only the lines that change have a sign, that is there instead of a space.
    """
    has_signs = all(text.startswith(_SIGNS, start) for start, _ in lines)
    made = MappedText(text, lines[0][0] if lines else 0)
    for start, end in lines:
        sign = text[start]
        if sign in "-\\":
            continue
        if has_signs:
            made.copy(start + (sign in " +"), end)
        elif sign == "+":
            made.copy(start, start + 1, " ")
            made.copy(start + 1, end)
        else:
            made.copy(start, end)
    if made.size:
        yield made.text(), made.map()
