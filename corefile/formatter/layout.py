"""Lay out a Corefile: the spaces between its words, braces and comments.

No word changes its line, because lines carry meaning: to CoreDNS, what is on one line with a
plugin's name is its arguments, in the file and in what is imported.
"""

from collections.abc import Iterator, Sequence

from corefile.formatter.columns import Row, advance, spacing
from corefile.formatter.pieces import MARK, Piece, cut_pieces
from corefile.formatter.quotes import without_quotes
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile, SyntaxFault, ends_in_quote
from corefile.text.brief import Brief
from corefile.text.edits import Edit, apply_edits, ends_alike
from corefile.text.records import dataclass
from corefile.vocabulary import MAX_INDENT

__all__ = ["INDENT", "MAX_INDENT", "Formatted", "format_corefile"]

#: The indentation in CoreDNS's own documentation, and the widest that can be asked for.
INDENT = 4

#: No Corefile goes deeper; what does is not indented further, so that it cannot grow without limit.
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Formatted(Brief):
    """A Corefile, laid out; or as it was, if it has faults."""

    #: The text as it is now.
    text: str
    #: What was changed, as small as can be; offsets are those of the text before.
    edits: tuple[Edit, ...] = ()
    #: What CoreDNS refuses in the text, for which it was left as it is.
    faults: tuple[SyntaxFault, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether the text is another than before."""
        return bool(self.edits)


def format_corefile(corefile: str | Corefile, *, indent: int = INDENT) -> Formatted:
    """Return a Corefile in the one layout, which is written down in docs/formatting.md.

    What CoreDNS reads does not change, nor does any comment. A text that CoreDNS refuses is not
    touched.  `indent` is the number of spaces before a line for each block around it.  Raises
    ValueError unless that is from 0 to 16.
    """
    if not 0 <= indent <= MAX_INDENT:
        raise ValueError(f"the indentation must be from 0 to {MAX_INDENT}, not {indent}")
    tree = parse(corefile) if isinstance(corefile, str) else corefile
    text = tree.source.text
    if tree.errors:
        return Formatted(text, faults=tree.errors)
    edits = tuple(layout(text, [*cut_pieces(tree)], indent))
    return Formatted(apply_edits(text, edits), edits)


def layout(text: str, pieces: Sequence[Piece], indent: int) -> Iterator[Edit]:
    """Yield the edits that lay out a text."""
    behind = text[pieces[-1].end :] if pieces else text.removeprefix(MARK)
    ending = line_ending([*(piece.gap for piece in pieces), behind])
    rows = [*split_rows(pieces, indent)]
    before: Row | None = None
    for row, blanks in zip(rows, spacing(rows), strict=True):
        gaps = [" " * count for count in blanks]
        gaps[0] = ending * line_breaks(before, row) + gaps[0]
        for piece, new, gap in zip(row.pieces, row.texts, gaps, strict=True):
            yield from replaced(piece.start - len(piece.gap), piece.gap, gap)
            if len(new) < len(piece.text):
                yield Edit(piece.start, piece.start + 1, "")
                yield Edit(piece.end - 1, piece.end, "")
        before = row
    ended = bool(pieces) and not is_open_string(pieces[-1].text)
    yield from replaced(len(text) - len(behind), behind, ending if ended else "")


def line_ending(gaps: Sequence[str]) -> str:
    """Return the line ending that most lines have; what is inside strings does not count."""
    with_return = sum(gap.count("\r\n") for gap in gaps)
    return "\r\n" if 2 * with_return > sum(gap.count("\n") for gap in gaps) else "\n"


def split_rows(pieces: Sequence[Piece], indent: int) -> Iterator[Row]:
    """Yield the pieces line by line."""
    row: list[Piece] = []
    columns: list[int] = []
    column = 0
    for piece in pieces:
        if row and piece.breaks_line:
            yield new_row(row, columns, indent)
            row, columns = [], []
        row.append(piece)
        columns.append(column_behind(column, piece.gap))
        column = column_behind(columns[-1], piece.text)
    if row:
        yield new_row(row, columns, indent)


def new_row(pieces: Sequence[Piece], columns: Sequence[int], indent: int) -> Row:
    """Make a row."""
    texts = [without_quotes(piece.text) for piece in pieces]
    return Row(pieces, texts, columns, indent * min(pieces[0].depth, _DEEPEST))


def column_behind(column: int, text: str) -> int:
    """Return the column after a text."""
    _, line_break, last = text.rpartition("\n")
    return advance(0 if line_break else column, last)


def line_breaks(before: Row | None, row: Row) -> int:
    """Return the number of line breaks before a row: two where a blank line may stay."""
    first = row.pieces[0]
    if before is None:
        # As the very first character CoreDNS would not read a mark that is part of a word.
        return 1 if first.text.startswith(MARK) and first.start == len(first.gap) else 0
    last = [piece.kind for piece in before.pieces if piece.kind != "comment"][-1:]
    return 1 if last == ["open"] or first.kind == "close" else min(first.gap.count("\n"), 2)


def is_open_string(text: str) -> bool:
    """Tell whether a text is a string that nothing ends: whatever followed would be part of it."""
    return text.startswith('"') and not ends_in_quote(text[1:])


def replaced(start: int, old: str, new: str) -> Iterator[Edit]:
    """Yield the smallest edit that makes one text of another, if they differ."""
    if old != new:
        head, tail = ends_alike(old, new)
        yield Edit(start + head, start + len(old) - tail, new[head : len(new) - tail])
