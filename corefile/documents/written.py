"""Edits of a Corefile as they are written into its file, or why they cannot be."""

from __future__ import annotations

from corefile.text.brief import Brief
from corefile.text.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.text.edits import Edit

__all__ = ["Unwritable", "Written"]


class Unwritable(Brief, ValueError):
    """An edit that cannot be written into the file; the text says why."""


@dataclass(frozen=True, slots=True)
class Written(Brief):
    """Edits of a file that make edits of a Corefile in it."""

    #: In the text of the file.
    edits: tuple[Edit, ...]
    #: Whether the string that holds the Corefile is rewritten, in another style.
    restyled: bool = False
