"""The objects of a Kubernetes manifest, and texts in them with the places of their characters.

Importing this module imports PyYAML.
"""

from collections.abc import Iterator

import yaml

from corefile.documents.model import Problem
from corefile.documents.yaml.fields import TAG, TEXT_TAGS, fields_of, text_of, value_of
from corefile.documents.yaml.nodes import compose
from corefile.documents.yaml.scalar import Scalar, decode
from corefile.text.brief import Brief
from corefile.text.offsets import OffsetMap
from corefile.text.records import dataclass
from corefile.text.source import Source

__all__ = ["ConfigMap", "Entry", "Manifest", "Text", "config_maps", "read_manifest"]

#: What a value is that is not text.
NOT_TEXT = {"map": "a mapping", "seq": "a list"}


@dataclass(frozen=True, slots=True)
class Text(Brief):
    """A text in a file."""

    #: What it says.
    value: str
    #: The places of its characters in the file.
    places: OffsetMap

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where the characters from `start` to before `end` are in the file."""
        return self.places.span(start, max(end, start))


@dataclass(frozen=True, slots=True)
class Entry(Brief):
    """A key of a ConfigMap, and its value."""

    #: The key.
    name: str
    #: Where the key is in the file: of its first character, and after its last one.
    span: tuple[int, int]
    #: Its value; None where that is not text.
    text: Text | None
    #: What the value is that is not text, in words.
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ConfigMap(Brief):
    """A ConfigMap of a manifest."""

    #: Empty where it is not said.
    namespace: str
    #: Empty where it is not said.
    name: str
    #: Its `data`, in the order of the file; of a key that is there twice, the last one.
    data: tuple[Entry, ...]
    #: The keys beside `data`.
    others: tuple[Entry, ...]
    #: Where it begins in the file.
    start: int

    def entry(self, name: str) -> Entry | None:
        """Return the entry of a key of `data`, None if there is none."""
        return next((entry for entry in self.data if entry.name == name), None)


@dataclass(frozen=True, slots=True)
class Manifest(Brief):
    """A file with objects of Kubernetes."""

    #: All of it.
    text: str
    #: What the YAML parser was given: as long as the text.
    parsed: str
    #: The documents that could be read, in order.
    roots: tuple[yaml.Node, ...]
    #: What keeps the others from being read.
    problems: tuple[Problem, ...]

    def place(self, name: str, offset: int) -> str:
        """Return a place of the file as `NAME:LINE:COLUMN`."""
        at = Source(self.text, name).position(offset)
        return f"{name}:{at.line}:{at.column}"

    def objects(self) -> Iterator[tuple[str, yaml.MappingNode]]:
        """Yield the objects, those in lists too, each with its kind; empty where none is said."""
        seen: set[yaml.Node] = set()
        waiting = [(root, "") for root in reversed(self.roots)]
        while waiting:
            node, inherited = waiting.pop()
            if node in seen or not isinstance(node, yaml.MappingNode):
                continue
            seen.add(node)
            fields = fields_of(node)
            kind = text_of(fields, "kind") or inherited
            items = value_of(fields, "items")
            if kind.endswith("List") and isinstance(items, yaml.SequenceNode):
                of_items = kind.removesuffix("List")
                waiting += [(item, of_items) for item in reversed(items.value)]
            else:
                yield kind, node

    def text_at(self, node: yaml.ScalarNode) -> Text:
        """Return a scalar as text."""
        scalar = Scalar(node.start_mark.index, node.end_mark.index, node.style, node.value)
        return Text(*decode(scalar, self.parsed, self.text))


def read_manifest(text: str) -> Manifest:
    """Read a manifest, YAML or JSON. Never raises."""
    stream = compose(text)
    return Manifest(text, stream.parsed, stream.roots, stream.problems)


def name_of(node: yaml.MappingNode) -> tuple[str, str]:
    """Return the namespace and the name of an object, as far as its metadata has them."""
    metadata = value_of(fields_of(node), "metadata")
    named = fields_of(metadata) if isinstance(metadata, yaml.MappingNode) else {}
    return text_of(named, "namespace") or "", text_of(named, "name") or ""


def config_maps(manifest: Manifest) -> list[ConfigMap]:
    """Return the ConfigMaps of a manifest."""
    found = []
    for kind, node in manifest.objects():
        if kind == "ConfigMap":
            data = value_of(fields_of(node), "data")
            inner = data if isinstance(data, yaml.MappingNode) else None
            found.append(
                ConfigMap(
                    *name_of(node),
                    tuple(entries(manifest, inner)) if inner else (),
                    tuple(entries(manifest, node)),
                    node.start_mark.index,
                )
            )
    return found


def entries(manifest: Manifest, mapping: yaml.MappingNode) -> Iterator[Entry]:
    """Yield the keys of a mapping with their values. A value that is not there is an empty text."""
    for name, (key, node, _) in fields_of(mapping).items():
        span = (key.start_mark.index, key.end_mark.index)
        if isinstance(node, yaml.ScalarNode) and node.tag in TEXT_TAGS:
            yield Entry(name, span, manifest.text_at(node))
        elif node.tag == TAG + "null":
            yield Entry(name, span, Text("", OffsetMap.coarse(span[1])))
        else:
            yield Entry(name, span, None, NOT_TEXT.get(node.tag.removeprefix(TAG), "not text"))
