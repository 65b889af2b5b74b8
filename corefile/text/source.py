"""A text, its name, and the way between offsets and lines."""

import os
from bisect import bisect_right
from functools import lru_cache

from corefile.text.brief import Brief
from corefile.text.records import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Position(Brief):
    """A place in a text, as people count: both numbers begin at 1.

    A column counts characters (Unicode code points), so a tab or an emoji is one column.
    """

    #: 1-based.
    line: int
    #: 1-based, in characters.
    column: int


@dataclass(frozen=True, slots=True, order=True)
class Span(Brief):
    """A stretch of a text: 0-based offsets in characters, the end not included."""

    #: Offset of the first character.
    start: int
    #: Offset after the last character.
    end: int


@dataclass(frozen=True, slots=True)
class Source(Brief):
    """A text and the name it goes by in messages.

    Bytes that are not UTF-8 are kept as lone surrogates (U+DC80 to U+DCFF, one for each byte), so
    that `encode` gives back the file byte for byte.
    """

    #: The whole text.
    text: str = field(repr=False)
    #: The name: for a file that was loaded, its path.
    name: str = "Corefile"

    @classmethod
    def decode(cls, data: bytes, name: str) -> "Source":
        """Return the source of a file's bytes. Any bytes will do."""
        return cls(data.decode("utf-8", "surrogateescape"), name)

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> "Source":
        """Read a file. Raises OSError when that cannot be done."""
        with open(path, "rb") as file:
            return cls.decode(file.read(), os.fspath(path))

    def encode(self) -> bytes:
        """Return the bytes of the text.

        Raises UnicodeEncodeError for surrogates that no byte of a file can have made.
        """
        return self.text.encode("utf-8", "surrogateescape")

    def position(self, offset: int) -> Position:
        """Return line and column of a 0-based offset. Only line feeds end lines, as in CoreDNS."""
        starts = line_starts(self.text)
        line = bisect_right(starts, offset)
        return Position(line, offset - starts[line - 1] + 1)

    def offset(self, position: Position) -> int:
        """Return the 0-based offset of a place; the end of the text for a line after the last."""
        starts = line_starts(self.text)
        if position.line > len(starts):
            return len(self.text)
        return min(starts[position.line - 1] + position.column - 1, len(self.text))

    def line(self, number: int) -> str:
        """Return the text of a 1-based line without its line feed.

        Raises IndexError for a line past the last one.
        """
        start = line_starts(self.text)[number - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]


@lru_cache(maxsize=64)
def line_starts(text: str) -> list[int]:
    """Return the offset of each line's first character."""
    starts = [0]
    end = text.find("\n")
    while end >= 0:
        starts.append(end + 1)
        end = text.find("\n", end + 1)
    return starts
