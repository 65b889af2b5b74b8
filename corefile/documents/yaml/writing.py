"""Edits of a string in a YAML or JSON file.

In a block of literal text (`|`) new lines get the indentation of the others; in quotes the new text
is escaped; nothing else changes. If the style cannot hold an edit, the whole string is rewritten in
another style.
"""

from __future__ import annotations

from corefile.documents.written import Unwritable, Written
from corefile.documents.yaml.block import folded_edits, literal_edits
from corefile.documents.yaml.flow import in_place
from corefile.documents.yaml.restyling import restyled
from corefile.text.edits import apply_edits
from corefile.text.offsets import OffsetMap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from corefile.documents.yaml.string import YamlString
    from corefile.text.edits import Edit

__all__ = ["in_string"]


def in_string(file: str, string: YamlString, edits: Sequence[Edit]) -> Written:
    """Turn edits of a string's value into edits of the file it is in. Raises Unwritable."""
    coarse = OffsetMap.coarse(string.map.segments[0].outer)
    if string.text and string.map == coarse:
        raise Unwritable("the positions of the characters of this Corefile are unknown")
    ways = {"|": literal_edits, ">": folded_edits}
    found = ways.get(string.style, in_place)(file, string, edits)
    if found is not None:
        return Written(found)
    return Written(restyled(file, string, apply_edits(string.text, edits)), True)
