"""The Corefile that the Helm chart of CoreDNS makes of its values.

The chart (github.com/coredns/helm, charts/coredns/templates/configmap.yaml) writes a server block
for each of the `servers`, and in it a line for each of the `plugins`. The text here is the one
that it writes, and every character has the place of the value it comes from; what the chart itself
adds is where the plugin or the server does.

The chart of k8s_gateway (charts/k8s-gateway/templates/configmap.yaml) writes its `extraZonePlugins`
in the same way, into a server block of its own.

Values are a file of their own, those of a chart around this one, or a part of what installs charts:
`HelmRelease` of Flux, `HelmChartConfig` of k3s and RKE2, `Application` of Argo CD. They are
known by their shape. Importing this module imports PyYAML.
"""

from __future__ import annotations

import yaml

from corefile.documents.kinds.helm.folder import chart_problem, find_folder, zone_file_problems
from corefile.documents.kinds.helm.origin import DeepValues, HelmValues
from corefile.documents.kinds.helm.places import (
    block_extent,
    block_slot,
    plugin_extent,
    server_slot,
    slot_above,
    slot_below,
)
from corefile.documents.kinds.helm.printing import decoded, is_true, printed, string_at
from corefile.documents.kinds.helm.shape import (
    GATEWAY,
    NO_NAME,
    NO_PORT,
    PLUGIN,
    SERVER,
    are_values,
    gateway_plugins,
    missing_zone,
    not_mapping,
    not_text,
    unread_keys,
    zones_of,
)
from corefile.documents.model import Embedded, Piece, Problem
from corefile.documents.sniff import may_hold_values
from corefile.documents.yaml.fields import TEXT_TAGS, fields_of, value_of
from corefile.documents.yaml.nodes import compose, small_roots
from corefile.text.edits import Edit
from corefile.text.offsets import MappedText
from corefile.text.records import dataclass, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from corefile.documents.kinds.helm.values import Extent, Slot
    from corefile.documents.yaml.fields import Entry
    from corefile.documents.yaml.nodes import Stream
    from corefile.documents.yaml.string import YamlString
    from corefile.text.offsets import OffsetMap

__all__ = ["Found", "find_values"]

_MAX_DEPTH = 12

#: How deep values may be in texts in texts: an application that installs another has two.
_MAX_TEXTS = 5

#: Under these keys the values are text, YAML in YAML.
_AS_TEXT = frozenset(("values", "valuesContent"))

#: How many spaces are before the lines of a block in the Corefile.
_INDENT = 8

#: A node that may hold values: with the keys that lead to it, and its own key and value.
_Waiting = tuple[yaml.Node, tuple[str, ...], "Entry | None"]


@dataclass(frozen=True, slots=True)
class Found:
    """What values hold: a Corefile, and what keeps parts of it from reaching CoreDNS."""

    corefile: Embedded
    problems: tuple[Problem, ...]


def find_values(stream: Stream, text: str, texts: int = _MAX_TEXTS) -> Iterator[Found]:
    """Yield what the values in a YAML file hold, and in so many texts in texts.

    There are none where aliases stand for far more than the file.
    """
    seen: set[yaml.Node] = set()
    waiting: list[_Waiting] = [(root, (), None) for root in reversed(small_roots(stream, text))]
    while waiting:
        node, path, entry = waiting.pop()
        if node in seen or len(path) > _MAX_DEPTH:
            continue
        seen.add(node)
        if isinstance(node, yaml.SequenceNode):
            waiting += [(item, path, None) for item in reversed(node.value)]
        elif isinstance(node, yaml.MappingNode):
            fields = fields_of(node)
            lines = gateway_plugins(fields)
            if are_values(fields):
                yield _Chart(text, stream.parsed, path).found(fields)
            elif lines is not None:
                yield _Chart(text, stream.parsed, (*path, GATEWAY)).lines(lines)
            else:
                members = [(value[1], (*path, key), value) for key, value in fields.items()]
                waiting += reversed(members)
        elif texts and entry and path[-1] in _AS_TEXT and may_hold_values(node.value):
            inner, places = decoded(node, stream.parsed, text)
            within = string_at(entry, stream.parsed, inner, places)
            found_there = find_values(compose(inner), inner, texts - 1)
            yield from (_outside(found, within, path) for found in found_there)


def _outside(found: Found, within: YamlString, path: tuple[str, ...]) -> Found:
    """Return what values that are written as text hold, with its places in the file."""
    places = within.map
    corefile = found.corefile.each(lambda item: replace(item, map=item.map.through(places)))
    keys = ".".join(path)
    origin = corefile.origin
    if isinstance(origin, HelmValues) and origin.within is None:
        origin = replace(origin, path=keys, within=within)
    else:
        origin = DeepValues(keys)
    problems = (problem.at(places) for problem in found.problems)
    return Found(replace(corefile, origin=origin), tuple(problems))


class _Chart:
    """Writes the Corefile of some values as the chart's template does."""

    def __init__(self, text: str, parsed: str, path: tuple[str, ...]) -> None:
        self._text = text
        self._parsed = parsed
        self._path = path
        self._corefile = MappedText(text)
        self._pieces: list[Piece] = []
        self._slots: list[Slot | None] = []
        self._extents: list[Extent | None] = []
        self._problems: list[Problem] = []

    def found(self, fields: dict[str, Entry]) -> Found:
        """Write what the template writes."""
        self._extra(value_of(fields, "extraConfig"))
        servers = value_of(fields, "servers")
        if isinstance(servers, yaml.SequenceNode):
            for server in servers.value:
                start = self._corefile.size
                self._server(server)
                is_last = server is servers.value[-1]
                end = self._corefile.size - is_last  # nothing is after the last brace
                extent = plugin_extent(start, end, servers, server, self._text)
                self._extents.append(extent)
            self._slots.append(server_slot(self._corefile.size - 1, servers, self._text))
        text = self._corefile.text().rstrip("\n")  # the block is written with `|-`
        origin = HelmValues(
            ".".join(self._path),
            tuple(self._pieces),
            tuple(slot for slot in self._slots if slot),
            tuple(extent for extent in self._extents if extent),
        )
        folder = find_folder(fields, self._text, self._parsed)
        corefile = Embedded(text, "corefile", self._corefile.map(), origin, folder)
        self._problems += zone_file_problems(fields, self._text, self._parsed)
        return Found(corefile, tuple(self._problems))

    def lines(self, plugins: yaml.SequenceNode) -> Found:
        """Write lines for a server block that the chart of another server makes."""
        for plugin in plugins.value:
            self._plugin(plugin)
        origin = HelmValues(".".join(self._path), tuple(self._pieces))
        corefile = Embedded(self._corefile.text(), "override", self._corefile.map(), origin)
        return Found(corefile, tuple(self._problems))

    def _extra(self, node: yaml.Node | None) -> None:
        """Write `extraConfig`: a line for each key, in the order of the alphabet."""
        members = fields_of(node) if isinstance(node, yaml.MappingNode) else {}
        for _, (key, value, _) in sorted(members.items()):
            self._copy(key)
            options = fields_of(value) if isinstance(value, yaml.MappingNode) else {}
            self._after_blank(options.get("parameters"), key)
            self._made("\n", key)

    def _server(self, server: yaml.MappingNode) -> None:
        fields = fields_of(server)
        zones = zones_of(fields)
        for index, zone in enumerate(zones):
            self._made(" " if index else "", zone)
            self._zone(zone)
        if not zones:
            self._made(".", server)
        port = value_of(fields, "port")
        # What is glued to the brace, or what the chart writes for zones, is here.
        above = zones[-1] if zones else server.value[0][0]
        unread = dict(unread_keys(server, SERVER, above))
        self._problems += unread.values()
        if is_true(port):
            self._made(":", port)
            self._put(fields["port"])
            self._made(" ", port)
        elif "port" not in unread:
            written = self._corefile.line().split() or ["."]
            is_root = written[-1].rpartition("/")[2] == "."
            does = "refuses the Corefile" if is_root else "serves a zone of that name"
            message = NO_PORT.format(word=written[-1] + "{", does=does)
            key = server.value[0][0]
            self._problems.append(
                chart_problem(key, message, over=above, around=server, remedy=_with_port(server))
            )
        self._made("{", server)
        plugins = value_of(fields, "plugins")
        if isinstance(plugins, yaml.SequenceNode):
            for plugin in plugins.value:
                if not isinstance(plugin, yaml.MappingNode):
                    self._problems.append(not_mapping(plugin, "plugin", "name"))
                    continue
                start = self._corefile.size + 1
                self._slots.append(slot_above(start, plugins, plugin, self._text))
                self._plugin(plugin)
                extent = plugin_extent(start, self._corefile.size + 1, plugins, plugin, self._text)
                self._extents.append(extent)
            self._slots.append(slot_below(self._corefile.size + 1, plugins, self._text))
        self._made("\n}\n", server)

    def _zone(self, zone: yaml.Node) -> None:
        if not isinstance(zone, yaml.MappingNode):
            self._problems.append(not_mapping(zone, "zone", "zone"))
            self._made(".", zone)
            return
        fields = fields_of(zone)
        scheme, name = value_of(fields, "scheme"), value_of(fields, "zone")
        if is_true(scheme):
            self._put(fields["scheme"])
        if is_true(name):
            self._put(fields["zone"])
            return
        self._made(".", zone)
        if "zone" not in fields:
            self._problems += missing_zone(zone)

    def _plugin(self, plugin: yaml.MappingNode) -> None:
        fields = fields_of(plugin)
        block = fields.get("configBlock")
        unread = dict(unread_keys(plugin, PLUGIN, plugin))
        self._problems += unread.values()
        self._made("\n    ", plugin)
        if "name" in fields:
            self._put(fields["name"])
        elif "name" not in unread:
            node = plugin.value[0][0] if plugin.value else plugin
            self._problems.append(chart_problem(node, NO_NAME))
        self._after_blank(fields.get("parameters"), plugin)
        if block is not None and is_true(block[1]):
            start = self._corefile.size
            self._made(" {", block[1])
            self._lines(block)
            self._made("\n    }", plugin)
            self._extents.append(block_extent(start, self._corefile.size, *block[:2], self._text))
        elif block is None:
            self._slots.append(block_slot(self._corefile.size, plugin, self._text))

    def _after_blank(self, entry: Entry | None, owner: yaml.Node) -> None:
        if entry is not None and is_true(entry[1]):
            self._made(" ", owner)
            self._put(entry)

    def _lines(self, entry: Entry) -> None:
        """Write each line of a value, indented."""
        text, places = self._value(entry[1])
        start, at = self._corefile.size, 0
        for line in text.split("\n"):
            self._made("\n" + " " * _INDENT, entry[1], places.outer(at))
            self._run(text, places, at, at + len(line))
            at += len(line) + 1
        self._piece(start, entry, text, places, _INDENT)

    def _put(self, entry: Entry) -> None:
        """Write a value."""
        text, places = self._value(entry[1])
        start = self._corefile.size
        self._run(text, places, 0, len(text))
        self._piece(start, entry, text, places)

    def _piece(
        self, start: int, entry: Entry, text: str, places: OffsetMap, indent: int = 0
    ) -> None:
        """Remember what was written last as a value."""
        node = entry[1]
        if not isinstance(node, yaml.ScalarNode):
            self._problems.append(not_text(entry[0], node))
        # A number that is written as a text has a tag, which would not suit another text.
        if isinstance(node, yaml.ScalarNode) and (node.tag in TEXT_TAGS or not node.style):
            string = string_at(entry, self._parsed, text, places)
            piece = Piece(start, self._corefile.size, entry[0].value, string, indent)
            self._pieces.append(piece)

    def _copy(self, node: yaml.Node) -> None:
        """Write the text of a key."""
        text, places = self._value(node)
        self._run(text, places, 0, len(text))

    def _run(self, text: str, places: OffsetMap, start: int, end: int) -> None:
        self._corefile.copy_from(text, places, start, end)

    def _made(self, text: str, node: yaml.Node | None, at: int | None = None) -> None:
        """Write characters of the chart's own, which are at a node."""
        if node is not None:
            self._corefile.make(text, node.start_mark.index if at is None else at)

    def _value(self, node: yaml.Node) -> tuple[str, OffsetMap]:
        """Return what a template prints for a value, and the places of its characters."""
        return printed(node, self._parsed, self._text)


def _with_port(server: yaml.MappingNode) -> Edit:
    """Return the edit that gives a server a port."""
    start = server.value[0][0].start_mark
    after = ", " if server.flow_style else "\n" + " " * start.column
    return Edit(start.index, start.index, f"port: 53{after}")
