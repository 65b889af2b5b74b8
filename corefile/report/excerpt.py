"""A piece of a file with the place of interest underlined."""

from corefile.lint.place import Place
from corefile.report.color import paint
from corefile.text.printable import printable, width
from corefile.text.source import Source, line_starts

__all__ = ["excerpt"]

#: The longest piece of a line to show, and how much of it to show before the place of interest.
MAX_LENGTH = 160
LEAD = 60

CUT = "..."


def excerpt(
    place: Place, gutter: int, *, mark: str, context: int, style: str, color: bool
) -> list[str]:
    """Return the lines of an excerpt: `context` lines before and after the one with the place.

    `gutter` is the room for line numbers, `mark` the character to underline with, in a style of
    :mod:`corefile.report.color`.

    Only the first line of a place that spans several is underlined.
    """
    source = place.source
    here = place.first.line
    first = max(1, here - context)
    last = max(here, min(line_count(source.text), here + context))
    lines = []
    for number in range(first, last + 1):
        start, end = line_bounds(source, number)
        from_, to = (place.start, place.end) if number == here else (start, start)
        shown, marks = window(source.text, (start, end), (from_, to), mark)
        lines.append(margin(str(number), gutter, color=color) + shown)
        if number == here:
            lines.append(margin("", gutter, color=color) + painted(marks, style, color=color))
    return [line.rstrip() for line in lines]


def line_count(text: str) -> int:
    """Return the number of lines; after a last line feed there is none."""
    return len(line_starts(text)) - text.endswith("\n")


def line_bounds(source: Source, number: int) -> tuple[int, int]:
    """Return the 0-based offsets of a 1-based line, without what ends it."""
    starts = line_starts(source.text)
    start = starts[number - 1]
    end = starts[number] - 1 if number < len(starts) else len(source.text)
    if end > start and source.text[end - 1] == "\r":
        end -= 1
    return start, end


def window(text: str, line: tuple[int, int], place: tuple[int, int], mark: str) -> tuple[str, str]:
    """Return the part of a line around a place, made safe to print, and the underline of the place.

    Everything is given in offsets of the text, because one line may be the whole of a large file.
    """
    start, end = line
    at = min(max(place[0], start), end)
    if end - start > MAX_LENGTH and at - start > LEAD:
        start = min(at - LEAD, end - MAX_LENGTH)
    before = CUT if start > line[0] else ""
    if end - start > MAX_LENGTH:
        end = start + MAX_LENGTH
    after = CUT if end < line[1] else ""
    shown = printable(text[start:end])
    stop = min(max(place[1], at), end)
    blank = " " * len(before) + underline(shown[: at - start], " ")
    marks = underline(shown[at - start : stop - start], mark) or mark
    return before + shown + after, blank + marks


def underline(text: str, mark: str) -> str:
    """Return what is below a text: as wide as each character, tabs below tabs."""
    return "".join("\t" if char == "\t" else mark * width(char) for char in text)


def margin(label: str, gutter: int, *, color: bool) -> str:
    """Return the gutter at the left of a line."""
    return paint(f"{label:>{gutter}} |", "gutter", color=color) + " "


def painted(marks: str, style: str, *, color: bool) -> str:
    """Return an underline in its colour, which its indentation need not have."""
    bare = marks.lstrip(" \t")
    return marks[: len(marks) - len(bare)] + paint(bare, style, color=color)
