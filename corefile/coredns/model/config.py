"""The typed configuration: server blocks with their zones and plugins, and what CoreDNS refuses."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import (
    Plugin,
    Scope,
    Zone,
    depends_on_environment,
    has_reference,
    read_plugin,
)
from corefile.coredns.catalogue.unprefixed import Unprefixed
from corefile.coredns.catalogue.zones import ZoneAddress, key_addresses
from corefile.coredns.imports.expansion import ExpandedServer, ExpandedToken, Expansion
from corefile.coredns.model.served_twice import bad_ports, overlaps
from corefile.coredns.model.server import Key, Refusal, Server
from corefile.coredns.model.shared_listeners import conflicts
from corefile.coredns.releases.builds import Build, stock
from corefile.coredns.releases.release import Release
from corefile.go.errors import Invalid
from corefile.text.brief import Brief

__all__ = ["Config", "Key", "Refusal", "Server", "configure", "plugin_class"]


@dataclass(frozen=True, slots=True)
class Config(Brief):
    """A whole configuration, as far as it can be understood."""

    #: The server blocks, in the order of the text.
    servers: tuple[Server, ...]
    #: What CoreDNS refuses; it would print the first.
    refusals: tuple[Refusal, ...] = ()
    #: The CoreDNS that decides.
    build: Build = field(default_factory=stock)
    #: What the configuration was made of.
    expansion: Expansion | None = field(default=None, repr=False)


def configure(
    expansion: Expansion,
    *,
    build: Build | None = None,
    file: str = "Corefile",
) -> Config:
    """Return the typed configuration of what `expand` gave.

    `build` is the CoreDNS that decides, by default the newest release; `file` is what the text
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
            scope = scopes[place]
            reading = read_plugin(kind, Cursor(stanzas, file, scope.release), scope)
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
    refusals += chain(
        bad_ports(typed), conflicts(typed, build.release), overlaps(typed, build.release)
    )
    return Config(typed, tuple(refusals), build, expansion)


def unknown(expansion: Expansion, file: str, names: Collection[str]) -> Iterator[Refusal]:
    """Yield the lines that name no plugin (parse.go, directive)."""
    for server in expansion.servers:
        for name, token in ((line.name, line.tokens[0]) for line in server.directives):
            known = name in names or (expansion.open_references and depends_on_environment(token))
            if not known:
                where = f"{token.file or file}:{token.line}"
                message = f"{where} - Error during parsing: Unknown directive '{name}'"
                yield Refusal("parse", message, token, reason="unknown directive")


def setup_refusal(name: str, refused: Refused, first: ExpandedToken, certain: bool) -> Refusal:
    """Return the refusal of a plugin's set-up."""
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
    """Yield the keys of a server block, and note those that CoreDNS refuses."""
    for text, token in zip(block.keys, block.key_tokens, strict=True):
        addresses: tuple[ZoneAddress, ...] = ()
        if not (open_references and has_reference(text)):
            try:
                addresses = tuple(key_addresses(text))
            except Invalid as invalid:
                message = f"error inspecting server blocks: {invalid}"
                refusals.append(Refusal("keys", message, token, reason="key"))
        yield Key(text, token, addresses)


def scope_of(server: Server, release: Release, open_references: bool) -> Scope:
    """Return what a plugin's set-up knows of the server block it is in."""
    zones = (Zone(a.zone, key.token) for key in server.keys for a in key.addresses)
    names = frozenset(directive.name for directive in server.directives)
    complete = not open_references or not any(has_reference(key.text) for key in server.keys)
    return Scope(tuple(zones), server.addresses, complete, names, release, open_references)
