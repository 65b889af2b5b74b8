"""The spaces between the words of a line: one, or as many as keep a table a table.

Words of adjacent lines that were written below each other stay below each other, in a column as
narrow as what is before it allows.  The same goes for comments after lines.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby

from corefile.formatter.pieces import Piece
from corefile.text.records import dataclass

__all__ = ["Row", "advance", "spacing"]

#: Tabs lead to the next multiple of this, as in terminals.
_TAB = 8
#: A column that would take more spaces than this is none: one long word does not move the others.
_WIDEST = 60

_BEFORE_WORD, _BEFORE_COMMENT = 1, 2


@dataclass(frozen=True, slots=True)
class Row:
    """The pieces of one line."""

    pieces: Sequence[Piece]
    #: The text of each as it is to be written.
    texts: Sequence[str]
    #: The column of each as it was written.
    columns: Sequence[int]
    #: The spaces that the line is to begin with.
    indent: int

    @property
    def has_long_string(self) -> bool:
        """Whether a string goes on over several lines."""
        return any("\n" in text for text in self.texts)

    @property
    def words(self) -> int:
        """The number of words before the first brace or comment: those that may be in columns."""
        if self.has_long_string:
            return 0
        others = (index for index, piece in enumerate(self.pieces) if piece.kind != "word")
        return next(others, len(self.pieces))

    def offset(self, place: int) -> int:
        """Return how far after the beginning of the line a piece was written."""
        return self.columns[place] - self.columns[0]

    @property
    def comment_column(self) -> int | None:
        """The column that the comment after the line was written in."""
        has_comment = self.pieces[-1].kind == "comment" and not self.has_long_string
        return self.columns[-1] if has_comment else None


def advance(column: int, text: str) -> int:
    """Return the column after a text that begins at a column and has no line break."""
    first, *others = text.split("\t")
    column += len(first)
    for part in others:
        column += _TAB - column % _TAB + len(part)
    return column


def spacing(rows: Sequence[Row]) -> list[list[int]]:
    """Return the number of spaces before each piece of each row."""
    blanks = [[row.indent, *map(usual, row.pieces[1:])] for row in rows]
    lines = [number for number, row in enumerate(rows) if row.pieces[0].kind != "comment"]
    align_words(rows, lines, blanks)
    align_comments(rows, lines, blanks)
    return blanks


def usual(piece: Piece) -> int:
    """Return the number of spaces before a piece that is in no column."""
    return _BEFORE_COMMENT if piece.kind == "comment" else _BEFORE_WORD


def align_words(rows: Sequence[Row], lines: Sequence[int], blanks: list[list[int]]) -> None:
    """Keep the words of lines in columns, from left to right; a column needs those before it."""
    words = {n: rows[n].words for n in lines}
    edges = {n: advance(rows[n].indent, rows[n].texts[0]) for n in lines if words[n]}
    blocks = groupby(lines, lambda n: rows[n].pieces[0].depth if words[n] else None)
    tables = [(1, [*block]) for depth, block in blocks if depth is not None]
    while tables:
        place, table = tables.pop()
        offsets = {n: rows[n].offset(place) for n in table if place < words[n]}
        for offset, group in groupby(table, offsets.get):
            run = [*group]
            if offset is not None and align(run, edges, blanks, place, _BEFORE_WORD):
                for n in run:
                    edges[n] = advance(edges[n] + blanks[n][place], rows[n].texts[place])
                tables.append((place + 1, run))


def align_comments(rows: Sequence[Row], lines: Sequence[int], blanks: list[list[int]]) -> None:
    """Keep the comments after lines in a column."""
    for column, group in groupby(lines, lambda n: rows[n].comment_column):
        if column is not None:
            run = [*group]
            edges = {n: end_of_words(rows[n], blanks[n]) for n in run}
            align(run, edges, blanks, -1, _BEFORE_COMMENT)


def align(
    run: Sequence[int], edges: Mapping[int, int], blanks: list[list[int]], place: int, gap: int
) -> bool:
    """Put pieces of several lines into a column; False if that is not a column.

    `edges` has where the pieces before them end, `gap` is how far after the last of these the
    column begins.
    """
    ends = [edges[n] for n in run]
    if len(run) == 1 or max(ends) - min(ends) > _WIDEST:
        return False
    column = max(ends) + gap
    for n, end in zip(run, ends, strict=True):
        blanks[n][place] = column - end
    return True


def end_of_words(row: Row, blanks: Sequence[int]) -> int:
    """Return the column after the last piece before a comment."""
    column = 0
    for text, before in zip(row.texts[:-1], blanks, strict=False):
        column = advance(column + before, text)
    return column
