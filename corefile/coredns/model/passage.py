"""What the plugins of a server block keep from each other: which queries stop before which plugin.

Asked are names of every kind that the server block can tell from others (its zones, the names that
its words mention, and names below these) for the types that matter, by a client of whom nothing is
known. What the text does not decide is a way on, so nothing is called unreachable on a
guess; for one query alone `corefile.coredns.model.trace` says more.
"""

from collections.abc import Iterator
from functools import cached_property

from corefile.coredns.catalogue.query import Chain, End, Query, Verdict
from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.catalogue.zones import common_zones, covering, is_subdomain, parents
from corefile.coredns.model.config import Config, Server
from corefile.coredns.model.trace import Assumptions, Handler, Route, handlers, last_end, verdict_of
from corefile.go.errors import Invalid, TooMuch
from corefile.text.records import dataclass

__all__ = ["FRESH", "Asked", "Passage", "passages"]

#: What names below a zone may begin with that nobody lists: of as many shapes as patterns tell
#: apart.
FRESH = ("xqz.", "a-1.b2.", "_x._tcp.q.", "10-0-0-1.", "w.x-y.z1.v.u.")
#: The zones of addresses, and how many labels an address has.
REVERSE = {"in-addr.arpa.": 4, "ip6.arpa.": 32}
#: The types that names of hosts are asked for, and those that names of addresses are.
TYPES = ("A", "AAAA", "TXT")
REVERSE_TYPES = ("PTR",)
#: How many plugins of a server block are looked at, and how many zones for each.
MAX_PLUGINS = 100
MAX_NAMES = 30


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, and the place in the chain of plugins at which it comes up."""

    query: Query
    start: int = 0
    #: Whether the name is one that no word of the server block mentions.
    fresh: bool = True


@dataclass(frozen=True)
class Passage:
    """The plugins of a server block that see queries, in the order in which they do.

    Where stanzas of one plugin are asked one after the other, each is a part of its own.
    """

    config: Config
    server: Server
    parts: tuple[Handler, ...]

    @classmethod
    def of(cls, server: Server, config: Config) -> "Passage":
        """Return the passage through a server block."""
        parts: list[Handler] = []
        for handler in handlers(server, config):
            kind = type(handler.stanzas[0]) if handler.stanzas else None
            turns = kind.in_turn(handler.stanzas) if kind is not None else ()
            parts += [Handler(handler.name, own, own[0].token) for own in turns] or [handler]
        return cls(config, server, tuple(parts))

    @cached_property
    def known(self) -> bool:
        """Whether all lines are known, the plugins described, and there are few of them."""
        return self.listed and self.described

    @cached_property
    def listed(self) -> bool:
        """Whether all lines are known, and there are few of them."""
        keys = all(key.addresses for key in self.server.keys)
        open_ = any(has_reference(zone) for zones in self.mentioned for zone in zones)
        return self.server.complete and keys and not open_ and len(self.parts) <= MAX_PLUGINS

    @cached_property
    def described(self) -> bool:
        """Whether it is known what every line of the server block is for."""
        built = frozenset(self.config.build.plugins)
        named = all(directive.name in built for directive in self.server.directives)
        return named and all(part.stanzas for part in self.parts)

    @cached_property
    def answering(self) -> tuple[int, ...]:
        """The places of the plugins that answer, but those for a kind of query of their own."""
        return tuple(
            place
            for place, part in enumerate(self.parts)
            if part.role == "answers" and part.stanzas[0].serves != "kind"
        )

    # ----- which queries there are

    @cached_property
    def renaming(self) -> int:
        """The place after the last plugin that may make other names of a query's; 0 for none."""
        places = (
            place
            for place, part in enumerate(self.parts, 1)
            if not part.stanzas or any(stanza.renames for stanza in part.stanzas)
        )
        return max(places, default=0)

    @cached_property
    def mentioned(self) -> tuple[tuple[str, ...], ...]:
        """For each plugin, the zones that it mentions."""
        return tuple(
            tuple(dict.fromkeys(zone for stanza in part.stanzas for zone in stanza.zone_names))
            for part in self.parts
        )

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The types that matter: those of hosts, and those that single names are answered for."""
        own = (
            kind
            for part in self.parts
            for stanza in part.stanzas
            if stanza.serves == "names"
            for kind in stanza.mentions(Assumptions().read).types
            if " " not in kind  # in another class than IN
        )
        return tuple(dict.fromkeys((*TYPES, *own)))

    def queries(self, place: int) -> Iterator[Asked]:
        """Yield queries that a plugin minds, each as it comes to the server block."""
        for start, names in self.starts(place):
            for name in names[:MAX_NAMES]:
                for query in self.around(name):
                    if self.minds(place, query):
                        yield Asked(query, start, fresh=query.name != name)

    def starts(self, place: int) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield where queries for a plugin come up, and the zones that they are about.

        After a plugin that renames queries there may be any name.
        """
        yield 0, self.origins(place, self.server.zones)
        if 0 < self.renaming <= place:
            yield self.renaming, self.origins(place, (".",))

    def origins(self, place: int, within: tuple[str, ...]) -> tuple[str, ...]:
        """Return the zones inside some others that a plugin, or one before it, tells apart."""
        own = [zone for stanza in self.parts[place].stanzas for zone in stanza.own_zones] or ["."]
        common = dict.fromkeys(sorted(common_zones(own, within)))
        areas = frozenset(common)
        earlier = (zone for mentioned in self.mentioned[: place + 1] for zone in mentioned)
        inner = (zone for zone in earlier if not areas.isdisjoint(parents(zone)))
        return tuple(dict.fromkeys((*common, *inner)))

    def around(self, zone: str) -> Iterator[Query]:
        """Yield the queries for a zone and for names below it."""
        types = self.types
        if is_reversed(zone):
            yield from (
                Query(name, kind)
                for name in (*addresses(zone), zone)
                for kind in (*REVERSE_TYPES, *(k for k in types if k not in TYPES and k != "PTR"))
            )
            return
        names = [*(label + zone.lstrip(".") for label in FRESH), zone]
        yield from (Query(name, kind) for kind in types for name in names)
        if zone == ".":
            yield from (Query(name, "PTR") for root in REVERSE for name in addresses(root))

    # ----- what becomes of them

    def verdict(self, place: int, query: Query) -> Verdict:
        """Return what a plugin does with a query; that it goes on where a pattern is too much."""
        try:
            return verdict_of(self.parts[place], query, self.chain(place))
        except (Invalid, TooMuch):
            return Verdict("not known")

    @cached_property
    def route(self) -> Route:
        """The way through the parts."""
        return Route(self.config, self.server, self.parts, Assumptions())

    def chain(self, place: int) -> Chain:
        """Return what a plugin finds around it."""
        return self.route.chain(place)

    def ends(self, asked: Asked) -> tuple[End, ...]:
        """Return how a query may end; nothing where a pattern is too much."""
        try:
            return tuple(self.route.follow(asked.start, asked.query)[1])
        except (Invalid, TooMuch):
            return ()

    def has(self, name: str) -> bool:
        """Tell whether a name is in the zones of the server block."""
        return bool(covering(self.server.zones, name))

    def minds(self, place: int, query: Query) -> bool:
        """Tell whether a query is one that a plugin cares about."""
        part = self.parts[place]
        if not part.stanzas:
            return True
        try:
            return type(part.stanzas[0]).minds(part.stanzas, query, self.chain(place))
        except (Invalid, TooMuch):
            return False

    def stop(self, asked: Asked, before: int) -> tuple[int, Verdict] | None:
        """Return the plugin in front of another that ends a query for sure, and how; or None."""
        query = asked.query
        for place in range(asked.start, before):
            if not self.may_stop[place]:
                continue
            verdict = self.verdict(place, query)
            if not verdict.goes_on and self.parts[place].role == "answers":
                return place, verdict
            query = verdict.query or query
        return None

    @cached_property
    def may_stop(self) -> tuple[bool, ...]:
        """Which plugins end queries for sure, or make others of them."""
        return tuple(
            part.role == "answers" or any(stanza.renames for stanza in part.stanzas)
            for part in self.parts
        )

    def hidden_by(self, place: int, within: str = ".") -> tuple[int, ...]:
        """Return the plugins that keep all queries from another; none where one may come to it.

        Only queries within a zone are asked about.
        """
        if place == self.judged[0]:
            return ()
        if any(len(names) > MAX_NAMES for _, names in self.starts(place)):
            return ()  # too many to be sure of all
        found: dict[int, None] = {}
        for asked in self.queries(place):
            if not is_subdomain(within, asked.query.lower):
                continue
            stop = self.stop(asked, place)
            if stop is None:
                return ()
            found[stop[0]] = None
        return tuple(found)

    @cached_property
    def hidden(self) -> dict[int, tuple[int, ...]]:
        """The plugins that no query comes to, and those that keep all queries from each."""
        found = {place: self.hidden_by(place) for place in self.judged}
        return {place: by for place, by in found.items() if by}

    def hidden_zones(self, place: int) -> dict[str, tuple[int, ...]]:
        """Return the zones of a plugin of which no query comes to it, and what keeps them all.

        None where no query comes to the plugin at all.
        """
        zones = {zone for stanza in self.parts[place].stanzas for zone in stanza.own_zones}
        if place in self.hidden or place not in self.judged or not 1 < len(zones) <= MAX_NAMES:
            return {}
        found = {zone: self.hidden_by(place, zone) for zone in sorted(zones)}
        return {zone: by for zone, by in found.items() if by}

    @cached_property
    def judged(self) -> tuple[int, ...]:
        """The places of the plugins of which it is known what comes to them.

        These are plugins that answer, up to the first that is not described, and that one.
        """
        names = {directive.name for directive in self.server.directives}
        if not self.listed or not names <= set(self.config.build.plugins):
            return ()
        if not names.isdisjoint(self.config.build.unplaced):
            return ()
        foreign = (place for place, part in enumerate(self.parts) if not part.stanzas)
        last = next(foreign, len(self.parts))
        own = (place for place in self.answering if place < last)
        return (*own, last) if last < len(self.parts) else tuple(own)

    @cached_property
    def answers_at_all(self) -> bool:
        """Whether a plugin may decide what clients get; one that is not described may."""
        return not self.described or bool(self.deciding)

    @cached_property
    def deciding(self) -> tuple[int, ...]:
        """The places of the plugins that may decide what clients get."""
        return tuple(
            place
            for place, part in enumerate(self.parts)
            if part.role == "answers"
            or (part.stanzas and type(part.stanzas[0]).decides(part.stanzas))
        )

    def unanswered(self, zone: str) -> End | None:
        """Return how all queries for a zone end that nobody answers.

        None where somebody answers some, and where too many names would have to be asked for.
        """
        if self.renaming or len(self.answering) < len(self.deciding):
            return None
        asked = [zone, *(z for z in {z for m in self.mentioned for z in m} if zone in parents(z))]
        if len(asked) > MAX_NAMES:
            return None
        for origin in asked:
            for query in self.around(origin):
                if any(self.minds(place, query) for place in self.deciding):
                    return None
        return self.at_end(Query(FRESH[0] + zone.lstrip(".")))

    def at_end(self, query: Query) -> End:
        """Return how a query ends that all plugins pass on."""
        return last_end(self.parts[-1], query, self.chain(len(self.parts) - 1))

    def kept(self, place: int, later: int) -> Iterator[tuple[Asked, Verdict]]:
        """Yield the queries that one plugin ends for sure and a later one cares about.

        None where it is not known which of the two comes first.
        """
        if not self.config.build.unplaced.isdisjoint(
            (self.parts[place].name, self.parts[later].name)
        ):
            return
        for asked in self.queries(later):
            if asked.start > place or self.stop(asked, place) is not None:
                continue
            query = self.as_comes_to(asked, place)
            verdict = self.verdict(place, query)
            if not verdict.goes_on:
                yield asked, verdict

    def as_comes_to(self, asked: Asked, place: int) -> Query:
        """Return a query as a plugin gets it."""
        query = asked.query
        for earlier in range(asked.start, place):
            if self.parts[earlier].stanzas and self.may_stop[earlier]:
                query = self.verdict(earlier, query).query or query
        return query


def passages(config: Config) -> tuple[Passage, ...]:
    """Return the passages through all server blocks of a configuration."""
    return tuple(Passage.of(server, config) for server in config.servers)


def is_reversed(zone: str) -> bool:
    """Tell whether a zone is one of addresses, or the zone of all of them."""
    return any(is_subdomain(root, zone) for root in REVERSE)


def addresses(zone: str) -> Iterator[str]:
    """Yield the name of an address below a zone of addresses."""
    for root, size in REVERSE.items():
        if is_subdomain(root, zone):
            yield "7." * (size - zone.count(".") + root.count(".")) + zone
