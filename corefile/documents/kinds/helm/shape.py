"""The shape of values for the Helm chart of CoreDNS, and what the chart does not read or stops at.

What is said of the chart is what Helm 3 and the chart's templates do (configmap.yaml). Importing
this module imports PyYAML.
"""

from __future__ import annotations

import yaml

from corefile.documents.kinds.helm.folder import chart_problem
from corefile.documents.kinds.helm.printing import is_false
from corefile.documents.yaml.fields import fields_of, text_of, value_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from corefile.documents.model import Problem
    from corefile.documents.yaml.fields import Entry

__all__ = [
    "GATEWAY",
    "NO_NAME",
    "NO_PORT",
    "PLUGIN",
    "SERVER",
    "ZONE",
    "are_values",
    "gateway_plugins",
    "missing_zone",
    "not_mapping",
    "not_text",
    "unread_keys",
    "zones_of",
]

#: The plugins beside k8s_gateway, in the values for its own chart.
GATEWAY = "extraZonePlugins"

#: What the chart reads, by what it reads it of.
PLUGIN = ("plugin", ("name", "parameters", "configBlock"))
SERVER = ("server", ("zones", "port", "plugins", "servicePort", "hostPort", "nodePort"))
ZONE = ("zone", ("zone", "scheme", "use_tcp"))

NO_NAME = (
    "This plugin has no `name`: the chart writes an empty line for it, and CoreDNS never sees"
    " it. Write `name:` and, on lines of their own, `parameters:` and `configBlock:`."
)
NO_PORT = (
    "This server has no `port`: the chart then writes the brace and the zone as one word, `{word}`,"
    " and CoreDNS {does}. Write `port: 53`."
)
_NO_ZONE = (
    "The chart does not read `{key}` in a zone: without `zone` the server block serves `.`, all"
    " names. Write `zone:`."
)
_NO_MAPPING = (
    'This {what} is not a mapping: Helm stops at it ("can\'t evaluate field {key}"). Write'
    " `{key}: {value}`."
)
_NO_TEXT = (
    'The value of `configBlock` is {found}, not text: Helm stops at it ("wrong type for value;'
    ' expected string"). Write `configBlock: |-` and the lines, indented, below.'
)
_NO_WORDS = (
    "The value of `{key}` is {found}, not text: the chart writes it as Go shows it, in brackets."
    " Write the words with spaces between them: `{key}: . 192.0.2.1`."
)
_UNREAD = (
    "The chart does not read `{key}` in a {what}: what it says never reaches CoreDNS. Did you mean"
    " `{near}`?"
)

_FOUND = {"tag:yaml.org,2002:seq": "a list", "tag:yaml.org,2002:map": "a mapping"}

#: How alike a key has to be to one that the chart reads.
_ALIKE = 0.6


def are_values(fields: dict[str, Entry]) -> bool:
    """Tell whether a mapping has the shape of the chart's values, and a Corefile comes of it."""
    servers = value_of(fields, "servers")
    if not isinstance(servers, yaml.SequenceNode) or not servers.value:
        return False
    deployment = value_of(fields, "deployment")
    if isinstance(deployment, yaml.MappingNode):
        options = fields_of(deployment)
        enabled, skip = text_of(options, "enabled"), text_of(options, "skipConfig")
        if is_false(enabled or "") or skip == "true":
            return False
    is_its = "extraConfig" in fields or any(map(_is_of_coredns, servers.value))
    return is_its and all(map(_is_server, servers.value))


def gateway_plugins(fields: dict[str, Entry]) -> yaml.SequenceNode | None:
    """Return the plugins that values for the chart of k8s_gateway have; None if none."""
    found = value_of(fields, GATEWAY)
    if not isinstance(found, yaml.SequenceNode) or not found.value:
        return None
    return found if all("name" in fields_of(node) for node in found.value) else None


def _is_server(node: yaml.Node) -> bool:
    """Tell whether the chart can make a server block of a member of `servers`."""
    fields = fields_of(node) if isinstance(node, yaml.MappingNode) else {}
    if not isinstance(value_of(fields, "plugins"), yaml.SequenceNode):
        return False
    if not all(isinstance(zone, yaml.MappingNode) or _is_domain(zone) for zone in zones_of(fields)):
        return False
    has_name = any("name" in fields_of(plugin) for plugin in _plugins(fields))
    return has_name and (not {"zones", "port"}.isdisjoint(fields) or _is_of_coredns(node))


def _is_of_coredns(node: yaml.Node) -> bool:
    """Tell whether a server has what those of other programs have not."""
    fields = fields_of(node) if isinstance(node, yaml.MappingNode) else {}
    members = [zone for zone in zones_of(fields) if isinstance(zone, yaml.MappingNode)]
    keys = {key for each in (*_plugins(fields), *members) for key in fields_of(each)}
    return not keys.isdisjoint(("parameters", "configBlock", *ZONE[1]))


def _plugins(fields: dict[str, Entry]) -> list[yaml.MappingNode]:
    found = value_of(fields, "plugins")
    items = found.value if isinstance(found, yaml.SequenceNode) else []
    return [item for item in items if isinstance(item, yaml.MappingNode)]


def zones_of(fields: dict[str, Entry]) -> list[yaml.Node]:
    """Return the zones of a server."""
    found = value_of(fields, "zones")
    return list(found.value) if isinstance(found, yaml.SequenceNode) else []


def _is_domain(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and "." in node.value


def unread_keys(
    mapping: yaml.MappingNode, kind: tuple[str, tuple[str, ...]], over: yaml.Node
) -> Iterator[tuple[str, Problem]]:
    """Yield each missing key that another is most likely meant for, and the problem of that.

    What is found in the node `over` follows from it; in the mapping, all but errors does. Any other
    key may be there for people, or for other programs.
    """
    what, known = kind
    fields = fields_of(mapping)
    for key, (node, _, _) in fields.items():
        if key in known:
            continue
        from difflib import get_close_matches  # noqa: PLC0415 - seldom needed

        missing = {name.lower(): name for name in known if name not in fields}
        found = get_close_matches(key.lower(), missing, 1, _ALIKE)
        if found:
            near = missing[found[0]]
            message = _UNREAD.format(key=_shown(key), what=what, near=near)
            yield near, chart_problem(node, message, over=over, around=mapping)


def missing_zone(zone: yaml.MappingNode) -> Iterator[Problem]:
    """Yield a problem for the first key of a zone that has no name."""
    for key, (node, _, _) in fields_of(zone).items():
        if key not in ZONE[1]:
            yield chart_problem(node, _NO_ZONE.format(key=_shown(key)))
            break


def not_mapping(node: yaml.Node, what: str, key: str) -> Problem:
    """Make the problem of a member of `zones` or `plugins` that is not a mapping."""
    value = node.value if isinstance(node, yaml.ScalarNode) and node.value.isprintable() else "…"
    return chart_problem(node, _NO_MAPPING.format(what=what, key=key, value=value), fatal=True)


def not_text(key: yaml.ScalarNode, node: yaml.Node) -> Problem:
    """Make the problem of a value that is not a scalar."""
    is_block = key.value == "configBlock"
    message = _NO_TEXT if is_block else _NO_WORDS
    found = _FOUND.get(node.tag, "something else")
    return chart_problem(key, message.format(key=_shown(key.value), found=found), fatal=is_block)


def _shown(key: str) -> str:
    return key if key.isprintable() else ascii(key)
