"""Words that are below each other, as in a table of hosts."""

from collections import Counter
from collections.abc import Iterable, Sequence

from corefile.editing.quoting import written
from corefile.syntax.tree import Statement
from corefile.text.edits import Edit

__all__ = ["aligned", "gap_edits"]


def gap(line: Statement) -> str:
    """Return what is between the name of a line and its first argument."""
    return line.args[0].prefix


def common_gap(lines: Iterable[Statement], width: int) -> str:
    """Return what to write after a name of a width, so that the next word is as in most lines.

    One space, unless most of the lines with arguments have tabs there, or agree on a column that
    takes more than one space.
    """
    with_words = [line for line in lines if line.args and line.name.begins_line]
    ways: Counter[str | int] = Counter()
    for line in with_words:
        between = gap(line)
        if between.strip("\t") == "":
            ways[between] += 1
        elif between.strip(" ") == "" and len(between) > 1:
            ways[line.args[0].start - line.name.start] += 1
    if not ways:
        return " "
    way, _ = ways.most_common(1)[0]
    if isinstance(way, str):
        return way if 2 * ways[way] > len(with_words) else " "
    agree = sum(line.args[0].start - line.name.start == way for line in with_words)
    return " " * max(1, way - width) if 2 * agree > len(with_words) else " "


def aligned(words: Sequence[str], lines: Iterable[Statement]) -> str:
    """Write words as a line that fits between lines."""
    if len(words) < 2:
        return "".join(words)
    return f"{words[0]}{common_gap(lines, len(words[0]))}{' '.join(words[1:])}"


def gap_edits(line: Statement, name: str, lines: Iterable[Statement]) -> list[Edit]:
    """Return the edit that keeps the first argument in its column while the name changes."""
    lines = list(lines)
    if not line.args or line.name.glued_comment or line.name.value == name:
        return []
    if common_gap(lines, len(line.name.raw)) != gap(line):
        return []
    new = common_gap(lines, len(written(name)))
    return [] if new == gap(line) else [Edit(line.name.end, line.args[0].start, new)]
