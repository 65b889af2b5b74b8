"""The table of `hosts`: who is in it, put in, changed and taken out (plugin/hosts/setup.go)."""

from collections.abc import Iterable, Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import fqdn, is_domain_name, is_ip, normalize
from corefile.coredns.plugins.hosts import Hosts
from corefile.editing.asking import prepared, why_not
from corefile.editing.editor import Editor
from corefile.editing.errors import Refused
from corefile.editing.handles import Line, Server, SnippetBlock
from corefile.editing.quoting import Word, texts_of
from corefile.go.net import parse_ip
from corefile.text.brief import Brief
from corefile.text.records import dataclass

__all__ = ["Host", "add_host", "holder_of", "hosts", "remove_host", "set_host"]

Address = IPv4Address | IPv6Address

#: Characters that end a word or a line of the table, or that no name of a host has.
STRANGE = frozenset(" \t\r\n\v\f#:/,;@=(){}\"'")


@dataclass(frozen=True, slots=True)
class Host(Brief):
    """A line of the table."""

    #: Without the zone of an IPv6 address; one of IPv4 that is written as IPv6 is of IPv4.
    address: Address
    #: As they are written.
    names: tuple[str, ...]
    #: The line itself, to be changed.
    line: Line

    def has(self, name: str) -> bool:
        """Tell whether the line has a name, as DNS compares names."""
        return normalize(name) in map(normalize, self.names)


def hosts(server: Server | SnippetBlock) -> list[Host]:
    """Return the tables of all `hosts` of a server block or snippet."""
    return [host for plugin in server.plugins("hosts") for host in table(plugin)]


def table(plugin: Line) -> Iterator[Host]:
    """Yield the lines of a table. CoreDNS passes over those that begin with no address."""
    for line in plugin.properties():
        found = address_of(line.name)
        if found is not None and line.name not in Hosts.specs():
            yield Host(found, tuple(line.args), line)


def add_host(
    server: Server | SnippetBlock, address: Word, *names: Word, anyway: bool = False
) -> None:
    """Add an address to names, besides those they have.

    Where there is no `hosts`, it comes into being with a `fallthrough`: without one CoreDNS would
    answer no other name. Raises Refused for what is not an address or not a name, and, unless it is
    to be written `anyway`, where queries for a name never come to the table.
    """
    text, *words = texts_of((address, *names))
    known = checked(text, words)
    with server.atomic():
        put_host(server, known, text, words)
        if not anyway:
            make_sure(server, known, words)


def put_host(
    server: Server | SnippetBlock, known: Address, address: str, names: Sequence[str]
) -> None:
    """Write an address for names into the table."""
    for host in hosts(server):
        if host.address == known:
            missing = [name for name in names if not host.has(name)]
            host.line.args.extend(missing)
            return
    if "hosts" not in server:
        server.add("hosts").append("fallthrough")
    plugin = server.plugin("hosts")
    others = list(table(plugin))
    if others:
        others[-1].line.insert_after(address, *names)
    elif "fallthrough" in plugin:
        # CoreDNS takes no line of the table below it.
        plugin.property("fallthrough").insert_before(address, *names)
    else:
        plugin.append(address, *names)


def holder_of(editor: Editor, name: Word) -> Server | SnippetBlock:
    """Return the server block that is asked for a name, or the snippet that has its `hosts`.

    Raises NotFound where none is asked, and EditError where the client decides.
    """
    server = editor.server_for(name)
    if "hosts" not in server:
        imported = {word for line in server.imports for word in line.args[:1]}
        for snippet in editor.snippets:
            if snippet.name in imported and "hosts" in snippet:
                return snippet
    return server


def set_host(
    server: Server | SnippetBlock, address: Word, *names: Word, anyway: bool = False
) -> None:
    """Set the address of names, removing their other addresses of the same family.

    IPv4 and IPv6 are two kinds. A line that has no other names keeps its place and its comments.
    Raises Refused as `add_host` does, and no more than that does if it is to be set `anyway`.
    """
    text, *words = texts_of((address, *names))
    known = checked(text, words)
    with server.atomic():
        for name in words:
            old = [
                host
                for host in hosts(server)
                if host.has(name) and host.address.version == known.version
            ]
            there = any(host.address == known for host in hosts(server))
            if old and not there and len(old[0].names) == 1:
                old.pop(0).line.name = text
            for host in old:
                if host.address != known:
                    take_name(host, name)
            put_host(server, known, text, [name])
        if not anyway:
            make_sure(server, known, words)


def make_sure(server: Server | SnippetBlock, address: Address, names: Iterable[str]) -> None:
    """Raise Refused for a name that the table is never asked for."""
    if isinstance(server, Server) and server.has_variables:
        return
    gate = server._gate
    ready = prepared(gate.tree, gate.build)
    plugins = [line.node.name for line in server.plugins("hosts")]
    if not any(
        stanza.token.token in plugins for block in ready.config.servers for stanza in block.plugins
    ):
        return  # nobody imports the snippet, or it is not known who does
    for name in names:
        query = Query(fqdn(name), "A" if address.version == 4 else "AAAA")
        reasons = [why_not(ready, query, plugin) for plugin in plugins]
        if all(reasons):
            raise Refused(reasons[0])


def remove_host(server: Server | SnippetBlock, *wanted: Word) -> int:
    """Take names, or all lines of an address, out of the table, and tell how many lines changed."""
    changed = 0
    with server.atomic():
        for each in texts_of(wanted):
            address = address_of(each)
            for host in hosts(server):
                if host.address == address:
                    host.line.remove()
                elif host.has(each):
                    take_name(host, each)
                else:
                    continue
                changed += 1
    return changed


def take_name(host: Host, name: str) -> None:
    """Take a name out of a line of the table; the line too if it was the only one."""
    left = [other for other in host.names if normalize(other) != normalize(name)]
    if not left:
        host.line.remove()
        return
    for place in reversed(range(len(host.names))):
        if host.names[place] not in left:
            del host.line.args[place]


def checked(address: str, names: Sequence[str]) -> Address:
    """Return the address that a text is. Raises Refused if it is none, or if a name is none."""
    found = address_of(address)
    if found is None:
        raise Refused(f"`{address}` is not an IP address")
    if not names:
        raise Refused(f"`{address}` needs a name")
    for name in names:
        is_plain = STRANGE.isdisjoint(name) and name.isprintable()
        if is_ip(name) or not is_plain or not is_domain_name(name):
            raise Refused(f"`{name}` is not a host name")
    return found


def address_of(text: str) -> Address | None:
    """Return the address that a word is, None if it is none; a zone after `%` does not count.

    An IPv4 address in the clothes of IPv6 is IPv4, as for CoreDNS.
    """
    ip, _, zone = text.partition("%")
    found = parse_ip(ip)
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found if STRANGE.isdisjoint(zone) else None
