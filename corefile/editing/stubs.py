"""Stub domains: zones that other DNS servers know, each in a server block of its own."""

from collections.abc import Iterator, Mapping, Sequence

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import (
    DEFAULT_PORTS,
    ZoneAddress,
    is_subdomain,
    key_addresses,
    normalize,
    split_transport,
    split_zone_port,
)
from corefile.coredns.model.config import Server as TypedServer
from corefile.coredns.model.trace import Prepared
from corefile.coredns.plugins.forward import Forward
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.editing.adding import content, fill
from corefile.editing.asking import asked, prepared
from corefile.editing.editor import Editor
from corefile.editing.errors import NotFound, Refused
from corefile.editing.handles import Server
from corefile.editing.keys import VARIABLE
from corefile.editing.quoting import Word, text_of
from corefile.editing.recipes import set_upstreams
from corefile.go.errors import Invalid
from corefile.syntax.tree import Token
from corefile.text.brief import Brief
from corefile.text.records import dataclass

__all__ = [
    "Stub",
    "add_stub_domain",
    "answered_as_before",
    "hidden_by",
    "key_for",
    "remove_stub_domain",
    "stub_domains",
]

#: The plugins that a new server block has as the one for all names has them.
COPIED = ("bind", "errors", "cache", "loop")
#: What it has where nothing serves all names.
USUAL: tuple[tuple[Word, ...], ...] = (("errors",), ("cache", 30))
#: The plugin that it has too where the transport is not plain DNS, which has no use for it.
ENCRYPTS = "tls"
#: Characters that no zone has, besides those that cannot be seen.
STRANGE = frozenset(" #,;@=(){}\"'")
#: What stands for any name below a zone.
FRESH = "a-name-below."


@dataclass(frozen=True, slots=True)
class Stub(Brief):
    """A zone that other DNS servers know."""

    #: As the key is written, port included.
    zone: str
    #: As they are written.
    upstreams: tuple[str, ...]
    #: The server block, to be changed.
    server: Server

    @property
    def is_shared(self) -> bool:
        """Whether its server block has other zones too."""
        return has_others(self.server, self.zone)


def stub_domains(editor: Editor) -> list[Stub]:
    """Return the zones, other than the root, whose server block does nothing but `forward` all."""
    found = []
    typed = typed_servers(prepared(editor.tree, editor.build))
    for server in editor.servers:
        forwards = [line for line in server.plugins("forward") if line.args[:1] == ["."]]
        if len(forwards) == 1 and not answers_itself(typed, server):
            upstreams = tuple(forwards[0].args[1:])
            found += [Stub(key, upstreams, server) for key in server.keys if zone_of(key) != "."]
    return found


def answers_itself(typed: Mapping[Token, TypedServer], server: Server) -> bool:
    """Tell whether a server block has plugins that answer, beside `forward`."""
    own = next((typed[key] for key in server.node.keys if key in typed), None)
    if own is None:
        return True
    return any(p.role == "answers" and not isinstance(p, Forward) for p in own.plugins)


def typed_servers(ready: Prepared) -> dict[Token, TypedServer]:
    """Return the server blocks as CoreDNS understands them, by their keys in the tree."""
    return {key.token.token: server for server in ready.config.servers for key in server.keys}


def add_stub_domain(editor: Editor, zone: Word, *upstreams: Word) -> Server:
    """Have the names of a zone looked up elsewhere, in a server block of their own.

    Unless the zone is given with a port or a scheme, it is served as all names are, on the usual
    port if they are there; `answered_as_before` says where they are too. The `bind`, `errors`,
    `cache` and `loop` of their server block are copied, and its `tls` where that is used. If the
    zone has a server block already, the upstreams there are changed. Raises Refused without an
    upstream, for a text that is not a zone, for the zone of the cluster, and for one whose
    server block has other zones too; `hidden_by` says what else is no longer asked.
    """
    key = key_for(editor, zone)
    zone = text_of(zone)
    with editor.atomic():
        for server in editor.find_servers(key):
            if has_others(server, zone):
                raise Refused(f"the server block `{' '.join(server.keys)}` has other zones too")
            set_upstreams(server, *upstreams)
            return server
        ready = prepared(editor.tree, editor.build)
        refuse_cluster(ready, zone)
        root = root_server(editor, key)
        server = editor.add_server(key)
        if root is None:
            server.extend(USUAL)
        else:
            own = () if split_transport(key)[0] == "dns" else (ENCRYPTS,)
            copy_lines(editor, root, server, (*own, *COPIED))
        set_upstreams(server, *upstreams)
        return server


def remove_stub_domain(editor: Editor, zone: Word) -> None:
    """Have the names of a zone looked up as all others again.

    Raises NotFound where it has no server block, and Refused where that answers names itself, is
    for a larger network, or for a text that is not a zone.
    """
    zone = text_of(zone)
    wanted = {address.zone for address in addresses_of(zone)}
    stubs = stub_domains(editor)
    found = [stub for stub in stubs if zones_of(stub.zone) <= wanted]
    if not found:
        servers = editor.find_servers(zone, any_port=True)
        for stub in stubs:
            if stub.server in servers:
                raise Refused(f"`{zone}` is only a part of `{stub.zone}`")
        if servers:
            raise Refused(
                f"the server block for `{zone}` does more than forward: remove it by hand"
            )
        raise NotFound(f"there is no stub domain `{zone}`")
    with editor.atomic():
        for stub in found:
            if len(stub.server.keys) == 1:
                stub.server.remove()
            else:
                stub.server.keys.remove(stub.zone)


def has_others(server: Server, zone: str) -> bool:
    """Tell whether a server block has zones besides one."""
    return any(not zones_of(key) <= zones_of(zone) for key in server.keys)


def zones_of(key: str) -> set[str]:
    """Return the zones that a key stands for; none for one that CoreDNS refuses."""
    try:
        return {address.zone for address in key_addresses(key)}
    except Invalid:
        return set()


def zone_of(key: str) -> str:
    """Return the first of the zones that a key stands for; empty for one that is not known."""
    return min(zones_of(key), default="")


def addresses_of(zone: str) -> list[ZoneAddress]:
    """Return what a zone stands for as a key. Raises Refused for a text that is not a zone."""
    plain = VARIABLE.sub("", zone)
    for character in plain:
        if character in STRANGE or not character.isprintable():
            raise Refused(f"`{zone}` is not a zone: no zone has {character!r}")
    try:
        return key_addresses(zone)
    except Invalid as problem:
        raise Refused(f"`{zone}` is not a zone: {problem}") from None


def key_for(editor: Editor, zone: Word) -> str:
    """Return a zone as a key that is served where queries for all names arrive. Raises Refused."""
    zone = text_of(zone)
    addresses_of(zone)
    if zone_of(zone) == ".":
        raise Refused("the root is not a stub domain: change its `forward` instead")
    transport, port = place_of(zone)
    if port or transport != "dns":
        return zone
    places = [place_of(key) for server in editor.servers for key in server.keys if is_root(key)]
    plain = [place for place in places if place[0] == "dns"]
    usual = [place for place in plain if place[1] in ("", DEFAULT_PORTS["dns"])]
    for transport, port in (usual or plain or places)[:1]:
        scheme = "" if transport == "dns" else f"{transport}://"
        return f"{scheme}{zone}:{port}" if port else f"{scheme}{zone}"
    return zone


def place_of(key: str) -> tuple[str, str]:
    """Return the transport of a key and its port, which may be a variable; "" for none."""
    transport, rest = split_transport(key)
    tail = rest.rpartition(":")[2]
    return transport, tail if VARIABLE.fullmatch(tail) else split_zone_port(rest)[1]


def is_root(key: str) -> bool:
    """Tell whether a key is for all names."""
    head, _, tail = split_transport(key)[1].rpartition(":")
    return head == "." if VARIABLE.fullmatch(tail) else zones_of(key) == {"."}


def root_server(editor: Editor, key: str) -> Server | None:
    """Return the server block for all names on the port of a key, if there is just one."""
    transport, port = place_of(key)
    found = editor.find_servers(f"{transport}://.:{port}" if port else f"{transport}://.")
    return found[0] if len(found) == 1 else None


def answered_as_before(editor: Editor, zone: Word) -> list[str]:
    """Return the keys for all names on other ports and transports than `add_stub_domain` chooses.

    Queries that come there do not come to the server block of the zone.
    """
    key = key_for(editor, zone)
    if place_of(text_of(zone)) == place_of(key) != ("dns", ""):
        return []  # chosen by the caller
    transport, port = place_of(key)
    own = transport, port or DEFAULT_PORTS[transport]
    roots = [key for server in editor.servers for key in server.keys if is_root(key)]
    places = [(key, *place_of(key)) for key in roots]
    return [key for key, by, at in places if (by, at or DEFAULT_PORTS[by]) != own]


def copy_lines(editor: Editor, root: Server, server: Server, names: Sequence[str]) -> None:
    """Give a server block the lines of these plugins that another one has."""
    imported = {word for line in root.imports for word in line.args[:1]}
    bodies = [root, *(snippet for snippet in editor.snippets if snippet.name in imported)]
    lines = [line for body in bodies for line in body.plugins() if line.name in names]
    for line in sorted(lines, key=lambda line: names.index(line.name)):
        kind, rows = plugin_class(line.name), content(line.node)
        (_, (name, *args)), *rest = rows if kind is None else kind.as_for_all(rows)
        fill(server.append(name, *args), rest)


def refuse_cluster(ready: Prepared, key: str) -> None:
    """Raise Refused for a zone with all names of the cluster, or all of its services or pods.

    What is below those is taken from the cluster on purpose: a namespace of another cluster.
    """
    for zone in zones_of(key):
        for server in asked(ready, FRESH + zone):
            for own in (z.name for kubernetes in server.all(Kubernetes) for z in kubernetes.zones):
                taken = is_subdomain(zone, own) or zone in (f"svc.{own}", f"pod.{own}")
                if taken and own != "." and not is_subdomain("arpa.", own):
                    raise Refused(
                        f"`{own.removesuffix('.')}` is the zone of the cluster, and a server block "
                        f"for `{key}` would take names of it from `kubernetes`"
                    )


def hidden_by(editor: Editor, zone: Word) -> list[str]:
    """Return what is not asked any more once a zone has a server block, in words.

    These are the names and zones below it that lines of other server blocks are about, and the
    plugins there that change or answer queries for any name.
    """
    ready = prepared(editor.tree, editor.build)
    found: dict[str, None] = {}
    for own in zones_of(text_of(zone)):
        for server in asked(ready, FRESH + own):
            keys = {address.zone for address in server.addresses}
            if own not in keys:
                found |= dict.fromkeys(mentioned(server, own))
                found |= dict.fromkeys(plugins_met(ready, server, own))
    return list(found)


def plugins_met(ready: Prepared, server: TypedServer, zone: str) -> Iterator[str]:
    """Yield the plugins that any name below a zone meets, other than those that ask others."""
    ends = {
        end.by
        for kind in ("A", "AAAA")
        for way in ready.trace(Query(FRESH + zone, kind)).ways
        if way.choice.server is server
        for end in way.ends
    }
    for plugin in server.plugins:
        if plugin.role == "answers":
            is_met = plugin.sends_to == "nobody" and plugin.name in ends
        else:
            told = plugin.mentions(lambda name: None)
            above = any(is_subdomain(normalize(each), zone) for each in told.zones)
            is_met = plugin.role == "changes" and (above or not (told.names or told.zones))
        if is_met:
            yield plugin.name


def mentioned(server: TypedServer, zone: str) -> Iterator[str]:
    """Yield the names and zones below a zone that the plugins of a server block are about."""
    for plugin in server.plugins:
        if plugin.role in ("answers", "changes"):
            told = plugin.mentions(lambda name: None)
            for name in dict.fromkeys((*told.names, *told.zones)):
                if is_subdomain(zone, normalize(name)):
                    yield f"{plugin.name} {name.removesuffix('.')}"
