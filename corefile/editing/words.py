"""Words of a line as a list: changes to them, and the edits these take."""

from collections.abc import Callable, Iterable, MutableSequence, Sequence
from typing import ClassVar, SupportsIndex, overload

from corefile.editing.columns import gap_edits
from corefile.editing.outline import Path, items_of
from corefile.editing.quoting import WORD_TYPES, Word, text_of, texts_of, written
from corefile.syntax.tree import Statement, Token
from corefile.text.brief import WIDTH, cut
from corefile.text.edits import Edit

__all__ = ["Words", "replacing", "splicing", "word_edits"]


class Words(MutableSequence[str]):
    """Arguments or keys, as a list of their values; a change of the list changes the text."""

    __slots__ = ("_read", "_splice")

    def __init__(
        self, read: Callable[[], Sequence[str]], splice: Callable[[int, int, list[str]], None]
    ) -> None:
        self._read = read
        self._splice = splice

    def __len__(self) -> int:
        return len(self._read())

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        values = self._read()
        return list(values[index]) if isinstance(index, slice) else values[index]

    @overload
    def __setitem__(self, index: int, value: Word) -> None: ...
    @overload
    def __setitem__(self, index: slice, value: Iterable[Word]) -> None: ...
    def __setitem__(self, index: int | slice, value: Word | Iterable[Word]) -> None:
        if isinstance(index, slice):
            self._put(index, texts_of(value))
        elif isinstance(value, WORD_TYPES):
            place = range(len(self))[index]
            self._splice(place, place + 1, [text_of(value)])
        else:
            raise TypeError("a place in the list takes one word")

    def __delitem__(self, index: int | slice) -> None:
        if isinstance(index, slice):
            self._put(index, [])
        else:
            place = range(len(self))[index]
            self._splice(place, place + 1, [])

    def _put(self, index: slice, new: list[str]) -> None:
        start, stop, step = index.indices(len(self))
        if step == 1:
            self._splice(start, max(start, stop), new)
            return
        values = list(self)
        if new:
            values[index] = new
        else:
            del values[index]
        self._splice(0, len(self), values)

    def insert(self, index: SupportsIndex, value: Word) -> None:
        """Put a word before another; after the last one for an index that is too large."""
        place, _, _ = slice(index, None).indices(len(self))
        self._splice(place, place, [text_of(value)])

    # What the base class does one word at a time is one change here.

    def extend(self, values: Iterable[Word]) -> None:
        """Put words after the last one."""
        self[len(self) :] = values

    def clear(self) -> None:
        """Take all words out."""
        del self[:]

    def reverse(self) -> None:
        """Turn the order of the words around."""
        self[:] = self[::-1]

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, list | tuple | Words) else False

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Return the words as a list has them; what does not fit a line is cut."""
        return cut(repr([word[:WIDTH] for word in self[:WIDTH]]), WIDTH)


def word_edits(text: str, path: Path, start: int, stop: int, values: Sequence[str]) -> list[Edit]:
    """Return the edits that replace words of a line with values; its name is the first.

    A line of a table keeps its column while its name changes.
    """
    line = path[-1]
    assert isinstance(line, Statement)  # noqa: S101 - only lines have words
    edits = splicing(text, [line.name, *line.args], start, stop, values)
    if start == 0 and (stop == 1 or len(values) > 1):
        siblings = items_of(path[-2]) if len(path) > 1 else ()
        lines = [node for node in siblings if isinstance(node, Statement)]
        edits += gap_edits(line, values[0], lines)
    return edits


def splicing(
    text: str, tokens: Sequence[Token], start: int, stop: int, values: Sequence[str]
) -> list[Edit]:
    """Return the edits that replace words of a line with values; its first word stays.

    Words that keep their values are not touched.
    """
    edits = [
        edit
        for token, value in zip(tokens[start:stop], values, strict=False)
        for edit in replacing(text, token, value)
    ]
    kept = start + len(values)
    if kept < stop:
        gone = tokens[kept:stop]
        at = tokens[kept - 1].end
        edits.append(Edit(at, gone[-1].end, "" if apart(text, gone[-1].end) else " "))
    elif kept > stop:
        at = tokens[stop - 1].end
        new = "".join(f" {written(value)}" for value in values[stop - start :])
        edits.append(Edit(at, at, new if apart(text, at) else f"{new} "))
    return edits


def replacing(text: str, token: Token, value: str) -> list[Edit]:
    """Return the edit that gives a word another value; none when it has that value already.

    A comment glued to the word stays. Where the next word is in a column of its own, it stays
    there as far as it can.
    """
    if token.value == value:
        return []
    comment = token.glued_comment
    new = written(value)
    if comment:
        new = f"{new} " if new.startswith('"') else new
    elif not apart(text, token.end):
        new = f"{new} "
    end = token.end - len(comment)
    return [Edit(token.start, end, new)]


def apart(text: str, offset: int) -> bool:
    """Tell whether a word may end here: a comment right after it would become part of it."""
    return text[offset : offset + 1] != "#"
