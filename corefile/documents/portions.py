"""Divides large manifests into portions, each of which is read like a file of its own.

The items of a List and the documents of a stream are written one after the other. Where none can
matter to another, a few of them at a time are read as if the file had only these: so its nodes are
never all in memory, and several processes can share them.
"""

from __future__ import annotations

from corefile.documents.kinds import MANIFEST
from corefile.documents.sniff import (
    is_manifest,
    may_be_template,
    may_hold_values,
    template_name,
)
from corefile.text.brief import Brief
from corefile.text.offsets import OffsetMap, Segment
from corefile.text.records import dataclass
from corefile.vocabulary import CUSTOM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from corefile.documents.model import Document

__all__ = ["Portion", "portions", "read_portion"]

#: How many items a portion has.
_ITEMS = 20

#: With one of these, keys of one ConfigMap may be imported by another, or be said not to be.
_TOGETHER = (".server", ".override", CUSTOM)


@dataclass(frozen=True, slots=True)
class Portion(Brief):
    """Some items of a file, with what the file has around all of them."""

    #: The text that is read.
    text: str
    #: The places of its characters in the file.
    map: OffsetMap
    #: How many items it has.
    items: int
    #: How many the file has up to its last one.
    done: int
    #: How many the file has.
    total: int


def portions(text: str, name: str) -> Iterator[Portion]:
    """Yield the portions of a manifest; none of a file that has to be read as a whole.

    Such files have anchors, faults, values for Helm, marks of a template, keys of ConfigMaps for
    others to import, or what may be a Corefile around their items; or they are neither a List nor a
    stream of documents.
    """
    if not _may_be_divided(text, name):
        return
    try:
        # Needed for large files only.
        from corefile.documents.kinds.dividing import items_of  # noqa: PLC0415
    except ImportError:
        return
    items = items_of(text)
    if items is None:
        return
    head, tail = text[: items.starts[0]], text[items.end :]
    if _may_hold(head + tail):
        return
    total = len(items.starts)
    places = (*items.starts, items.end)
    for first in range(0, total, _ITEMS):
        after = min(first + _ITEMS, total)
        start, end = places[first], places[after]
        yield Portion(
            head + text[start:end] + tail,
            _places(((0, len(head)), (start, end), (items.end, len(text)))),
            after - first,
            after,
            total,
        )


def read_portion(portion: Portion, name: str) -> Document:
    """Find the Corefiles in a portion of the file called `name`."""
    return MANIFEST.read(portion.text, name, name)


def _may_be_divided(text: str, name: str) -> bool:
    """Tell by a look at a text whether its items may be read one by one."""
    bare, dialects = template_name(name)
    return (
        is_manifest(bare, text)
        and not dialects
        and not any(sign in text for sign in _TOGETHER)
        and not may_hold_values(text)
        and not _has_marks(text)
    )


def _may_hold(around: str) -> bool:
    """Tell whether a Corefile may be around the items: it would be read with each portion."""
    return "{" in around or "corefile" in around.lower()


def _has_marks(text: str) -> bool:
    """Tell whether a text has the marks of a template."""
    if not may_be_template(text):
        return False
    from corefile.documents.kinds.template.marks import placeholders  # noqa: PLC0415 - as above

    return bool(placeholders(text, frozenset()))


def _places(stretches: tuple[tuple[int, int], ...]) -> OffsetMap:
    """Return where the characters of stretches of a file are that are put together."""
    segments = []
    inner = 0
    for start, end in stretches:
        if end > start:
            segments.append(Segment(inner, start, end - start))
            inner += end - start
    return OffsetMap(tuple(segments))
