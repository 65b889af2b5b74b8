r"""Places of a text as editors count them: lines, and code units of an encoding in a line.

Everywhere else in this package a place is an offset in characters. The protocol's lines end with
`\n`, `\r\n` or `\r` (LSP 3.17, Text Documents).
"""

from bisect import bisect_right
from collections.abc import Iterable
from functools import cached_property

from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.typed import Literal, TypeAlias

__all__ = ["Change", "Encoding", "Lines", "changed"]

Encoding: TypeAlias = Literal["utf-8", "utf-16", "utf-32"]

_LINE_END = regex(r"\r\n|\n|\r")

#: How a text is encoded to be counted, and the bytes of a unit.
_CODECS: dict[Encoding, tuple[str, int]] = {
    "utf-8": ("utf-8", 1),
    "utf-16": ("utf-16-le", 2),
    "utf-32": ("utf-32-le", 4),
}


@dataclass(frozen=True)
class Lines:
    """A text whose places are counted in lines and units, both from 0."""

    text: str
    encoding: Encoding = "utf-16"

    @cached_property
    def _ends(self) -> tuple[tuple[int, int], ...]:
        """Where each line's end begins and ends; the last line ends with the text."""
        last = (len(self.text), len(self.text))
        return (*(found.span() for found in _LINE_END.finditer(self.text)), last)

    @cached_property
    def _starts(self) -> tuple[int, ...]:
        return (0, *(end for _, end in self._ends[:-1]))

    def offset(self, line: int, character: int) -> int:
        """Return the offset of a place; one outside a line or the text is at its end."""
        if line >= len(self._starts):
            return len(self.text)
        start, (end, _) = self._starts[line], self._ends[line]
        text = self.text[start:end]
        if self.encoding == "utf-32" or text.isascii():
            return start + min(character, len(text))
        for number, letter in enumerate(text):
            if character <= 0:
                return start + number
            character -= self._units(letter)
        return end

    def position(self, offset: int) -> tuple[int, int]:
        """Return line and unit of an offset."""
        line = bisect_right(self._starts, offset) - 1
        # Between `\r` and `\n` no place is.
        end = min(offset, self._ends[line][0])
        return line, self._units(self.text[self._starts[line] : end])

    def _units(self, text: str) -> int:
        if text.isascii():
            return len(text)
        codec, size = _CODECS[self.encoding]
        return len(text.encode(codec, "surrogatepass")) // size


@dataclass(frozen=True, slots=True)
class Change:
    """What an editor did to a text: a text instead of a range, or of everything."""

    text: str
    #: Line and unit of the first place and after the last one; None for the whole text.
    range: tuple[tuple[int, int], tuple[int, int]] | None = None


def changed(text: str, changes: Iterable[Change], encoding: Encoding) -> str:
    """Return a text after changes; each is about the text after the one before."""
    for change in changes:
        if change.range is None:
            text = change.text
            continue
        lines = Lines(text, encoding)
        start, end = (lines.offset(*place) for place in change.range)
        text = text[:start] + change.text + text[max(start, end) :]
    return text
