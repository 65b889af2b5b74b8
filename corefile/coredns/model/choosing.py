"""Which server block has a query: the choice of `ServeDNS` (core/dnsserver/server.go).

First the listener, then the longest zone, in the order of the text, whose views let the query in.
"""

from collections.abc import Iterator, Mapping, Sequence

from corefile.coredns.catalogue.facts import Role
from corefile.coredns.catalogue.open_words import is_filled_in
from corefile.coredns.catalogue.query import End, Query, refusal
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.zones import DEFAULT_PORTS, key_addresses, parents
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Config, Key, Server
from corefile.coredns.model.listeners import Listener, ListenerUse, canonical_host
from corefile.coredns.releases.release import Release, span
from corefile.go.errors import Invalid
from corefile.text.brief import Brief
from corefile.text.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.coredns.plugins.view import View

__all__ = ["Block", "Choice", "Handler", "Table", "choices", "handlers", "listener_of"]

#: The release that began to compare the zones of keys in lower case, and to ask plugins for
#: opcodes (core/dnsserver/register.go, server.go).
LOWER_KEYS = span("1.14.7")
NOT_IMPLEMENTED = End("failed", rcode="NOTIMP", when="the opcode is not implemented")


@dataclass(frozen=True, slots=True)
class Handler(Brief):
    """What queries meet in a server block: CoreDNS makes one of all stanzas of most plugins."""

    #: The plugin's name.
    name: str
    #: Its stanzas; none for a plugin that is not described here.
    stanzas: tuple[Plugin, ...]
    #: The plugin's name, where it is written.
    token: ExpandedToken

    @property
    def role(self) -> Role | None:
        """What the plugin does; None for one that is not described here."""
        return self.stanzas[0].role if self.stanzas else None


@dataclass(frozen=True, slots=True)
class Choice(Brief):
    """A server block that has a query, or the server's own answer where none has it."""

    #: The server block; None where the server answers.
    server: Server | None
    #: The key by which it has the query.
    key: Key | None = None
    #: The zone of the key, with a dot at its end.
    zone: str = ""
    #: Its view, if it has one.
    view: "View | None" = None
    #: What the choice depends on; empty where it is sure.
    when: str = ""
    #: How the query ends without having met a plugin.
    end: End | None = None


def listener_of(listening: Sequence[Listener], query: Query) -> Listener | None:
    """Return the listener that gets a query.

    The kernel gives a packet to the socket for the very address before the one for all addresses.
    Where the query does not say which port or address, it is the usual port if something listens
    there, and the socket for all addresses.
    """
    found = [one for one in listening if one.transport == query.transport]
    if query.port:
        found = [one for one in found if one.port == query.port]
    else:
        usual = [one for one in found if one.port == DEFAULT_PORTS.get(query.transport)]
        found = usual or [one for one in found if one.port == found[0].port]
    host = canonical_host(query.address)
    if host:
        exact = [one for one in found if one.host == host]
        return next(iter(exact or [one for one in found if not one.host]), None)
    return next(iter([one for one in found if not one.host] or found), None)


@dataclass(frozen=True, slots=True)
class Block:
    """A server block on a listener: its zones there, and what queries meet in it."""

    #: The server block.
    server: Server
    #: The zones in the order of the keys, as CoreDNS compares them.
    zones: tuple[tuple[Key, str], ...]
    #: What queries meet in it, in order.
    handlers: tuple[Handler, ...]
    #: Its view; None for a server block that takes every query.
    view: "View | None"

    @classmethod
    def of(cls, use: ListenerUse, config: Config, release: Release) -> "Block":
        """Return the server block of a use of a listener."""
        lower = release in LOWER_KEYS
        zones = [
            (key, zone if lower else as_written(key, zone))
            for key, zone in zip(use.keys, use.zones, strict=True)
        ]
        return cls(use.server, tuple(zones), handlers(use.server, config), view_of(use.server))


def view_of(server: Server) -> "View | None":
    """Return the view of a server block, whose module is loaded where there is one."""
    if not server.has("view"):
        return None
    from corefile.coredns.plugins.view import View  # noqa: PLC0415 - with the language it takes

    return server.first(View)


@dataclass(frozen=True, slots=True)
class Table:
    """The server blocks of a listener, ready to be looked up by their zones."""

    blocks: tuple[Block, ...]
    #: The server blocks of each zone in the order of the text, each with its first key for it.
    by_zone: Mapping[str, tuple[tuple[Block, Key], ...]]
    #: The server blocks with a key that depends on the environment.
    unknown: tuple[Choice, ...]
    #: The names of all lines of these server blocks.
    directives: frozenset[str]
    #: Whether a server block has a view.
    has_views: bool

    @classmethod
    def of(cls, listener: Listener, config: Config) -> "Table":
        """Return the server blocks of a listener."""
        blocks = tuple(Block.of(use, config, config.build.release) for use in listener.uses)
        found: dict[str, dict[int, tuple[Block, Key]]] = {}
        for place, block in enumerate(blocks):
            for key, zone in block.zones:
                found.setdefault(zone, {}).setdefault(place, (block, key))
        by_zone = {zone: tuple(those.values()) for zone, those in found.items()}
        directives = (line.name for block in blocks for line in block.server.directives)
        return cls(
            blocks,
            by_zone,
            tuple(unknown_keys(blocks)),
            frozenset(directives),
            any(block.view for block in blocks),
        )

    def matching(self, zones: Sequence[str]) -> Iterator[tuple[Block, Key, str]]:
        """Yield the server blocks with one of the zones, zone by zone."""
        for zone in zones:
            for block, key in self.by_zone.get(zone, ()):
                yield block, key, zone


def choices(table: Table, query: Query) -> Iterator[Choice]:
    """Yield the server blocks that may have a query; the last one has it if none before does."""
    early = answered_by_server(table, query)
    if early is not None:
        yield Choice(None, end=early)
        return
    yield from table.unknown
    name = query.lower
    below_root = [zone for zone in parents(name) if zone != "." or name == "."]
    remembered: list[Choice] = []
    for block, key, zone in table.matching(below_root):
        if not block.handlers:
            yield Choice(block.server, key, zone, end=refusal("", "the server block is empty"))
            return
        choice, sure = admitted(block, key, zone, query)
        if choice is None:
            continue
        if query.type == "DS":
            # It goes to the parent: the shortest zone, and in one zone the last view.
            remembered = [choice] if sure else [choice, *remembered]
            continue
        yield choice
        if sure:
            return
    yield from remembered
    if any(not choice.when for choice in remembered):
        return
    yield from at_root(table, query)


def at_root(table: Table, query: Query) -> Iterator[Choice]:
    """Yield the root's server blocks that may have a query; one without handlers is skipped."""
    for block, key, zone in table.matching(["."]):
        choice, sure = admitted(block, key, zone, query) if block.handlers else (None, False)
        if choice is not None:
            yield choice
            if sure:
                return
    yield Choice(None, end=refusal("", "no server block has the name"))


def as_written(key: Key, zone: str) -> str:
    """Return a zone with the capital letters of its key: with these it never has a query.

    Those of a word that is filled in before CoreDNS compares it say nothing.
    """
    if is_filled_in(key.text):
        return zone
    try:
        written = [address.zone for address in key_addresses(key.text, as_written=True)]
    except Invalid:  # an older release takes it
        return zone
    return next((one for one in written if one.lower() == zone), zone)


def admitted(block: Block, key: Key, zone: str, query: Query) -> tuple[Choice | None, bool]:
    """Return the choice of a server block if its view may let a query in, and whether it does."""
    lets_in = block.view.admits(query) if block.view else True
    if lets_in is False:
        return None, False
    conditions = block.view.expr if block.view else ()
    when = "" if lets_in else "if " + " and ".join(condition.text for condition in conditions)
    end = None
    if query.opcode == "UPDATE" and not block.server.has("dynupdate"):
        end = NOT_IMPLEMENTED
    return Choice(block.server, key, zone, block.view, when, end), lets_in is True


def unknown_keys(blocks: Sequence[Block]) -> Iterator[Choice]:
    """Yield the server blocks with a key that depends on the environment."""
    for block in blocks:
        for key in block.server.keys:
            if not key.addresses and block.handlers:
                yield Choice(block.server, key, "", block.view, f"if `{key.text}` has the name")


def answered_by_server(table: Table, query: Query) -> End | None:
    """Return the answer that the server gives before it looks for a server block."""
    if query.opcode == "QUERY" and query.class_ == "IN":
        return None
    names = table.directives
    opcodes = {"QUERY", "NOTIFY"} | ({"UPDATE"} if "dynupdate" in names else set())
    if query.opcode not in opcodes:
        return NOT_IMPLEMENTED
    if query.class_ != "IN" and not names & {"chaos", "forward"}:
        return refusal("", f"no plugin of this listener serves class {query.class_}")
    return None


def handlers(server: Server, config: Config) -> tuple[Handler, ...]:
    """Return what queries meet in a server block, in the order in which they do."""
    order = {name: place for place, name in enumerate(config.build.plugins)}
    by_name: dict[str, list[Plugin]] = {}
    for plugin in server.plugins:
        by_name.setdefault(plugin.name, []).append(plugin)
    found: list[Handler] = []
    for name, stanzas in by_name.items():
        kind = type(stanzas[0])
        for own in kind.handlers(tuple(stanzas)):
            found.append(Handler(name, own, own[0].token))
    described = set(by_name)
    for directive in server.directives:
        if directive.name not in described:
            described.add(directive.name)
            if directive.name in order:
                found.append(Handler(directive.name, (), directive.tokens[0]))
    return tuple(sorted(found, key=lambda handler: order.get(handler.name, len(order))))
