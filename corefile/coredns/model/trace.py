"""Who answers a query: the server block that has it, and the plugins that it meets there.

The choice of the server block is that of `ServeDNS` (core/dnsserver/server.go): first the listener,
then the longest zone, in the order of the text, whose views let the query in. In the server block
the query meets one handler after the other in the order of the release, never in that of the text.
Each plugin's own module says what the plugin does (`serve`); what is not described here may end any
query. Data outside the text decides only where the query stops, so all ways through one server
block are beginnings of the same list.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from corefile.coredns.catalogue.facts import Role
from corefile.coredns.catalogue.query import (
    CACHED,
    Chain,
    End,
    Query,
    Verdict,
    data_decides,
    failure,
    refusal,
)
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.zones import DEFAULT_PORTS, key_addresses, parents
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Config, Key, Server
from corefile.coredns.model.listeners import Listener, Use, canonical_host, listeners
from corefile.coredns.plugins.view import View
from corefile.coredns.releases.release import Release, span

__all__ = ["Assumptions", "Choice", "Handler", "Step", "Trace", "Way", "handlers", "trace"]

#: The release that began to compare the zones of keys in lower case, and to ask plugins for
#: opcodes (core/dnsserver/register.go, server.go).
LOWER_KEYS = span("1.14.7")
NOT_IMPLEMENTED = End("failed", rcode="NOTIMP", when="the opcode is not implemented")


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What users say about what the text leaves open."""

    #: By the plugin's name: `hit`, `miss`, `nodata`, `nxdomain` or `servfail`.
    outcomes: Mapping[str, str] = field(default_factory=dict)
    #: Gives the text of a file that the Corefile names; None for one that is not to be read.
    read: Callable[[str], str | None] = field(default=lambda name: None)


@dataclass(frozen=True, slots=True)
class Handler:
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
class Step:
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
class Choice:
    """A server block that has a query, or the server's own answer where none has it."""

    #: The server block; None where the server answers.
    server: Server | None
    #: The key by which it has the query.
    key: Key | None = None
    #: The zone of the key, with a dot at its end.
    zone: str = ""
    #: Its view, if it has one.
    view: View | None = None
    #: What the choice depends on; empty where it is sure.
    when: str = ""
    #: How the query ends without having met a plugin.
    end: End | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One server block that may have a query, and what happens to it there."""

    #: The server block, and why it has the query.
    choice: Choice
    #: The plugins that the query meets, in order.
    steps: tuple[Step, ...]
    #: How it may end, in the order of the plugins.
    ends: tuple[End, ...]
    #: The plugins that are never asked, since one before them ends the query.
    ahead: tuple[Handler, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
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
        ends = {end.by for way in self.ways for end in way.ends if end.when != CACHED}
        return len(self.ways) == 1 and len(ends) == 1

    @property
    def fails(self) -> bool:
        """Whether nobody answers the query, here or upstream, for sure.

        What nobody answers is not in the cache either.
        """
        ends = [end for way in self.ways for end in way.ends if end.when != CACHED]
        return not any(end.kind in ("answered", "forwarded") for end in ends)


def trace(config: Config, query: Query, assumptions: Assumptions | None = None) -> Trace:
    """Return what a query meets in a configuration.

    What CoreDNS refuses of the configuration is left out of it: the trace is of the rest.
    """
    assumptions = assumptions or Assumptions()
    release = config.build.release
    listener = listener_of(config, query)
    if listener is None:
        way = Way(Choice(None), (), (End("dropped", when="nothing listens there"),))
        return Trace(query, None, (way,))
    query = received(query, listener)
    found = [
        follow(config, choice, query, assumptions)
        for choice in choices(listener.uses, query, config, release)
    ]
    return Trace(query, listener, tuple(found))


def received(query: Query, listener: Listener) -> Query:
    """Return a query as it comes from a listener.

    A socket of UDP for all addresses does not say which of them was asked.
    """
    address = query.address or listener.host
    if query.over_udp and not listener.host:
        address = "::"
    return replace(query, port=query.port or listener.port, address=address)


# ----- which server block


def listener_of(config: Config, query: Query) -> Listener | None:
    """Return the listener that gets a query.

    The kernel gives a packet to the socket for the very address before the one for all addresses.
    Where the query does not say which port or address, it is the usual port if something listens
    there, and the socket for all addresses.
    """
    found = [one for one in listeners(config) if one.transport == query.transport]
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

    server: Server
    #: The zones in the order of the keys, as CoreDNS compares them.
    zones: tuple[tuple[Key, str], ...]
    handlers: tuple[Handler, ...]
    view: View | None

    @classmethod
    def of(cls, use: Use, config: Config, release: Release) -> "Block":
        """Return the server block of a use of a listener."""
        lower = release in LOWER_KEYS
        zones = [
            (key, zone if lower else as_written(key, zone))
            for key, zone in zip(use.keys, use.zones, strict=True)
        ]
        view = use.server.first(View)
        return cls(use.server, tuple(zones), handlers(use.server, config), view)


def choices(
    uses: Sequence[Use], query: Query, config: Config, release: Release
) -> Iterator[Choice]:
    """Yield the server blocks that may have a query; the last one has it if none before does."""
    early = answered_by_server(uses, query, release)
    if early is not None:
        yield Choice(None, end=early)
        return
    blocks = [Block.of(use, config, release) for use in uses]
    yield from unknown_keys(blocks)
    name = query.lower
    below_root = [zone for zone in parents(name) if zone != "." or name == "."]
    remembered: list[Choice] = []
    for block, key, zone in matching(blocks, below_root):
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
    yield from at_root(blocks, query)


def at_root(blocks: Sequence[Block], query: Query) -> Iterator[Choice]:
    """Yield the root's server blocks that may have a query; one without handlers is skipped."""
    for block, key, zone in matching(blocks, ["."]):
        choice, sure = admitted(block, key, zone, query) if block.handlers else (None, False)
        if choice is not None:
            yield choice
            if sure:
                return
    yield Choice(None, end=refusal("", "no server block has the name"))


def as_written(key: Key, zone: str) -> str:
    """Return a zone with the capital letters of its key: with these it never has a query."""
    written = (address.zone for address in key_addresses(key.text, as_written=True))
    return next((one for one in written if one.lower() == zone), zone)


def matching(blocks: Sequence[Block], zones: Sequence[str]) -> Iterator[tuple[Block, Key, str]]:
    """Yield the server blocks with one of the zones, zone by zone, in the order of the text."""
    for zone in zones:
        for block in blocks:
            for key, own in block.zones:
                if own == zone:
                    yield block, key, zone
                    break


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


def answered_by_server(uses: Sequence[Use], query: Query, release: Release) -> End | None:
    """Return the answer that the server gives before it looks for a server block."""
    names = {directive.name for use in uses for directive in use.server.directives}
    opcodes = {"QUERY", "NOTIFY"} | ({"UPDATE"} if "dynupdate" in names else set())
    if query.opcode not in opcodes:
        return NOT_IMPLEMENTED
    if query.class_ != "IN" and not names & {"chaos", "forward"}:
        return refusal("", f"no plugin of this listener serves class {query.class_}")
    return None


# ----- what happens there


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


def follow(config: Config, choice: Choice, query: Query, assumptions: Assumptions) -> Way:
    """Follow a query through a server block."""
    if choice.end is not None or choice.server is None:
        return Way(choice, (), (choice.end or refusal(""),))
    ahead = handlers(choice.server, config)
    steps, ends = Route(config, choice.server, ahead, assumptions).follow(0, query)
    met = {id(step.handler) for step in steps}
    never = tuple(handler for handler in ahead if id(handler) not in met)
    return Way(choice, tuple(steps), tuple(ends), never)


@dataclass(frozen=True, slots=True)
class Route:
    """The handlers of a server block, and what they find around them."""

    config: Config
    server: Server
    ahead: tuple[Handler, ...]
    assumptions: Assumptions

    def chain(self, place: int) -> Chain:
        """Return what a handler finds around it."""
        names = tuple(handler.name for handler in self.ahead)
        return Chain(
            release=self.config.build.release,
            zones=self.server.zones,
            rest=names[place + 1 :],
            names=names,
            assumed=self.assumptions.outcomes.get(names[place], ""),
            read=self.assumptions.read,
        )

    def follow(self, start: int, query: Query) -> tuple[list[Step], list[End]]:
        """Follow a query from a handler on: what it meets, and how it may end."""
        steps: list[Step] = []
        ends: list[End] = []
        after: list[Callable[[End], End]] = []
        for place in range(start, len(self.ahead)):
            handler, chain = self.ahead[place], self.chain(place)
            verdict = verdict_of(handler, query, chain)
            steps.append(Step(handler, query, verdict))
            ends += [turned(end, after) for end in verdict.ends]
            if not verdict.goes_on:
                return steps, ends
            if verdict.tries:
                more, found = self.try_each(place + 1, verdict.tries)
                return steps + more, ends + [turned(end, after) for end in found]
            if verdict.after is not None:
                after.append(verdict.after)
            query = verdict.query or query
        last = last_end(self.ahead[-1], query, self.chain(len(self.ahead) - 1))
        return steps, [*ends, turned(last, after)]

    def try_each(self, start: int, tries: Sequence[Query]) -> tuple[list[Step], list[End]]:
        """Follow queries one after the other, up to one with an answer other than NXDOMAIN."""
        steps: list[Step] = []
        ends: list[End] = []
        if start == len(self.ahead):
            return steps, [last_end(self.ahead[-1], tries[0], self.chain(start - 1))]
        first: list[End] = []
        for query in tries:
            more, found = self.follow(start, query)
            steps += more
            first = first or found
            ends += [end for end in found if end.written and end.rcode != "NXDOMAIN"]
            if any(end.error for end in found):
                return steps, [*ends, *found]
            if not any(end.rcode in (None, "NXDOMAIN") or not end.written for end in found):
                return steps, ends
        return steps, ends + [end for end in first if end not in ends]


def verdict_of(handler: Handler, query: Query, chain: Chain) -> Verdict:
    """Return what a handler does with a query."""
    if not handler.stanzas:
        answers = End("answered", handler.name, when="the plugin answers it")
        outcomes = {"hit": answers, "nodata": answers, "nxdomain": None}
        why = "not a plugin of CoreDNS itself: may answer; else goes on"
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
