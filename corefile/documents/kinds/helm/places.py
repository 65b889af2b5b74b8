"""Where a plugin, or the block of one, can be put into values for the Helm chart of CoreDNS.

Importing this module imports PyYAML.
"""

from __future__ import annotations

import yaml

from corefile.documents.kinds.helm.values import Extent, Slot
from corefile.documents.yaml.ends import end_of_mapping, end_of_member
from corefile.text.regex import regex

__all__ = ["block_extent", "block_slot", "plugin_extent", "server_slot", "slot_above", "slot_below"]

_DASH = regex(r"(?P<spaces> *)- +\Z")
_COMMENT = regex(r"[ \t]*#")


def slot_above(
    at: int, plugins: yaml.SequenceNode, plugin: yaml.MappingNode, text: str
) -> Slot | None:
    """Return the slot above a plugin, and above the comments that belong to it; None if none is."""
    column = _column(plugins, plugin, text)
    if column is None:
        return None
    start = text.rfind("\n", 0, plugin.start_mark.index)
    while start > 0:
        before = text.rfind("\n", 0, start)
        if not _COMMENT.match(text, before + 1, start):
            break
        start = before
    end = start - 1 if text[start - 1 : start] == "\r" else start
    return Slot(at, end, column) if start > 0 else None


def slot_below(at: int, plugins: yaml.SequenceNode, text: str) -> Slot | None:
    """Return the slot below the last plugin; None if there is none."""
    last = plugins.value[-1] if plugins.value else None
    column = _column(plugins, last, text) if isinstance(last, yaml.MappingNode) else None
    end = end_of_mapping(last, text) if column is not None else None
    return None if column is None or end is None else Slot(at, end, column)


def block_slot(at: int, plugin: yaml.MappingNode, text: str) -> Slot | None:
    """Return the slot for the block of a plugin that has none; None if there is no place."""
    end = None if plugin.flow_style else end_of_mapping(plugin, text)
    return None if end is None else Slot(at, end, plugin.start_mark.column, kind="block")


def server_slot(at: int, servers: yaml.SequenceNode, text: str) -> Slot | None:
    """Return the slot below the last of the servers; None if there is none."""
    last = servers.value[-1] if servers.value else None
    column = _column(servers, last, text) if isinstance(last, yaml.MappingNode) else None
    end = end_of_mapping(last, text) if column is not None else None
    return None if column is None or end is None else Slot(at, end, column, "server")


def plugin_extent(
    start: int, end: int, plugins: yaml.SequenceNode, plugin: yaml.MappingNode, text: str
) -> Extent | None:
    """Return the lines of a plugin without the comments above it; None for no whole lines."""
    last = None if _column(plugins, plugin, text) is None else end_of_mapping(plugin, text)
    if last is None:
        return None
    first = text.rfind("\n", 0, plugin.start_mark.index) + 1
    return Extent(start, end, first, _next_line(text, last))


def block_extent(
    start: int, end: int, key: yaml.Node, value: yaml.Node, text: str
) -> Extent | None:
    """Return the lines of a block; None where it is after the dash, or not on lines."""
    first = text.rfind("\n", 0, key.start_mark.index) + 1
    last = end_of_member(key, value, text)
    if last is None or text[first : key.start_mark.index].strip(" "):
        return None
    return Extent(start, end, first, _next_line(text, last))


def _next_line(text: str, end: int) -> int:
    """Return the place after a line break."""
    found = text.find("\n", end)
    return len(text) if found < 0 else found + 1


def _column(plugins: yaml.SequenceNode, plugin: yaml.MappingNode, text: str) -> int | None:
    """Return the column of the dash before a plugin, None where it does not begin its line."""
    if plugins.flow_style or plugin.start_mark.index < plugins.start_mark.index:
        return None
    start = text.rfind("\n", 0, plugin.start_mark.index) + 1
    found = _DASH.match(text, start, plugin.start_mark.index)
    return len(found["spaces"]) if found else None
