"""How queries end, in a form in which two of them can be compared."""

from collections.abc import Iterator
from functools import cache

from corefile.coredns.catalogue.query import Chain, End, Kind, Query
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.zones import parents
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Key, Server, plugin_class
from corefile.coredns.model.trace import Prepared, Step, Trace, Way
from corefile.text.brief import Brief
from corefile.text.records import dataclass, field

__all__ = ["Branch", "Outcome", "Pattern", "Reply", "outcome_of"]

#: How CoreDNS says that a query came to the end of a server block: whichever plugin is last there.
_NO_MORE = "no next plugin found"


@dataclass(frozen=True, slots=True)
class Reply(Brief):
    """One of the ways in which a query may end."""

    #: As in `End`.
    kind: Kind
    #: The plugin that answers; empty where none does.
    by: str
    #: The response code, None where it is not known or there is no answer.
    rcode: str | None
    #: The servers that are asked.
    to: tuple[str, ...]
    #: What that depends on.
    when: str
    #: What the answer comes from: addresses, records, a file.
    source: tuple[str, ...]
    #: The word that decides.
    token: ExpandedToken | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Pattern(Brief):
    """What a plugin says of some of the names that a query stands for."""

    #: The plugin's name.
    plugin: str
    #: The patterns, and what belongs to them.
    words: tuple[str, ...]
    #: Where it is written.
    token: ExpandedToken = field(compare=False)


@dataclass(frozen=True, slots=True)
class Branch(Brief):
    """What happens in a server block that may have a query."""

    #: What that depends on; empty where it is sure.
    when: str
    #: The ways in which the query may end there.
    replies: tuple[Reply, ...]
    #: What treats some of the names that the query stands for in another way.
    patterns: tuple[Pattern, ...]
    #: How the queries end that go on because patterns do not fit their names, if this one does not.
    others: tuple[Reply, ...] = ()
    #: The server block; None for none.
    server: Server | None = field(default=None, compare=False)
    #: The key by which it has the query.
    key: Key | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Outcome(Brief):
    """How a query ends."""

    #: One for each server block that may have the query.
    branches: tuple[Branch, ...]

    @property
    def replies(self) -> tuple[tuple[str, tuple[Reply, ...]], ...]:
        """What is sure of all names that the query stands for."""
        return tuple((branch.when, branch.replies) for branch in self.branches)

    @property
    def loose(self) -> tuple[object, ...]:
        """The same without what answers come from."""
        return tuple(
            (
                branch.when,
                branch.patterns,
                branch.others,
                *((one.kind, one.by, one.rcode, one.to) for one in branch.replies),
            )
            for branch in self.branches
        )

    @property
    def patterns(self) -> tuple[tuple[Pattern, ...], ...]:
        """What treats some of the names in another way."""
        return tuple(branch.patterns for branch in self.branches)


def outcome_of(prepared: Prepared, query: Query) -> Outcome:
    """Return how a query ends in a configuration."""
    trace = prepared.trace(query)
    views = view_patterns(prepared, trace)
    return Outcome(tuple(branch_of(prepared, way, views) for way in trace.ways))


def branch_of(prepared: Prepared, way: Way, views: tuple[Pattern, ...]) -> Branch:
    """Return one way of a query."""
    found = ((step, told_by_patterns(prepared, way, step)) for step in way.steps)
    own = (Pattern(step.plugin, words, step.token) for step, words in found if words)
    replies = tuple(replies_of(prepared, way, way.steps, way.ends))
    choice, others = way.choice, tuple(others_of(prepared, way))
    return Branch(choice.when, replies, (*views, *own), others, choice.server, choice.key)


def others_of(prepared: Prepared, way: Way) -> Iterator[Reply]:
    """Yield how queries end that go on where this one does not, since a pattern fits it or not."""
    if way.choice.server is None or not way.steps or way.steps[-1].verdict.goes_on:
        return
    route, last = prepared.route(way.choice.server), way.steps[-1]
    place = next(at for at, one in enumerate(route.ahead) if one is last.handler)
    if not told_by_patterns(prepared, way, last) or place + 1 == len(route.ahead):
        return
    stanzas, chain = last.handler.stanzas, route.chain(place)
    if type(stanzas[0]).lets_on(stanzas, last.query, chain):
        steps, ends = route.follow(place + 1, last.query)
        yield from replies_of(prepared, way, tuple(steps), tuple(ends))


def told_by_patterns(prepared: Prepared, way: Way, step: Step) -> tuple[str, ...]:
    """Return what a plugin says of some names that a query stands for."""
    stanzas = step.handler.stanzas
    if not stanzas or way.choice.server is None or not has_patterns(stanzas[0].name):
        return ()
    chain = prepared.route(way.choice.server).chain_of(step.handler)
    return type(stanzas[0]).patterns(stanzas, step.query, chain)


@cache
def has_patterns(name: str) -> bool:
    """Tell whether a plugin ever treats some names otherwise than all around them."""
    kind = plugin_class(name) or Plugin
    return kind.patterns.__func__ is not Plugin.patterns.__func__  # type: ignore[attr-defined]


def replies_of(
    prepared: Prepared, way: Way, steps: tuple[Step, ...], ends: tuple[End, ...]
) -> Iterator[Reply]:
    """Yield the ways in which a query ends, save that an answer is in the cache."""
    if way.choice.server is None:
        yield from (Reply(end.kind, "", end.rcode, (), end.when, ()) for end in ends)
        return
    for end in ends:
        if end.cached:
            continue
        step = step_of(end, steps)
        if end.error.endswith(_NO_MORE) or step is None:
            token = step.token if step else way.choice.key.token if way.choice.key else None
            yield Reply(end.kind, "", end.rcode, (), "", (), token)
            continue
        source: tuple[str, ...] = ()
        if end.kind == "answered":
            source = source_of(prepared, way.choice.server, step)
        yield Reply(end.kind, end.by, end.rcode, end.to, end.when, source, step.token)


def step_of(end: End, steps: tuple[Step, ...]) -> Step | None:
    """Return the step at which a query ends in a way."""
    own = [step for step in steps if step.plugin == end.by]
    exact = (step for step in own if any(one.to == end.to for one in step.verdict.ends))
    return next(exact, own[-1] if own else steps[-1] if steps else None)


def source_of(prepared: Prepared, server: Server, step: Step) -> tuple[str, ...]:
    """Return what the answer of a plugin comes from."""
    stanzas = step.handler.stanzas
    if not stanzas:  # one that is not described: all its words
        name = step.handler.name
        lines = (line for line in server.directives if line.name == name)
        return tuple(token.text for line in lines for token in line.tokens[1:])
    chain = prepared.route(server).chain_of(step.handler)
    return type(stanzas[0]).answers_from(stanzas, step.query, chain)


def view_patterns(prepared: Prepared, trace: Trace) -> tuple[Pattern, ...]:
    """Return the conditions on the path of a query that look at its name."""
    if trace.listener is None:
        return ()
    table = prepared.table(trace.listener)
    if not table.has_views:
        return ()
    views = (block.view for block, _, _ in table.matching(tuple(parents(trace.query.lower))))
    found = ((view, view.patterns((view,), trace.query, Chain())) for view in views if view)
    return tuple(Pattern(view.name, words, view.token) for view, words in found if words)
