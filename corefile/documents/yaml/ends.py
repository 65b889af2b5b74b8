"""Where the lines of a value end, so that something can be written below it.

Importing this module imports PyYAML.
"""

from __future__ import annotations

import yaml

from corefile.documents.yaml.scalar import decode, scalar_of
from corefile.text.regex import regex

__all__ = ["end_of_mapping", "end_of_member"]

_LINE_END = regex(r"(?=\r?\n|\r|\Z)")


def end_of_mapping(node: yaml.Node | None, text: str) -> int | None:
    """Return the end of the last line of a mapping, None where it ends in something unusual."""
    if not isinstance(node, yaml.MappingNode) or not node.value:
        return None
    key, value = node.value[-1]
    return end_of_member(key, value, text)


def end_of_member(key: yaml.Node, value: yaml.Node, text: str) -> int | None:
    """Return the end of the last line of a member of a mapping."""
    if isinstance(value, yaml.SequenceNode) and value.value and not value.flow_style:
        return end_of_mapping(value.value[-1], text)
    if not isinstance(value, yaml.ScalarNode) or value.start_mark.index < key.end_mark.index:
        return None
    inner, places = decode(scalar_of(value), text, text)
    end = places.outer(len(inner.rstrip("\n"))) if inner else value.end_mark.index
    if value.style in ("'", '"'):
        end = value.end_mark.index
    found = _LINE_END.search(text, end)
    return found.start() if found else None
