"""The typed configuration: server blocks with their zones and plugins, and what CoreDNS refuses."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from importlib import import_module
from itertools import chain
from typing import Literal, TypeVar

from corefile.coredns.builds import Build, stock
from corefile.coredns.cursor import Cursor, Refused
from corefile.coredns.expansion import ExpandedDirective, ExpandedServer, ExpandedToken, Expansion
from corefile.coredns.golang import Invalid
from corefile.coredns.releases import NEWEST, holds
from corefile.coredns.schema import (
    Plugin,
    Scope,
    Zone,
    depends_on_environment,
    has_reference,
    read_plugin,
)
from corefile.coredns.unprefixed import Unprefixed
from corefile.coredns.zones import ZoneAddress, key_addresses

P = TypeVar("P", bound=Plugin)
MAX_PORT = 65535


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that makes CoreDNS refuse the whole configuration."""

    #: How far CoreDNS gets: the server blocks' keys, a plugin's set-up, or all servers together.
    stage: Literal["parse", "keys", "setup", "servers"]
    #: CoreDNS's words.
    message: str
    token: ExpandedToken
    plugin: str = ""
    help: str = ""
    #: Another place that matters, and why.
    related: ExpandedToken | None = None
    related_message: str = ""
    #: False where an import that was not followed may hold what makes the text right.
    certain: bool = True
    #: Which of the mistakes it is that are worth a page of their own; "" for all others.
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """A key of a server block."""

    text: str
    token: ExpandedToken
    #: What it stands for: a CIDR has many zones, a key that is refused or unknown has none.
    addresses: tuple[ZoneAddress, ...]


@dataclass(frozen=True, slots=True)
class Server:
    """A server block."""

    keys: tuple[Key, ...]
    #: Its lines, in the order of the text.
    directives: tuple[ExpandedDirective, ...]
    #: Its plugins, typed, in the order in which queries pass through them.
    plugins: tuple[Plugin, ...]
    #: Whether all its lines are known: false when an import in it was not followed.
    complete: bool = True

    def all(self, kind: type[P]) -> tuple[P, ...]:
        """Give every stanza of a plugin: `server.all(Forward)`."""
        return tuple(plugin for plugin in self.plugins if isinstance(plugin, kind))

    def first(self, kind: type[P]) -> P | None:
        """Give the first stanza of a plugin, if there is one: `server.first(Hosts)`."""
        return next(iter(self.all(kind)), None)

    def has(self, name: str) -> bool:
        """Tell whether a line of the server block has this name."""
        return any(directive.name == name for directive in self.directives)

    @property
    def addresses(self) -> tuple[ZoneAddress, ...]:
        """Every zone and port that the server block answers on."""
        return tuple(address for key in self.keys for address in key.addresses)

    @property
    def zones(self) -> tuple[str, ...]:
        """The names of the zones."""
        return tuple(address.zone for address in self.addresses)

    @property
    def listens_on(self) -> tuple[str, ...]:
        """The addresses that `bind` names; one empty string for all addresses of the machine."""
        from corefile.coredns.plugins.bind import Bind  # noqa: PLC0415 - plugins stand below

        binds = self.all(Bind)
        return tuple(host for bind in binds for host in bind.hosts) if binds else ("",)


@dataclass(frozen=True, slots=True)
class Config:
    """A whole configuration, as far as it can be understood."""

    servers: tuple[Server, ...]
    #: What CoreDNS refuses; it would print the first.
    refusals: tuple[Refusal, ...] = ()
    build: Build = field(default_factory=stock)
    expansion: Expansion | None = field(default=None, repr=False)


def configure(
    expansion: Expansion,
    *,
    build: Build | None = None,
    file: str = "Corefile",
) -> Config:
    """Give the typed configuration of what `expand` gave.

    `build` is the CoreDNS whose word counts, by default the newest release; `file` is what the text
    is called in its words. Never raises on content.
    """
    build = build or stock()
    refusals: list[Refusal] = list(unknown(expansion, file, build.plugins))
    blocks = [
        (block, list(keys_of(block, expansion.open_references, refusals)))
        for block in expansion.servers
    ]
    servers = [
        Server(tuple(keys), block.directives, (), not block.unresolved) for block, keys in blocks
    ]
    plugins: list[list[Plugin]] = [[] for _ in servers]
    tokens = [block.tokens() for block in expansion.servers]
    scopes = [scope_of(server, build.release, expansion.open_references) for server in servers]
    used = frozenset().union(*tokens)
    for name in build.plugins:
        kind = plugin_class(name) if name in used else None
        if kind is None:
            continue
        found = len(refusals)
        for place, block in enumerate(expansion.servers):
            stanzas = tokens[place].get(name)
            if not stanzas:
                continue
            reading = read_plugin(kind, Cursor(stanzas, file, build.release), scopes[place])
            plugins[place].extend(reading.stanzas)
            certain = all(item.inside != name for item in block.unresolved)
            refusals += [setup_refusal(name, r, stanzas[0], certain) for r in reading.refusals]
        if len(refusals) == found:
            every = tuple(p for those in plugins for p in those if isinstance(p, kind))
            refusals += [
                setup_refusal(name, r, every[0].token, True) for r in kind.check_servers(every)
            ]
    typed = tuple(
        replace(server, plugins=tuple(found))
        for server, found in zip(servers, plugins, strict=True)
    )
    refusals += chain(bad_ports(typed), without_tls(typed), overlaps(typed, build.release))
    return Config(typed, tuple(refusals), build, expansion)


def unknown(expansion: Expansion, file: str, names: Collection[str]) -> Iterator[Refusal]:
    """Give the lines that name no plugin (parse.go, directive)."""
    for server in expansion.servers:
        for name, token in ((line.name, line.tokens[0]) for line in server.directives):
            known = name in names or (expansion.open_references and depends_on_environment(token))
            if not known:
                where = f"{token.file or file}:{token.line}"
                message = f"{where} - Error during parsing: Unknown directive '{name}'"
                yield Refusal("parse", message, token, reason="unknown directive")


def setup_refusal(name: str, refused: Refused, first: ExpandedToken, certain: bool) -> Refusal:
    """Give the refusal of a plugin's set-up."""
    prefix = "" if isinstance(refused, Unprefixed) else f"plugin/{name}: "
    return Refusal(
        "setup",
        prefix + refused.message,
        refused.token or first,
        name,
        refused.help,
        refused.related,
        certain=certain,
        reason=refused.reason,
    )


def keys_of(block: ExpandedServer, open_references: bool, refusals: list[Refusal]) -> Iterator[Key]:
    """Give the keys of a server block, and note those that CoreDNS refuses."""
    for text, token in zip(block.keys, block.key_tokens, strict=True):
        addresses: tuple[ZoneAddress, ...] = ()
        if not (open_references and has_reference(text)):
            try:
                addresses = tuple(key_addresses(text))
            except Invalid as invalid:
                message = f"error inspecting server blocks: {invalid}"
                refusals.append(Refusal("keys", message, token, reason="key"))
        yield Key(text, token, addresses)


def scope_of(server: Server, release: str, open_references: bool) -> Scope:
    """Give what a plugin's set-up knows of the server block it stands in."""
    zones = (Zone(a.zone, key.token) for key in server.keys for a in key.addresses)
    names = frozenset(directive.name for directive in server.directives)
    complete = not open_references or not any(has_reference(key.text) for key in server.keys)
    return Scope(tuple(zones), server.addresses, complete, names, release, open_references)


def plugin_class(name: str) -> type[Plugin] | None:
    """Give the class that describes a plugin, None when there is none."""
    try:
        module = import_module(f"corefile.coredns.plugins.{name}")
    except ModuleNotFoundError:
        return None
    for item in vars(module).values():
        if isinstance(item, type) and issubclass(item, Plugin) and item is not Plugin:
            return item
    return None


def bad_ports(servers: tuple[Server, ...]) -> Iterator[Refusal]:
    """Give the ports that there are none of (register.go, groupConfigsByListenAddr)."""
    for key in (key for server in servers if server.listens_on for key in server.keys):
        for port in sorted({address.port for address in key.addresses}):
            if port and not 0 <= int(port) <= MAX_PORT:
                message = f"address {port}: invalid port"
                advice = "write a port from 1 to 65535"
                yield Refusal("servers", message, key.token, "", advice, reason="key")


def without_tls(servers: tuple[Server, ...]) -> Iterator[Refusal]:
    """Give the `https3://` listeners without certificates (dnsserver/server_https3.go).

    Where only some of the server blocks on a listener have `tls`, CoreDNS refuses at random.
    """
    listeners: dict[tuple[str, str], list[tuple[Key, Server]]] = {}
    for server in servers:
        for key in server.keys:
            for address in key.addresses:
                if address.transport == "https3":
                    for host in server.listens_on:
                        listeners.setdefault((host, address.port), []).append((key, server))
    for users in listeners.values():
        if not any(server.has("tls") for _, server in users):
            certain = all(server.complete for _, server in users)
            message = "DoH3 requires TLS, no TLS config found"
            advice = "add `tls CERT KEY` to the server block"
            yield Refusal(
                "servers", message, users[0][0].token, "", advice, certain=certain, reason="no tls"
            )


def overlaps(servers: tuple[Server, ...], release: str = NEWEST) -> Iterator[Refusal]:
    """Give the zones that two server blocks serve on one listener.

    This is CoreDNS's own check (dnsserver/register.go, validateZonesAndListeningAddresses): without
    `bind` a server block listens on every address; one with a `view` may share its zones.
    """
    registered: dict[tuple[ZoneAddress, str], Key] = {}
    unbound: dict[ZoneAddress, tuple[str, Key]] = {}
    certain = all(server.complete for server in servers)
    for server in servers:
        filtered = server.has("view")
        triples = (
            (key, address, host)
            for key in server.keys
            for address in compared(key, release)
            for host in server.listens_on
        )
        for key, address, host in triples:
            same = registered.get((address, host))
            clash = overlapping(address, host, registered, unbound)
            if same is not None and not filtered:
                message = f"cannot serve {shown(address, host)} - it is already defined"
                yield already(message, key, same, certain)
            elif same is None and clash is not None:
                other = shown(address, clash[0])
                capacity = "zone overlap listener capacity with"
                message = f"cannot serve {shown(address, host)} - {capacity} {other}"
                yield already(message, key, clash[1], certain)
            elif same is None and not filtered:
                registered[address, host] = key
                unbound[address] = (host, key)


def compared(key: Key, release: str) -> Collection[ZoneAddress]:
    """Give the zones of a key as they are compared with others.

    Before 1.14.7 `a.org` and `A.ORG` were not the same (dnsserver/register.go).
    """
    if not key.addresses or holds(release, ("1.14.7", "")):
        return key.addresses
    return key_addresses(key.text, as_written=True)


def overlapping(
    address: ZoneAddress,
    host: str,
    registered: dict[tuple[ZoneAddress, str], Key],
    unbound: dict[ZoneAddress, tuple[str, Key]],
) -> tuple[str, Key] | None:
    """Give the listener that takes an address too, if one of the two listens everywhere."""
    if address in unbound and not host:
        return unbound[address]
    everywhere = registered.get((address, ""))
    return ("", everywhere) if everywhere is not None else None


def shown(address: ZoneAddress, host: str) -> str:
    """Give a listener as CoreDNS prints it."""
    return f"{address} on {host}" if host else str(address)


def already(message: str, key: Key, other: Key, certain: bool) -> Refusal:
    """Give the refusal of a zone that another key serves already."""
    return Refusal(
        "servers",
        message,
        key.token,
        "",
        "put the plugins of both into one server block, or give one of them another zone or port",
        other.token,
        "served here first",
        certain,
        reason="served twice",
    )
