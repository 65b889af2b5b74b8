"""The members of YAML mappings.

Importing this module imports PyYAML.
"""

from __future__ import annotations

import yaml

__all__ = ["TAG", "TEXT_TAGS", "Entry", "fields_of", "text_of", "value_of"]

TAG = "tag:yaml.org,2002:"

#: Tags whose values reach Kubernetes as text; any other tag is left to whoever defined it.
TEXT_TAGS = frozenset(TAG + name for name in ("str", "timestamp", "value", "merge"))

#: Key and value, and whether the mapping is written in braces.
Entry = tuple[yaml.ScalarNode, yaml.Node, bool]


def fields_of(mapping: yaml.MappingNode) -> dict[str, Entry]:
    """Collect the members of a mapping, merged ones (`<<: *defaults`) too; the last one wins."""
    fields: dict[str, Entry] = {}
    seen: set[yaml.Node] = set()
    waiting: list[yaml.Node] = [mapping]
    while waiting:
        node = waiting.pop()
        if node in seen or not isinstance(node, yaml.MappingNode):
            continue
        seen.add(node)
        own: dict[str, Entry] = {}
        for key, value in node.value:
            if key.tag == TAG + "merge":
                merged = value.value if isinstance(value, yaml.SequenceNode) else [value]
                waiting.extend(reversed(merged))
            elif isinstance(key, yaml.ScalarNode):
                own[key.value] = (key, value, bool(node.flow_style))
        for name, entry in own.items():
            fields.setdefault(name, entry)
    return fields


def value_of(fields: dict[str, Entry], key: str) -> yaml.Node | None:
    """Return the value of a key."""
    return fields[key][1] if key in fields else None


def text_of(fields: dict[str, Entry], key: str) -> str | None:
    """Return the value of a key as it is written, if it is a scalar."""
    node = value_of(fields, key)
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None
