"""A manifest with a slip that keeps YAML from reading it, read as it is meant.

Where one repair is known, what else is wrong in the Corefile is found too. Nothing is edited before
the slip is corrected.
"""

from __future__ import annotations

from corefile.documents.model import Embedded, Origin
from corefile.text.edits import apply_edits
from corefile.text.offsets import MappedText, OffsetMap
from corefile.text.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from corefile.documents.model import Document, Problem
    from corefile.text.edits import Edit

__all__ = ["MeantText", "corefiles_meant"]


@dataclass(frozen=True, slots=True)
class MeantText(Origin):
    """A Corefile in a file that is not YAML, as it is meant."""

    #: Why it cannot be edited.
    read_only = "the file is not valid YAML"

    #: Where it is, in words.
    title: str
    #: The ConfigMap, as `NAMESPACE/NAME` as far as they are given.
    config_map: str
    #: Its key there.
    key: str


def corefiles_meant(
    text: str, problems: Sequence[Problem], read: Callable[[str], Document]
) -> Iterator[Embedded]:
    """Yield the Corefiles from the slip on that is among the problems of YAML, as they are meant.

    `read` reads the text with the slip corrected.
    """
    slip = next((each for each in problems if each.edits), None)
    if slip is None:
        return
    edits = sorted(slip.edits, key=lambda edit: edit.start)
    places = _places(text, edits)
    begin = (slip.cause or (edits[0].start, 0))[0]
    for item in read(apply_edits(text, edits)).corefiles:
        mapped = item.map.through(places)
        if mapped.outer(0) >= begin:
            origin = MeantText(item.origin.title, item.origin.config_map, item.origin.key)
            yield Embedded(item.text, item.kind, mapped, origin)


def _places(text: str, edits: Sequence[Edit]) -> OffsetMap:
    """Return where the characters of an edited text are in the one before."""
    made = MappedText(text)
    at = 0
    for edit in edits:
        made.copy(at, edit.start)
        made.make(edit.text, edit.start, edit.end)
        at = edit.end
    made.copy(at, len(text))
    return made.map()
