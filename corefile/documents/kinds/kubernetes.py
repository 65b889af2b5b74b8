"""The Corefiles in YAML or JSON: in ConfigMaps, in values for Helm, and under keys of that name.

Importing this module imports PyYAML.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import partial

import yaml

from corefile.documents.kinds.foreign import foreign, whole
from corefile.documents.kinds.misplaced import CUSTOM_SERVER, elsewhere, swallowed, unimported
from corefile.documents.kinds.nested import MAX_TEXTS, find_nested
from corefile.documents.model import Document, Embedded, Kind, Origin, Problem
from corefile.documents.recognise import kind_of_key, reads_as_corefile, reads_as_lines
from corefile.documents.sniff import has_config_map, may_hold_values
from corefile.documents.yaml.fields import TAG, TEXT_TAGS, Entry, fields_of, text_of, value_of
from corefile.documents.yaml.nodes import compose, keys_by_value
from corefile.documents.yaml.scalar import Scalar, decode, string_of
from corefile.text.records import dataclass, replace
from corefile.vocabulary import CUSTOM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corefile.documents.model import About
    from corefile.documents.written import Written
    from corefile.documents.yaml.string import YamlString
    from corefile.text.edits import Edit

__all__ = ["LISTS", "ConfigMapKey", "config_maps", "read_file"]

#: The ConfigMap that managed clusters import parts of their Corefile from.
_CUSTOM = "coredns-custom"

#: A comment of Go's templates.
_REMARK = re.compile(r"\{\{-?\s*/\*.*?\*/\s*-?\}\}", re.DOTALL)

#: The key of a Corefile, with its text below it, or the path of one.
_NAMED = re.compile(
    r"""(?imx)^[ \t-]*+["']?(?:[\w.-]{0,40}core[-_]?(?:file|dns_?conf(?:ig)?)["']?:[ \t]*+
    [|>][-+0-9]{0,2} | path["']?:[ \t]+["']?[\w./-]*Corefile["']?)[ \t]*+\r?$"""
)

#: Kinds of lists, and whether their items are ConfigMaps unsaid.
LISTS = {"List": False, "ConfigMapList": True}

_NOT_TEXT = {
    TAG + "map": "a mapping",
    TAG + "seq": "a list",
    TAG + "int": "a number",
    TAG + "float": "a number",
    TAG + "bool": "a true/false value",
}

_EMPTY = (
    "The key {key} has no value: Kubernetes stores an empty text or drops the key, and CoreDNS"
    " finds no configuration here. Write `{key}: |` and put the text, indented, on the lines"
    " below."
)
_WRONG = (
    "The value of {key} is {what}, not text: Kubernetes refuses this ConfigMap, so CoreDNS never"
    " sees it. Write `{key}: |` and put the text, indented, on the lines below."
)
_KEYLESS = (
    "The text below `data:` has no key: Kubernetes refuses this ConfigMap, so CoreDNS never sees"
    " it. Write `NAME.server: |` below `data:`, and indent the text deeper than that key."
)
_REPEATED = (
    "The key {key} is in this ConfigMap more than once: Kubernetes keeps the last one only, or"
    " refuses the file. Keep one, and put everything that should be in it there."
)


@dataclass(frozen=True, slots=True)
class ConfigMapKey(Origin):
    """A key of a ConfigMap in a manifest."""

    #: Nothing: it can be edited.
    read_only = ""

    #: The ConfigMap, as `NAMESPACE/NAME` as far as they are given.
    config_map: str
    #: Its key there.
    key: str
    #: Its value.
    string: YamlString
    #: Whether other keys, which are not Corefiles, have its text by an alias.
    is_shared: bool = False

    @property
    def title(self) -> str:
        """Where it is, in words ("ConfigMap kube-system/coredns, key Corefile")."""
        owner = f"ConfigMap {self.config_map}" if self.config_map else "ConfigMap"
        return f"{owner}, key {self.key}"

    def write(self, file: str, corefile: Embedded, edits: Sequence[Edit]) -> Written:
        """Turn edits of the Corefile into edits of the string. Raises Unwritable."""
        # Needed for edits only.
        from corefile.documents.yaml.writing import in_string  # noqa: PLC0415

        return in_string(file, self.string, edits)


def something_else(string: YamlString, kind: Kind) -> Iterator[Problem]:
    """Yield the problem of a text that is meant for a Corefile and plainly something else."""
    problem = foreign(string.text) if kind == "corefile" else None
    if problem is not None:
        start, end = string.map.span(problem.offset, problem.end)
        yield replace(problem, offset=start, end=end)


def is_spare(owner: str, key: str, node: yaml.Node) -> bool:
    """Tell whether a key is but a place for lines to come, with comments in it alone."""
    if key != "Corefile" or not owner.endswith(_CUSTOM) or not isinstance(node, yaml.ScalarNode):
        return False
    lines = _REMARK.sub("", node.value).splitlines()
    return all(line.strip()[:1] in ("", "#") for line in lines)


def read_file(text: str, name: str, _: str = "", texts: int = MAX_TEXTS) -> Document:
    """Find the Corefiles in a manifest, and in so many texts in texts of it. Never raises."""
    problem = whole(text)
    if problem is not None:
        return Document(name, text, (), (problem,))
    stream = compose(text)
    reader = _Reader(text, stream.parsed)
    for root in stream.roots:
        for config_map in config_maps(root):
            reader.add(config_map)
    inner = partial(read_file, texts=texts - 1) if texts else None
    nested = find_nested(stream, text, reader, inner)
    if "*" in text:
        reader.mark_shared(stream.roots)
    if may_hold_values(text):
        from corefile.documents.kinds.helm.chart import find_values  # noqa: PLC0415 - for few files
        from corefile.documents.kinds.helm.replaced import without_cluster  # noqa: PLC0415

        values = [*find_values(stream, text)]
        made = [found.corefile for found in values]
        reader.corefiles += made
        reader.problems += (problem for found in values for problem in found.problems)
        reader.problems += without_cluster(stream.roots, made, text)
    if nested.corefiles:
        reader.corefiles += nested.corefiles
        reader.corefiles.sort(key=lambda item: item.map.outer(0))
    reader.problems += nested.problems
    slips = [each for each in (*reader.problems, *stream.problems) if each.about == "text"]
    if inner is not None and any(each.edits for each in slips):
        from corefile.documents.kinds.meant import corefiles_meant  # noqa: PLC0415 - for few files

        known = {item.map.outer(0) for item in reader.corefiles}
        meant = corefiles_meant(text, slips, lambda text: inner(text, name))
        reader.corefiles += (item for item in meant if item.map.outer(0) not in known)
        reader.corefiles.sort(key=lambda item: item.map.outer(0))
    reader.problems += reader.unimported()
    if reader.corefiles or has_config_map(text) or may_hold_values(text) or _NAMED.search(text):
        # Else it is not known to be for CoreDNS at all.
        reader.problems += stream.problems
    problems = sorted(reader.problems, key=lambda problem: problem.offset)
    return Document(name, text, tuple(reader.corefiles), tuple(problems))


class _Reader:
    """Collects the Corefiles and problems of one file."""

    def __init__(self, text: str, parsed: str) -> None:
        self.corefiles: list[Embedded] = []
        self.problems: list[Problem] = []
        self._text = text
        self._parsed = parsed
        self._decoded: dict[yaml.Node, YamlString] = {}
        self._seen: set[tuple[yaml.Node, Kind]] = set()
        self._config_maps: set[yaml.Node] = set()
        self._read: set[yaml.Node] = set()
        self._unimported: list[Problem] = []
        #: Where problems are, of the first so many.
        self._places: set[int] = set()
        self._told = 0
        #: The keys of Corefiles, and `data`, by what they have for a value; the node of each
        #: Corefile, and what it has around it.
        self._keys: defaultdict[yaml.Node, set[yaml.Node]] = defaultdict(set)
        self._nodes: list[yaml.Node] = []
        self._origins: list[ConfigMapKey] = []
        self._around: defaultdict[yaml.Node, set[yaml.Node]] = defaultdict(set)

    def add(self, config_map: yaml.MappingNode, *, is_part: bool = False) -> None:
        """Add what a ConfigMap holds for CoreDNS; it may be a part of something else."""
        if config_map in self._config_maps:
            return
        self._config_maps.add(config_map)
        fields = fields_of(config_map)
        if not is_part:
            self._judge(fields)
        data = value_of(fields, "data")
        if not isinstance(data, yaml.MappingNode):
            return
        self.problems.extend(_repeated(data))
        self._keys[data].add(fields["data"][0])
        for owner_key, merged in _merges(data):
            self._keys[merged].add(owner_key)
        self._add_keys(data, _owner(fields))

    def add_loose(self, mapping: yaml.MappingNode, keys: dict[str, Entry]) -> None:
        """Add those of a mapping's own keys to import, which may be of a ConfigMap or not."""
        loose = {key: entry for key, entry in keys.items() if _is_loose(key, entry)}
        if loose and mapping not in self._keys:
            self._keys[mapping] = set()
            self._add_keys(mapping, "", loose)

    def _add_keys(
        self, data: yaml.MappingNode, owner: str, keys: dict[str, Entry] | None = None
    ) -> None:
        """Add the keys of a ConfigMap that are for CoreDNS; `keys` are those to look at."""
        for key, (key_node, node, in_braces) in (keys or fields_of(data)).items():
            kind = "override" if is_spare(owner, key, node) else _own_kind(key, owner)
            if kind is None:
                continue
            if isinstance(node, yaml.ScalarNode) and node.tag in TEXT_TAGS:
                self._keys[node].add(key_node)
                self._around[node].add(data)
                # One text used in several places by aliases is written, so shown, once.
                self._read.add(node)
                if (node, kind) not in self._seen:
                    self._seen.add((node, kind))
                    string = self._decode(node, key_node, in_braces)
                    swallows = swallowed(string, self._text, key_node, in_braces=in_braces)
                    inside = [*swallows, *something_else(string, kind)]
                    if inside:
                        self.problems += inside
                        continue
                    origin = ConfigMapKey(owner, key, string)
                    self.corefiles.append(Embedded(string.text, kind, string.map, origin))
                    self._origins.append(origin)
                    self._nodes.append(node)
            else:
                self.problems.extend(_not_text(key, key_node, node))

    def _judge(self, fields: dict[str, Entry]) -> None:
        """Find what keeps keys of a ConfigMap from CoreDNS."""
        self.problems.extend(elsewhere(fields, self._text))
        data = value_of(fields, "data")
        if isinstance(data, yaml.ScalarNode):
            self.problems.extend(_keyless(fields, data, self._text))
        if isinstance(data, yaml.MappingNode) and _owner(fields).rpartition("/")[2] == CUSTOM:
            self._unimported += unimported(fields_of(data))

    def has(self, key: yaml.ScalarNode, node: yaml.ScalarNode) -> bool:
        """Tell whether the value of a key is read already, or why it cannot be is said."""
        while self._told < len(self.problems):
            self._places.add(self.problems[self._told].offset)
            self._told += 1
        return node in self._read or key.start_mark.index in self._places

    def unimported(self) -> list[Problem]:
        """Return the keys that are not imported, where no Corefile is there to say what is."""
        has_corefile = any(item.kind == "corefile" for item in self.corefiles)
        return [] if has_corefile else self._unimported

    def mark_shared(self, roots: Sequence[yaml.Node]) -> None:
        """Mark the Corefiles whose text, or all of whose ConfigMap's data, has other keys too."""
        others = {
            node
            for node, keys in keys_by_value(roots).items()
            if node in self._keys and not keys <= self._keys[node]
        }
        for number, node in enumerate(self._nodes):
            if not others.isdisjoint((node, *self._around[node])):
                origin = replace(self._origins[number], is_shared=True)
                self.corefiles[number] = replace(self.corefiles[number], origin=origin)

    def _decode(self, node: yaml.ScalarNode, key: yaml.ScalarNode, in_braces: bool) -> YamlString:
        if node not in self._decoded:
            start, end = node.start_mark.index, node.end_mark.index
            scalar = Scalar(start, end, node.style, node.value)
            decoded = decode(scalar, self._parsed, self._text)
            # What an alias stands for is written above it, under some other key.
            is_here = key.end_mark.index <= start
            parent = key.start_mark.column if is_here and not in_braces else None
            self._decoded[node] = string_of(scalar, self._parsed, parent, *decoded)
        return self._decoded[node]


def _is_loose(key: str, entry: Entry) -> bool:
    """Tell whether a key, of whatever mapping, has a text for a Corefile to import."""
    node = entry[1]
    if not isinstance(node, yaml.ScalarNode) or node.tag not in TEXT_TAGS:
        return False
    if key.endswith(".override"):
        return reads_as_lines(str(node.value))
    return key.endswith(".server") and reads_as_corefile(str(node.value), may_be_open=True)


def _own_kind(key: str, owner: str) -> Kind | None:
    """Tell what a key is for CoreDNS; other programs have keys with such endings too."""
    if owner.rpartition("/")[2] == CUSTOM and key.endswith(CUSTOM_SERVER):
        return "server"
    ours = key.startswith("Corefile") or "coredns" in owner or not owner
    return kind_of_key(key) if ours else None


def config_maps(root: yaml.Node) -> Iterator[yaml.MappingNode]:
    """Yield the ConfigMaps of a document: itself, or the items of the lists it is made of."""
    seen: set[yaml.Node] = set()
    waiting = [(root, False)]
    while waiting:
        node, is_config_map = waiting.pop()
        if node in seen or not isinstance(node, yaml.MappingNode):
            continue
        seen.add(node)
        fields = fields_of(node)
        kind = text_of(fields, "kind")
        if kind == "ConfigMap" or (is_config_map and kind is None):
            yield node
        elif kind in LISTS:
            items = value_of(fields, "items")
            if isinstance(items, yaml.SequenceNode):
                waiting.extend((item, LISTS[kind]) for item in reversed(items.value))


def _owner(fields: dict[str, Entry]) -> str:
    """Name the ConfigMap by its namespace and name, as far as its metadata does."""
    metadata = value_of(fields, "metadata")
    named = fields_of(metadata) if isinstance(metadata, yaml.MappingNode) else {}
    parts = [text_of(named, key) for key in ("namespace", "name")]
    return "/".join(part for part in parts if part and part.isprintable())


def _merges(data: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    """Yield what is merged into the data of a ConfigMap, each with the key or list that says so."""
    for key, value in data.value:
        if key.tag == TAG + "merge":
            yield key, value
            if isinstance(value, yaml.SequenceNode):
                yield from ((value, item) for item in value.value)


def _repeated(data: yaml.MappingNode) -> Iterator[Problem]:
    """Yield a problem at every use of a key for CoreDNS after its first."""
    seen: set[str] = set()
    for key, _ in data.value:
        if not isinstance(key, yaml.ScalarNode) or kind_of_key(key.value) is None:
            continue
        if key.value in seen:
            yield _problem(key, _REPEATED.format(key=_shown(key.value)), "key")
        seen.add(key.value)


def _keyless(fields: dict[str, Entry], data: yaml.ScalarNode, text: str) -> Iterator[Problem]:
    """Yield the problem of a Corefile that is all of the data of a ConfigMap."""
    written = text[data.start_mark.index : data.end_mark.index].lstrip("|>+-0123456789")
    is_text = data.tag == TAG + "str" and ":|" not in written
    if is_text and _owner(fields).endswith(_CUSTOM) and reads_as_corefile(written):
        yield _problem(fields["data"][0], _KEYLESS, "value")


def _not_text(key: str, key_node: yaml.ScalarNode, node: yaml.Node) -> Iterator[Problem]:
    """Yield the problem of a value that is not text, at its key."""
    if node.tag == TAG + "null":
        yield _problem(key_node, _EMPTY.format(key=_shown(key)), "value")
    elif node.tag in _NOT_TEXT:
        wrong = _WRONG.format(key=_shown(key), what=_NOT_TEXT[node.tag])
        yield _problem(key_node, wrong, "value")


def _problem(node: yaml.Node, message: str, about: About) -> Problem:
    return Problem(node.start_mark.index, node.end_mark.index, message, about=about)


def _shown(key: str) -> str:
    return key if key.isprintable() else ascii(key)
