"""Stretches of texts: where findings are."""

from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.source import Position, Source

__all__ = ["Place"]


@dataclass(frozen=True, slots=True)
class Place(Brief):
    """A stretch of a text: 0-based offsets, the end not included."""

    #: The text and its name.
    source: Source
    #: Offset of the first character.
    start: int
    #: Offset after the last character.
    end: int

    @property
    def path(self) -> str:
        """The name of the text: that of the file, where it is one."""
        return self.source.name

    @property
    def first(self) -> Position:
        """Line and column of the first character."""
        return self.source.position(self.start)

    @property
    def last(self) -> Position:
        """Line and column after the last character."""
        return self.source.position(self.end)
