"""Where the parts of a manifest begin that are written alike, without keeping its nodes.

Importing this module imports PyYAML.
"""

from __future__ import annotations

import yaml

from corefile.documents.kinds.foreign import whole
from corefile.documents.kinds.kubernetes import LISTS
from corefile.documents.yaml.composer import ERRORS, LOADERS, MAX_DEPTH
from corefile.documents.yaml.nodes import is_acceptable
from corefile.text.brief import Brief
from corefile.text.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

__all__ = ["Items", "items_of"]


@dataclass(frozen=True, slots=True)
class Items(Brief):
    """Where the documents of a stream begin, or the items of the List that a file is."""

    #: Each at the begin of a line; at least one.
    starts: tuple[int, ...]
    #: After the last one. What follows is about all of them, as is what is before the first.
    end: int


def items_of(text: str) -> Items | None:
    """Return where the items of a file are; None for a file that has to be read as a whole."""
    if not is_acceptable(text) or whole(text) is not None:
        return None
    documents: list[int] = []
    members: list[Any] = []
    items: list[Any] = []
    try:
        for depth, event in _events(text):
            if _is_bound(event) or depth >= MAX_DEPTH:
                return None
            if isinstance(event, yaml.DocumentStartEvent):
                documents.append(_at(event) if documents else 0)
                members, items = [], []
            elif isinstance(event, yaml.CollectionEndEvent | yaml.DocumentEndEvent):
                continue
            elif depth == 1:
                members.append(event)
            elif depth == 2 and _are_items(members):
                items.append(event)
    except ERRORS:
        return None
    if len(documents) > 1:
        return Items(tuple(documents), len(text))
    return _in_list(text, members, items)


def _events(text: str) -> Iterator[tuple[int, Any]]:
    """Yield what a parser reports, each with how many collections are open around it."""
    parser: Any = LOADERS[0](text)
    depth = 0
    try:
        while parser.check_event():
            event = parser.get_event()
            depth -= isinstance(event, yaml.CollectionEndEvent)
            yield depth, event
            depth += isinstance(event, yaml.CollectionStartEvent)
    finally:
        parser.dispose()


def _is_bound(event: Any) -> bool:
    """Tell whether something depends on what is elsewhere in the file."""
    if isinstance(event, yaml.NodeEvent):
        return event.anchor is not None
    is_start = isinstance(event, yaml.DocumentStartEvent)
    return is_start and not (event.version is None and not event.tags)


def _are_items(members: Sequence[Any]) -> bool:
    """Tell whether the last member that was begun, of keys and values in turn, is `items`."""
    return len(members) % 2 == 0 and getattr(members[-2], "value", "") == "items"


def _in_list(text: str, members: Sequence[Any], items: Sequence[Any]) -> Items | None:
    """Return where the items of a List are, of which these events are the members and items."""
    named = {
        key.value: value
        for key, value in zip(members[::2], members[1::2], strict=True)
        if isinstance(key, yaml.ScalarEvent)
    }
    values = named.get("items")
    kind = getattr(named.get("kind"), "value", "")
    is_list = kind in LISTS and isinstance(values, yaml.SequenceStartEvent)
    if not is_list or not items or 2 * len(named) != len(members):
        return None
    starts = [_line_of(text, item, "-") for item in items]
    after = members.index(values) + 1
    end = _line_of(text, members[after], "") if after < len(members) else len(text)
    if end is None or not all(isinstance(item, yaml.MappingStartEvent) for item in items):
        return None
    found = tuple(start for start in starts if start is not None)
    return Items(found, end) if len(found) == len(starts) else None


def _at(event: Any) -> int:
    """Return where something begins."""
    at: int = event.start_mark.index
    return at


def _line_of(text: str, event: Any, sign: str) -> int | None:
    """Return where the line of a node begins, if only a sign is before the node there."""
    at = _at(event)
    start = text.rfind("\n", 0, at) + 1
    return start if text[start:at].strip(" ") == sign else None
