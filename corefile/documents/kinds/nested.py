"""Corefiles anywhere in YAML or JSON: under keys that are called so, in files, in texts in texts.

kOps has `externalCoreFile`, the add-on of EKS `corefile`, Compose and Ansible the content of a
file; cloud-init and Ignition write files by their path, inline, in base64 or as a data URL. RKE,
Talos, kustomize and others have manifests as text. Nothing here knows any of them: what is read is
a text that goes by the name of a Corefile and can be one, and a text that is YAML with such a text.

Importing this module imports PyYAML.
"""

from __future__ import annotations

import re
from functools import partial

import yaml

from corefile.documents.kinds.misplaced import swallowed
from corefile.documents.kinds.plain import PlainFile
from corefile.documents.kinds.within import EncodedText, InnerText, Stretch, TextKey
from corefile.documents.model import Document, Embedded
from corefile.documents.recognise import (
    begins_like_corefile,
    is_corefile_name,
    kind_of_key,
    reads_as_corefile,
    reads_as_lines,
)
from corefile.documents.sniff import (
    may_be_template,
    may_hold_corefile,
    may_hold_values,
    template_name,
)
from corefile.documents.yaml.fields import TAG, TEXT_TAGS, text_of
from corefile.documents.yaml.nodes import keys_by_value, small_roots
from corefile.text.offsets import OffsetMap, Segment
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Protocol

    from corefile.documents.model import Kind, Problem
    from corefile.documents.yaml.fields import Entry
    from corefile.documents.yaml.nodes import Stream

    class Reader(Protocol):
        """What reads the ConfigMaps of a file."""

        def add(self, config_map: yaml.MappingNode, *, is_part: bool = False) -> None:
            """Read a ConfigMap."""

        def add_loose(self, mapping: yaml.MappingNode, keys: dict[str, Entry]) -> None:
            """Read the keys to import that a mapping itself has."""

        def has(self, key: yaml.ScalarNode, node: yaml.ScalarNode) -> bool:
            """Tell whether the value of a key is read already."""

    class ReadText(Protocol):
        """What reads a text that is YAML."""

        def __call__(self, text: str, name: str) -> Document:
            """Find the Corefiles in a text."""


__all__ = ["MAX_TEXTS", "Nested", "find_nested"]

#: How deep manifests may be in texts in texts.
MAX_TEXTS = 4

_MAX_DEPTH = 40

#: What keys are called, in small letters, that have what is for CoreDNS below.
_OWNERS = ("coredns", "core-dns")

_MERGE = TAG + "merge"
#: How tags begin that a program has for itself: `!Sub` of CloudFormation is a text, too.
_OWN_TAG = "!"

#: What says where the content beside it, or below it, is written to.
_PATHS = ("path", "dest", "destination", "target", "filename")
#: What has the content of such a file.
_CONTENTS = frozenset(("content", "contents", "inline", "source", "data", "value", "block"))
#: A part of a Corefile that Ansible puts into one.
_PART = "block"
#: A key of a ConfigMap in a patch by path (RFC 6902).
_POINTER = "/data/"
#: What a generator of kustomize makes keys of, and such a key before its text.
_LITERALS = "literals"
_LITERAL = regex(r"\s*(?P<key>[\w.-]{1,100})=")
#: Under these keys are the values of a chart, which are read elsewhere.
_VALUES = frozenset(("values", "valuesContent"))

_BASE64 = frozenset(
    ("b64", "base64", "gz", "gzip", "gz+b64", "gz+base64", "gzip+b64", "gzip+base64")
)
#: A text that can be base64: of letters, digits and two signs.
_ENCODED = regex(r"[A-Za-z0-9+/]{16,}={0,2}\s*")

#: What `kubectl apply`, k3s and kapp keep to compare with later: CoreDNS never gets the Corefile in
#: it.
_KEPT = frozenset(
    (
        "kubectl.kubernetes.io/last-applied-configuration",
        "objectset.rio.cattle.io/applied",
        "kapp.k14s.io/original",
    )
)

#: A node to be looked at, with the keys that lead to it, and the path of the file it is of.
_Waiting = tuple[yaml.Node, tuple[str, ...], str]

#: What may be YAML or JSON with something in it.
_HAS_MEMBERS = regex(r"^(?>(?:[^\S\n]|[\"'-])*)[{]|:(?:\s|\Z)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Nested:
    """What is found in a file beside the ConfigMaps that it is made of."""

    corefiles: tuple[Embedded, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text of a file: the keys that lead to it, and the path that its content is written to."""

    entry: Entry
    path: tuple[str, ...]
    file: str
    encoding: str
    #: Whether it is an item of a list: the keys are those of the list, and its entry has no key.
    is_item: bool = False

    @property
    def is_scalar(self) -> bool:
        """Whether nothing is below it."""
        return isinstance(self.entry[1], yaml.ScalarNode)

    @property
    def keys(self) -> str:
        """The keys, with dots between."""
        return ".".join(key if key.isprintable() else ascii(key) for key in self.path)


def find_nested(stream: Stream, text: str, reader: Reader, read: ReadText | None) -> Nested:
    """Find what a file holds for CoreDNS, but for what its ConfigMaps and values for Helm do.

    `reader` gets the ConfigMaps that are a part of something else, and `read` reads texts in it.
    There is nothing where aliases stand for far more than the file.
    """
    corefiles: list[Embedded] = []
    problems: list[Problem] = []
    roots = small_roots(stream, text)
    keys = keys_by_value(roots) if "*" in text else {}
    for found in _texts(roots, reader):
        node = found.entry[1]
        if node.tag not in TEXT_TAGS and not node.tag.startswith(_OWN_TAG):
            continue
        kind = _kind(found, str(node.value))
        if kind and not found.is_item:
            is_shared = len(keys.get(node, ())) > 1
            read_here = [*_corefile(found, kind, stream, text, is_shared)]
            swallows = [problem for each in read_here for problem in _swallowed(found, each, text)]
            problems += swallows
            corefiles += [] if swallows else read_here
        elif read and (readers := [*_readers(found, str(node.value), read)]):
            for each in readers:
                inner = _inner(found, stream, text, each)
                corefiles += inner.corefiles
                problems += inner.problems
                if inner.corefiles:
                    break
    return Nested(tuple(corefiles), tuple(problems))


def _readers(found: _Text, value: str, read: ReadText) -> Iterator[ReadText]:
    """Yield what may find a Corefile in a text; `read` reads manifests."""
    if found.is_item and found.path[-1] == _LITERALS:
        yield _in_literal
    elif _may_hold(found.path[-1], value):
        yield from (partial(_in_script, read), read)
    elif _ENCODED.fullmatch(value):
        yield partial(_in_base64, read)


def _texts(roots: Sequence[yaml.Node], reader: Reader) -> Iterator[_Text]:
    """Yield the texts of a file, each once; but for those that are read already."""
    seen: set[yaml.Node] = set()
    waiting: list[_Waiting] = [(root, (), "") for root in reversed(roots)]
    while waiting:
        node, path, file = waiting.pop()
        if node in seen or len(path) > _MAX_DEPTH:
            continue
        seen.add(node)
        if isinstance(node, yaml.SequenceNode):
            waiting += [(item, path, file) for item in reversed(node.value)]
        elif isinstance(node, yaml.ScalarNode) and path:
            yield _Text((node, node, True), path, "", "", is_item=True)
        elif isinstance(node, yaml.MappingNode) and not _are_values(fields := _own_fields(node)):
            waiting += [(value, path, "") for key, value in node.value if key.tag == _MERGE]
            _offer(node, fields, reader)
            texts = [*_members(fields, path, file)]
            below = (text for text in reversed(texts) if not text.is_scalar)
            waiting += [(text.entry[1], text.path, text.file) for text in below]
            for text in texts:
                key, value, _ = text.entry
                if isinstance(value, yaml.ScalarNode) and value not in seen:
                    seen.add(value)
                    if not reader.has(key, value):
                        yield text


def _are_values(fields: dict[str, Entry]) -> bool:
    """Tell whether a mapping has values for the chart, which are read elsewhere."""
    if "servers" not in fields:
        return False
    from corefile.documents.kinds.helm.shape import are_values  # noqa: PLC0415 - for such files

    return are_values(fields)


def _offer(node: yaml.MappingNode, fields: dict[str, Entry], reader: Reader) -> None:
    """Give a mapping to what reads ConfigMaps."""
    if text_of(fields, "kind") == "ConfigMap":
        reader.add(node, is_part=True)
    else:
        reader.add_loose(node, fields)


def _own_fields(mapping: yaml.MappingNode) -> dict[str, Entry]:
    """Collect the members of a mapping without those that are merged: they are read elsewhere."""
    in_braces = bool(mapping.flow_style)
    return {
        key.value: (key, value, in_braces)
        for key, value in mapping.value
        if isinstance(key, yaml.ScalarNode) and key.tag != _MERGE
    }


def _members(fields: dict[str, Entry], path: tuple[str, ...], file: str) -> Iterator[_Text]:
    """Yield the members of a mapping, each with the path that its content is written to."""
    own = next((found for key in _PATHS if (found := text_of(fields, key))), "")
    name = text_of(fields, "name") or ""  # mostly not that of a file
    # Salt has it as the key of what it does.
    is_path = (key for key in reversed(path) if "/" in key and is_corefile_name(key))
    above = next(is_path, "".join(path[-1:]))
    named = own or (name if is_corefile_name(name) else file) or above
    encoding = text_of(fields, "encoding") or ""
    for key, entry in fields.items():
        if key not in _KEPT:
            yield _Text(entry, (*path, key), named if key in _CONTENTS else "", encoding)


def _kind(found: _Text, value: str) -> Kind | None:
    """Tell what a text is for CoreDNS; None if nothing."""
    key = found.path[-1]
    if is_corefile_name(key):
        plain = _plain(found, value)
        if begins_like_corefile(plain[0] if plain else value):
            return "corefile"
    if any(above.lower() in _OWNERS for above in found.path[:-1]) and reads_as_corefile(value):
        return "server"  # for the Corefile of a chart, whatever it is called
    if not found.file or not value.strip():
        return None
    if found.path[0] == "configs" and key == "content" and reads_as_corefile(value):
        return "corefile"  # of Compose, whatever it is called
    if is_corefile_name(found.file):
        return _kind_of_content(found, key, value)
    if key == "value" and found.file.startswith(_POINTER):
        return kind_of_key(found.file) if begins_like_corefile(value) else None
    # What the chart puts beside the Corefile, to be imported.
    is_part = "zoneFiles" in found.path and found.file.endswith((".conf", ".server"))
    return "server" if is_part and begins_like_corefile(value) else None


def _kind_of_content(found: _Text, key: str, value: str) -> Kind | None:
    """Tell what the content of a file is that is called like a Corefile."""
    if key == _PART and reads_as_lines(value):
        return "override"
    is_encoded = found.encoding in _BASE64 or value.startswith("data:")
    if not is_encoded and not begins_like_corefile(value):
        return None
    return "server" if key == _PART else "corefile"


def _corefile(
    found: _Text, kind: Kind, stream: Stream, text: str, is_shared: bool
) -> Iterator[Embedded]:
    """Yield the Corefile that a text is."""
    from corefile.documents.kinds.helm.printing import decoded, string_at  # noqa: PLC0415

    entry = found.entry
    value, places = decoded(entry[1], stream.parsed, text)
    plain = _plain(found, value)
    if plain is not None:
        whole = Embedded(plain[0], kind, plain[1], EncodedText(found.keys))
        filled = _filled_in(whole, found.file)
        yield replace(filled, map=filled.map.through(places))
        return
    if value.startswith("data:") or found.encoding in _BASE64:
        return
    string = string_at(entry, stream.parsed, value, places)
    yield Embedded(value, kind, places, TextKey(found.keys, string, is_shared))


def _swallowed(found: _Text, corefile: Embedded, text: str) -> Iterator[Problem]:
    """Yield the key below that is a part of a Corefile, as it is indented."""
    key, _, in_braces = found.entry
    if isinstance(corefile.origin, TextKey):
        yield from swallowed(corefile.origin.string, text, key, in_braces=in_braces)


def _plain(found: _Text, value: str) -> tuple[str, OffsetMap] | None:
    """Return the text that a value has encoded, as those of a Secret are."""
    from corefile.documents.kinds.encoded import from_base64, from_data_url  # noqa: PLC0415

    if found.encoding in _BASE64 or _ENCODED.fullmatch(value):
        return from_base64(value)
    return from_data_url(value) if value.startswith("data:") else None


def _filled_in(corefile: Embedded, file: str) -> Embedded:
    """Return a Corefile with references where a template puts in values.

    The marks in the file are encoded, as the Corefile is: it is one of its own.
    """
    if not may_be_template(corefile.text):
        return corefile
    from corefile.documents.kinds.template.marks import placeholders  # noqa: PLC0415 - for such texts
    from corefile.documents.kinds.template.rendering import rendering_of  # noqa: PLC0415
    from corefile.documents.kinds.template.variants import filled_in  # noqa: PLC0415

    tags = placeholders(corefile.text, template_name(file)[1])
    rendered = next(rendering_of(corefile.text, tags).variants())
    made = replace(corefile, text=rendered.text, map=rendered.map.through(corefile.map))
    return filled_in(Document("", made.text, (made,), ())).corefiles[0] if tags else corefile


def _may_hold(key: str, value: str) -> bool:
    """Tell whether a text can be YAML or JSON that holds a Corefile."""
    if key in _VALUES and may_hold_values(value):
        return False
    is_script = "<<" in value or "\n----" in value
    return may_hold_corefile(value) and (is_script or bool(_HAS_MEMBERS.search(value)))


def _in_literal(text: str, name: str) -> Document:
    """Find the Corefile in a text that begins with its key, as kustomize is given it."""
    key = _LITERAL.match(text)
    kind = kind_of_key(key["key"]) if key else None
    if key is None or kind is None or not begins_like_corefile(text[key.end() :]):
        return Document(name, text, (), ())
    start, content = key.end(), text[key.end() :]
    inner = Embedded(content, kind, OffsetMap.identity(len(content)), PlainFile())
    origin = Stretch.of(f"literal {key['key']}", start, content, inner)
    places = OffsetMap((Segment(0, start, len(content)),))
    return Document(name, text, (Embedded(content, kind, places, origin),), ())


def _in_base64(read: ReadText, text: str, name: str) -> Document:
    """Find the Corefiles in a manifest in base64, as a Secret has it; `read` reads manifests."""
    from corefile.documents.kinds.encoded import from_base64, is_base64_of  # noqa: PLC0415

    plain = from_base64(text) if is_base64_of(text, may_hold_corefile) else None
    if plain is None:
        return Document(name, text, (), ())
    manifest, places = plain
    found = (
        Embedded(
            item.text,
            item.kind,
            item.map.through(places),
            EncodedText("", item.origin.title, item.origin.config_map, item.origin.key),
        )
        for item in read(manifest, "").corefiles
    )
    return Document(name, text, tuple(found), ())


def _in_script(read: ReadText, text: str, name: str) -> Document:
    """Find the Corefiles in a text that is a script; `read` reads manifests in it."""
    if "<<" not in text and "kubectl" not in text:
        return Document(name, text, (), ())
    from corefile.documents.kinds.scripts import texts_in  # noqa: PLC0415 - for such texts only

    found = texts_in(text, "sh", lambda manifest: read(manifest, "").corefiles)
    return Document(name, text, tuple(found), ())


def _inner(found: _Text, stream: Stream, text: str, read: ReadText) -> Nested:
    """Return what is in a text."""
    from corefile.documents.kinds.helm.printing import decoded, string_at  # noqa: PLC0415

    value, places = decoded(found.entry[1], stream.parsed, text)
    within = string_at(found.entry, stream.parsed, value, places)
    inner = read(value, "")
    # One string may be several Corefiles, by aliases, which their map tells.
    maps = {id(item.map): item.map.through(places) for item in inner.corefiles}
    corefiles = tuple(
        Embedded(
            item.text,
            item.kind,
            maps[id(item.map)],
            InnerText(
                found.keys,
                within,
                item,
                item.origin.pieces,
                item.origin.config_map,
                item.origin.key,
            ),
        )
        for item in inner.corefiles
    )
    problems = tuple(
        replace(problem.at(places), fix="", edits=())
        for problem in inner.problems
        if corefiles or problem.about != "text"
    )
    return Nested(corefiles, problems)
