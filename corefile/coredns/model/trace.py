"""Who answers a query: the server block that has it, and the plugins that it meets there.

Which server block it is, `corefile.coredns.model.choosing` says. There the query meets one handler
after the other in the order of the release, never in that of the text.
Each plugin's own module says what the plugin does (`serve`); what is not described here may end any
query. Data outside the text decides only where the query stops, so all ways through one server
block are beginnings of the same list.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from corefile.coredns.catalogue.query import (
    Chain,
    End,
    Query,
    SearchPath,
    Verdict,
    data_decides,
    failure,
    refusal,
)
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.choosing import (
    Choice,
    Handler,
    Table,
    choices,
    handlers,
    listener_of,
)
from corefile.coredns.model.config import Config, Server, plugin_class
from corefile.coredns.model.listeners import Listener, listeners
from corefile.text.brief import Brief
from corefile.text.records import dataclass, field, replace

__all__ = [
    "Assumptions",
    "Choice",
    "Handler",
    "Step",
    "Trace",
    "Way",
    "handlers",
    "trace",
]


@dataclass(frozen=True, slots=True)
class Assumptions(Brief):
    """What users say about what the text leaves open."""

    #: By the plugin's name: `hit`, `miss`, `nodata`, `nxdomain` or `servfail`.
    outcomes: Mapping[str, str] = field(default_factory=dict)
    #: Gives the text of a file that the Corefile names; None for one that is not to be read.
    read: Callable[[str], str | None] = field(default=lambda name: None)
    #: The namespace of the pod that asks; empty where that is not known.
    namespace: str = ""


@dataclass(frozen=True, slots=True)
class Step(Brief):
    """A plugin that a query meets."""

    #: The plugin, with its stanzas.
    handler: Handler
    #: The query as the plugin gets it.
    query: Query
    #: What the plugin does with it.
    verdict: Verdict

    @property
    def plugin(self) -> str:
        """The plugin's name."""
        return self.handler.name

    @property
    def token(self) -> ExpandedToken:
        """The word of the Corefile that decides."""
        return self.verdict.token or self.handler.token


@dataclass(frozen=True, slots=True)
class Way(Brief):
    """One server block that may have a query, and what happens to it there."""

    #: The server block, and why it has the query.
    choice: Choice
    #: The plugins that the query meets, in order.
    steps: tuple[Step, ...]
    #: How it may end, in the order of the plugins.
    ends: tuple[End, ...]
    #: The plugins that are never asked, since one before them ends the query.
    ahead: tuple[Handler, ...] = ()
    #: Those of them in which the text has an answer for the query; found out for one trace alone.
    unasked: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace(Brief):
    """What a query meets."""

    #: The query, as it comes from the listener.
    query: Query
    #: None where nothing listens for the query.
    listener: Listener | None
    #: Several where the client or the environment decides.
    ways: tuple[Way, ...]

    @property
    def certain(self) -> bool:
        """Whether there is one way, which ends at one plugin whatever is not in the text."""
        ends = {end.by for way in self.ways for end in way.ends if not end.cached}
        return len(self.ways) == 1 and len(ends) == 1

    @property
    def fails(self) -> bool:
        """Whether nobody answers the query, here or upstream, for sure.

        What nobody answers is not in the cache either.
        """
        ends = [end for way in self.ways for end in way.ends if not end.cached]
        return not any(end.kind in ("answered", "forwarded") for end in ends)


def trace(config: Config, query: Query, assumptions: Assumptions | None = None) -> Trace:
    """Return what a query meets in a configuration.

    What CoreDNS refuses of the configuration is left out of it: the trace is of the rest.
    """
    prepared = Prepared(config, assumptions)
    found = prepared.trace(query)
    ways = (replace(way, unasked=tuple(prepared.unasked(way))) for way in found.ways)
    return replace(found, ways=tuple(ways))


class Prepared:
    """A configuration made ready for many queries: what they have in common is found out once."""

    def __init__(self, config: Config, assumptions: Assumptions | None = None) -> None:
        #: The configuration.
        self.config = config
        #: What users say of what it leaves open.
        self.assumptions: Assumptions = assumptions or Assumptions()
        #: The sockets.
        self.listeners: tuple[Listener, ...] = listeners(config)
        self._asked: dict[tuple[str, str, str], Listener | None] = {}
        self._tables: dict[int, Table] = {}
        self._routes: dict[int, Route] = {}
        self._chosen: tuple[tuple[int, str], tuple[Choice, ...]] = ((0, ""), ())

    def trace(self, query: Query) -> Trace:
        """Return what a query meets."""
        listener = self.listener(query)
        if listener is None:
            way = Way(Choice(None), (), (End("dropped", when="nothing listens there"),))
            return Trace(query, None, (way,))
        query = received(query, listener)
        ways = tuple([self.follow(choice, query) for choice in self.choices(listener, query)])
        return Trace(query, listener, ways)

    def choices(self, listener: Listener, query: Query) -> tuple[Choice, ...]:
        """Return the server blocks that may have a query: mostly those of the query before."""
        table = self.table(listener)
        if table.has_views or query.type == "DS" or query.class_ != "IN" or query.opcode != "QUERY":
            return tuple(choices(table, query))
        asked = (id(table), query.lower)
        if self._chosen[0] != asked:
            self._chosen = (asked, tuple(choices(table, query)))
        return self._chosen[1]

    def listener(self, query: Query) -> Listener | None:
        """Return the listener that gets a query."""
        asked = (query.transport, query.address, query.port)
        if asked not in self._asked:
            self._asked[asked] = listener_of(self.listeners, query)
        return self._asked[asked]

    def table(self, listener: Listener) -> Table:
        """Return the server blocks of one of the sockets."""
        if id(listener) not in self._tables:
            self._tables[id(listener)] = Table.of(listener, self.config)
        return self._tables[id(listener)]

    def route(self, server: Server) -> "Route":
        """Return the way through one of the server blocks."""
        if id(server) not in self._routes:
            ahead = handlers(server, self.config)
            self._routes[id(server)] = Route(self.config, server, ahead, self.assumptions)
        return self._routes[id(server)]

    def follow(self, choice: Choice, query: Query) -> Way:
        """Follow a query through a server block."""
        if choice.end is not None or choice.server is None:
            return Way(choice, (), (choice.end or refusal(""),))
        route = self.route(choice.server)
        steps, ends = route.follow(0, query)
        met = {id(step.handler) for step in steps}
        never = tuple(handler for handler in route.ahead if id(handler) not in met)
        return Way(choice, tuple(steps), tuple(ends), never)

    def unasked(self, way: Way) -> Iterator[Step]:
        """Yield the plugins that are never asked and in which a word of the text is the answer."""
        if way.choice.server is None or not way.steps or way.steps[-1].verdict.goes_on:
            return
        route, query = self.route(way.choice.server), way.steps[-1].query
        for handler in way.ahead:
            verdict = verdict_of(handler, query, route.chain_of(handler))
            answers = all(end.kind == "answered" and end.rcode == "NOERROR" for end in verdict.ends)
            if verdict.token is not None and verdict.word == "ends" and answers:
                yield Step(handler, query, verdict)


def received(query: Query, listener: Listener) -> Query:
    """Return a query as it comes from a listener.

    A socket of UDP for all addresses does not say which of them was asked.
    """
    address = query.address or listener.host
    if query.over_udp and not listener.host:
        address = "::"
    port = query.port or listener.port
    if (port, address) == (query.port, query.address):
        return query
    return replace(query, port=port, address=address)


@dataclass(frozen=True, slots=True)
class Route:
    """The handlers of a server block, and what they find around them."""

    config: Config
    server: Server
    ahead: tuple[Handler, ...]
    assumptions: Assumptions
    _chains: dict[int, Chain] = field(default_factory=dict, compare=False, repr=False)
    _places: dict[int, int] = field(default_factory=dict, compare=False, repr=False)

    def chain(self, place: int) -> Chain:
        """Return what a handler finds around it: the same for every query."""
        if place not in self._chains:
            self._chains[place] = self._chain(place)
        return self._chains[place]

    def chain_of(self, handler: Handler) -> Chain:
        """Return what one of the handlers finds around it."""
        if not self._places:
            self._places.update((id(one), place) for place, one in enumerate(self.ahead))
        return self.chain(self._places[id(handler)])

    def _chain(self, place: int) -> Chain:
        names = tuple(handler.name for handler in self.ahead)
        return Chain(
            release=self.config.build.release,
            zones=self.server.zones,
            rest=names[place + 1 :],
            is_renamed=any(
                stanza.renames for before in self.ahead[:place] for stanza in before.stanzas
            ),
            assumed=self.assumptions.outcomes.get(names[place], ""),
            read=self.assumptions.read,
            namespace=self.assumptions.namespace,
            # Of a route of its own, or the two would hold each other.
            search_path=Route(self.config, self.server, self.ahead, self.assumptions).search_path,
        )

    def search_path(self, name: str, query: Query) -> SearchPath | None:
        """Return what one of the plugins says of the search path of a query's client."""
        for handler in self.ahead:
            if handler.name == name and handler.stanzas:
                kind = type(handler.stanzas[0])
                return kind.search_path(handler.stanzas, query, self.chain_of(handler))
        return None

    def follow(self, start: int, query: Query) -> tuple[list[Step], list[End]]:
        """Follow a query from a handler on: what it meets, and how it may end."""
        steps: list[Step] = []
        ends: list[End] = []
        after: list[Callable[[End], End]] = []
        for place in range(start, len(self.ahead)):
            handler = self.ahead[place]
            chain = self._chains.get(place) or self.chain(place)
            verdict = verdict_of(handler, query, chain)
            steps.append(Step(handler, query, verdict))
            if verdict.ends:
                ends += [turned(end, after) for end in verdict.ends] if after else verdict.ends
            if not verdict.goes_on:
                return steps, ends
            if verdict.tries:
                more, found = self.try_each(place + 1, verdict)
                return steps + more, ends + [turned(end, after) for end in found]
            if verdict.after is not None:
                after.append(verdict.after)
            query = verdict.query or query
        last = last_end(self.ahead[-1], query, self.chain(len(self.ahead) - 1))
        return steps, [*ends, turned(last, after)]

    def try_each(self, start: int, verdict: Verdict) -> tuple[list[Step], list[End]]:
        """Follow queries one after the other, up to one with an answer other than NXDOMAIN.

        An error ends it too. Where no query has an answer, that to the first one is given.
        """
        steps: list[Step] = []
        if start == len(self.ahead):
            return steps, [last_end(self.ahead[-1], verdict.tries[0], self.chain(start - 1))]
        ends: list[End] = []
        first: list[End] = []
        for place, query in enumerate(verdict.tries):
            more, found = self.follow(start, query)
            steps += more
            if not place:
                first = [end for end in found if is_tried_again(end)]
                ends += found if verdict.tries_when else []
            ends += [end for end in found if is_told(end)]
            if not any(map(is_tried_again, found)):
                return steps, list(dict.fromkeys(ends))
        return steps, list(dict.fromkeys((*ends, *first)))


def is_tried_again(end: End) -> bool:
    """Tell whether `autopath` may ask for the next name where a query ends in this way."""
    if not end.written or end.kind == "dropped":
        return not end.error
    return end.twice or end.rcode in (None, "NXDOMAIN")


def is_told(end: End) -> bool:
    """Tell whether `autopath` may give clients what ends a query in this way."""
    return bool(end.error) or end.rcode is None or not is_tried_again(end)


def verdict_of(handler: Handler, query: Query, chain: Chain) -> Verdict:
    """Return what a handler does with a query."""
    if not handler.stanzas:
        answers = End("answered", handler.name, when="the plugin answers it")
        outcomes = {"hit": answers, "nodata": answers, "nxdomain": None}
        is_refused = plugin_class(handler.name) is not None
        known = "CoreDNS refuses its words" if is_refused else "not a plugin of CoreDNS itself"
        why = f"{known}: may answer; else goes on"
        return data_decides(handler.name, why, outcomes, chain)
    return type(handler.stanzas[0]).serve(handler.stanzas, query, chain)


def last_end(handler: Handler, query: Query, chain: Chain) -> End:
    """Return how a query ends that the last plugin would pass on."""
    if not handler.stanzas:
        return failure(handler.name, error=f"plugin/{handler.name}: no next plugin found")
    return type(handler.stanzas[0]).at_end(handler.stanzas, query, chain)


def turned(end: End, after: Sequence[Callable[[End], End]]) -> End:
    """Return what the plugins before make of the way in which a query ends."""
    for change in reversed(after):
        end = change(end)
    return end
