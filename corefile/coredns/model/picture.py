"""A configuration as a picture: where it listens, the server blocks there, and who answers in them.

This does not decide shapes or colours: each format in `corefile.report.graph` draws it in its own
way.
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.zones import covering, split_transport
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Config, Key, Server
from corefile.coredns.model.listeners import Listener, ListenerUse, listeners
from corefile.coredns.model.reach import Hidden, hidden_servers, unreached_handlers
from corefile.coredns.model.trace import Assumptions, Handler, Route, handlers, verdict_of
from corefile.coredns.plugins.view import View
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Literal

__all__ = ["Chip", "ChipKind", "Picture", "Row", "Socket", "picture"]

#: What a plugin is in the picture: it configures the server; it passes all queries on; it changes
#: queries or answers, or may answer itself; it answers; or nothing is known of it.
ChipKind = Literal["setting", "observes", "changes", "answers", "unknown"]


@dataclass(frozen=True, slots=True)
class Chip(Brief):
    """A plugin of a server block."""

    #: The name of the plugin.
    name: str
    #: What it is in the picture.
    kind: ChipKind
    #: Its name, where it is written.
    token: ExpandedToken
    #: The first lines of its stanzas, as CoreDNS reads them.
    lines: tuple[str, ...] = ()
    #: The zones that it answers for, where they are not those of the server block.
    zones: tuple[str, ...] = ()
    #: The names that the text lists, such as those of a table of hosts.
    names: tuple[str, ...] = ()
    #: The zones of `fallthrough`.
    fallthrough: tuple[str, ...] = ()
    #: Whether these are all that it answers for.
    falls_through_always: bool = False
    #: The servers that it asks.
    to: tuple[str, ...] = ()
    #: Why no query comes to it; empty if one may.
    unreached: str = ""


@dataclass(frozen=True, slots=True)
class Row(Brief):
    """A server block on a listener."""

    #: Its place among the server blocks of the text, from 0.
    number: int
    #: The server block.
    server: Server
    #: Its keys for this listener, without transport and port.
    keys: tuple[str, ...]
    #: Its first key for the listener.
    token: ExpandedToken
    #: The name of its view; empty without one.
    view: str
    #: What the view asks of queries; empty without one.
    condition: str
    #: The plugins that queries meet, in this order.
    chain: tuple[Chip, ...]
    #: The plugins that see no queries, in the order of the text.
    settings: tuple[Chip, ...]
    #: Why no query comes to it; empty if one may.
    hidden: str = ""
    #: The key of the server block that has its queries.
    hidden_by: ExpandedToken | None = None
    #: Whether it still gets queries for DS.
    only_ds: bool = False


@dataclass(frozen=True, slots=True)
class Socket(Brief):
    """A listener and its server blocks; several listeners where these are the same."""

    #: Empty for server blocks of which it is not known where they listen.
    listeners: tuple[Listener, ...]
    rows: tuple[Row, ...]

    def __str__(self) -> str:
        return ", ".join(map(str, self.listeners)) or "not known where"


@dataclass(frozen=True, slots=True)
class Picture(Brief):
    """All of a configuration."""

    #: The listeners with their server blocks.
    sockets: tuple[Socket, ...]


def picture(config: Config) -> Picture:
    """Return the picture of a configuration."""
    numbers = {id(server): number for number, server in enumerate(config.servers)}
    parts = {id(server): (_chain(server, config), _settings(server)) for server in config.servers}
    found: dict[tuple[object, ...], tuple[list[Listener], tuple[Row, ...]]] = {}
    for listener in listeners(config):
        hidden = hidden_servers(config, listener)
        rows = []
        for place, use in enumerate(listener.uses):
            of = id(use.server)
            rows.append(_row(numbers[of], use, *parts[of], hidden.get(place, ())))
        same = tuple((row.number, row.keys, row.hidden) for row in rows)
        found.setdefault(same, ([], tuple(rows)))[0].append(listener)
    shown = {row.number for _, rows in found.values() for row in rows}
    unknown = tuple(
        _row(number, ListenerUse(server, "dns", "", server.keys, ()), *parts[id(server)], ())
        for number, server in enumerate(config.servers)
        if number not in shown and server.keys
    )
    sockets = [Socket(tuple(own), rows) for own, rows in found.values()]
    return Picture((*sockets, *((Socket((), unknown),) if unknown else ())))


def _row(
    number: int,
    use: ListenerUse,
    chain: tuple[Chip, ...],
    settings: tuple[Chip, ...],
    hidden: tuple[Hidden, ...],
) -> Row:
    view = use.server.first(View)
    by = next((each.by for each in hidden if each.by is not None), None)
    return Row(
        number,
        use.server,
        tuple(dict.fromkeys(_bare(key, use.port) for key in use.keys)),
        use.key.token,
        view.view.value if view else "",
        " and ".join(condition.text for condition in view.expr) if view else "",
        chain,
        settings,
        "; ".join(dict.fromkeys(each.reason for each in hidden)),
        by.keys[0].token if by is not None else None,
        any(each.except_ds for each in hidden),
    )


def _bare(key: Key, port: str) -> str:
    """Return a key without its transport, port and last dot."""
    rest = split_transport(key.text)[1]
    rest = rest.removesuffix(f":{port}") if port else rest
    return rest.removesuffix(".") or "."


def _chain(server: Server, config: Config) -> tuple[Chip, ...]:
    """Return the plugins that queries meet."""
    ahead = handlers(server, config)
    reasons = {id(each.handler.token): each.reason for each in unreached_handlers(config, server)}
    route = Route(config, server, ahead, Assumptions())
    lines = {id(line.tokens[0]): _first_line(line.tokens) for line in server.directives}
    return tuple(
        _chip(server, handler, route, place, lines, reasons.get(id(handler.token), ""))
        for place, handler in enumerate(ahead)
        if not (handler.stanzas and isinstance(handler.stanzas[0], View))
    )


def _chip(
    server: Server, handler: Handler, route: Route, place: int, lines: dict[int, str], reason: str
) -> Chip:
    tokens = [stanza.token for stanza in handler.stanzas] or [handler.token]
    written = tuple(lines[id(token)] for token in tokens if id(token) in lines)
    zones = _unique(zone for stanza in handler.stanzas for zone in stanza.own_zones)
    falls = _unique(
        zone.name
        for stanza in handler.stanzas
        for zone in getattr(stanza, "fallthrough", None) or ()
    )
    answered = zones or server.zones
    return Chip(
        handler.name,
        _kind(handler, route, place),
        handler.token,
        written,
        () if all(covering(zones, zone) for zone in server.zones) else zones,
        _unique(name for stanza in handler.stanzas for name in _names(stanza)),
        falls,
        bool(falls) and all(covering(falls, zone) for zone in answered),
        _upstreams(handler, route, place, zones),
        reason,
    )


def _names(stanza: Plugin) -> tuple[str, ...]:
    """Return the names that a stanza lists, such as those of a table of hosts."""
    return stanza.mentions(Assumptions().read).names if stanza.serves == "names" else ()


def _kind(handler: Handler, route: Route, place: int) -> ChipKind:
    """Return what a plugin is in the picture."""
    if handler.role is None:
        return "unknown"
    if handler.role == "answers":
        return "answers"
    zone = next(iter(route.server.zones), ".")
    queries = (Query(_below(zone), type_) for type_ in ("A", "AXFR"))
    may_end = any(verdict_of(handler, query, route.chain(place)).ends for query in queries)
    return "changes" if handler.role == "changes" or may_end else "observes"


def _upstreams(
    handler: Handler, route: Route, place: int, zones: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the servers that a plugin asks."""
    if not zones:
        return ()
    verdict = verdict_of(handler, Query(_below(zones[0])), route.chain(place))
    return _unique(server for end in verdict.ends for server in end.to)


def _settings(server: Server) -> tuple[Chip, ...]:
    """Return the plugins that see no queries, each once."""
    found = {plugin.name: plugin for plugin in server.plugins if plugin.role == "setting"}
    names = dict.fromkeys(line.name for line in server.directives if line.name in found)
    return tuple(
        Chip(
            name,
            "setting",
            found[name].token,
            tuple(_first_line(line.tokens) for line in server.directives if line.name == name),
        )
        for name in names
    )


def _first_line(tokens: tuple[ExpandedToken, ...]) -> str:
    """Return the words of a line up to its block."""
    words = [token.text for token in tokens]
    return " ".join(words[: words.index("{")] if "{" in words else words)


def _below(zone: str) -> str:
    return "fresh-name." if zone == "." else f"fresh-name.{zone}"


def _unique(words: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))
