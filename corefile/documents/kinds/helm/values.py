"""Places among values for the chart of CoreDNS: where more can be put, and what can go."""

from __future__ import annotations

from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Literal

__all__ = ["Extent", "Slot"]


@dataclass(frozen=True, slots=True)
class Slot(Brief):
    """A place between values where another can be put."""

    #: The place in the Corefile: where the line of a plugin begins, or where that of one without a
    #: block ends.
    at: int
    #: The end of the line, in the file with the values, below which its lines go.
    below: int
    #: The column of its lines.
    column: int
    #: What it is for: a plugin, the block of one, or a server block.
    kind: Literal["plugin", "block", "server"] = "plugin"


@dataclass(frozen=True, slots=True)
class Extent(Brief):
    """A plugin or a block of a Corefile, and the lines of the file with the values that make it."""

    #: Offset of its first character in the Corefile.
    start: int
    #: Offset after its last character.
    end: int
    #: Offset of the first of the lines in the file.
    outer_start: int
    #: Offset after the last of the lines.
    outer_end: int
