"""One more key in a ConfigMap.

Importing this module imports PyYAML.
"""

from __future__ import annotations

import re

import yaml

from corefile.documents.kinds.kubernetes import config_maps
from corefile.documents.reading import read
from corefile.documents.written import Unwritable, Written
from corefile.documents.yaml.ends import end_of_mapping
from corefile.documents.yaml.fields import fields_of, text_of, value_of
from corefile.documents.yaml.nodes import compose
from corefile.text.edits import Edit, apply_edits, line_break
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents.model import Document

__all__ = ["has_config_map", "with_key"]

#: What Kubernetes takes for a key, as far as it means itself in YAML without quotes.
_KEY = regex(r"[A-Za-z0-9][-A-Za-z0-9_.]*", re.ASCII)


def has_config_map(document: Document, name: str) -> bool:
    """Tell whether a file holds a ConfigMap of a name."""
    return "ConfigMap" in document.text and _find(document.text, name) is not None


def with_key(document: Document, name: str, key: str, value: str) -> Written:
    """Return the edits that give the ConfigMap of a name one more key, proved by reading it.

    `value` is lines with a line feed at the end of each. Raises Unwritable.
    """
    text = document.text
    config_map = _find(text, name)
    data = None if config_map is None else value_of(fields_of(config_map), "data")
    if not isinstance(data, yaml.MappingNode) or data.flow_style or not data.value:
        raise Unwritable(f"the ConfigMap {name} has no lines below `data` to write below")
    if key in fields_of(data) or not _KEY.fullmatch(key):
        raise Unwritable(f"the ConfigMap {name} cannot have another key `{key}`")
    end = end_of_mapping(data, text)
    if end is None:
        raise Unwritable(f"the last value of the ConfigMap {name} ends in an unusual way")
    newline, pad = line_break(text), " " * data.value[0][0].start_mark.column
    lines = [f"{pad}{key}: |", *(f"{pad}  {line}".rstrip() for line in value.splitlines())]
    edit = Edit(end, end, "".join(newline + line for line in lines))
    after = read(apply_edits(text, [edit]), document.name)
    there = [(item.origin.title, item.text) for item in document.corefiles]
    found = [(item.origin.title, item.text) for item in after.corefiles if item.origin.key != key]
    texts = [item.text for item in after.corefiles if item.origin.key == key]
    if found != there or texts not in ([value], [value.rstrip("\n")]):
        raise Unwritable("the edited file would not hold what is added")
    return Written((edit,))


def _find(text: str, name: str) -> yaml.MappingNode | None:
    """Return the ConfigMap of a name, if there is just one."""
    found = [
        config_map
        for root in compose(text).roots
        for config_map in config_maps(root)
        if text_of(_metadata(config_map), "name") == name
    ]
    return found[0] if len(found) == 1 else None


def _metadata(config_map: yaml.MappingNode) -> dict[str, tuple[yaml.ScalarNode, yaml.Node, bool]]:
    """Return the fields of the metadata."""
    metadata = value_of(fields_of(config_map), "metadata")
    return fields_of(metadata) if isinstance(metadata, yaml.MappingNode) else {}
