"""A string of a YAML or JSON file."""

from __future__ import annotations

from corefile.text.brief import Brief
from corefile.text.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.text.offsets import OffsetMap

__all__ = ["YamlString"]


@dataclass(frozen=True, slots=True)
class YamlString(Brief):
    """A string of a YAML or JSON file; offsets and columns are those of the file."""

    #: Its value.
    text: str
    #: The places of the characters of its value.
    map: OffsetMap
    #: One of `'`, `"`, `|` and `>`; empty for a plain scalar.
    style: str
    #: Where its first character is, anchor and tag not included.
    start: int
    #: Where it ends, if it is not a block.
    end: int
    #: How many columns are before each line, if it is a block.
    indent: int
    #: The column of its key; None where no block can be written (inside braces) or the key is
    #: elsewhere.
    parent: int | None
