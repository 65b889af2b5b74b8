"""How queries end, in a form in which two of them can be compared."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from corefile.coredns.catalogue.query import CACHED, Chain, End, Kind, Query
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.zones import parents
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Key, Server, plugin_class
from corefile.coredns.model.trace import Prepared, Step, Trace, Way

__all__ = ["Branch", "Outcome", "Reply", "outcome_of"]

#: How CoreDNS says that a query came to the end of a server block: whichever plugin is last there.
_NO_MORE = "no next plugin found"


@dataclass(frozen=True, slots=True)
class Reply:
    """One of the ways in which a query may end."""

    kind: Kind
    #: The plugin that answers; empty where none does.
    by: str
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
class Branch:
    """What happens in a server block that may have a query."""

    #: What that depends on; empty where it is sure.
    when: str
    replies: tuple[Reply, ...]
    #: What treats some of the names that the query stands for in another way.
    patterns: tuple[str, ...]
    server: Server | None = field(default=None, compare=False)
    key: Key | None = field(default=None, compare=False)
    #: The words that contain the patterns.
    pattern_tokens: tuple[ExpandedToken, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a query ends."""

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
                *((one.kind, one.by, one.rcode, one.to) for one in branch.replies),
            )
            for branch in self.branches
        )

    @property
    def patterns(self) -> tuple[tuple[str, ...], ...]:
        """What treats some of the names in another way."""
        return tuple(branch.patterns for branch in self.branches)


def outcome_of(prepared: Prepared, query: Query) -> Outcome:
    """Return how a query ends in a configuration."""
    trace = prepared.trace(query)
    views = view_patterns(prepared, trace)
    return Outcome(tuple(branch_of(prepared, way, views) for way in trace.ways))


def branch_of(prepared: Prepared, way: Way, views: tuple[str, ...]) -> Branch:
    """Return one way of a query."""
    patterns = list(views)
    tokens: list[ExpandedToken] = []
    for step in way.steps:
        found = told_by_patterns(prepared, way, step)
        if found:
            patterns += [step.plugin, *found]
            tokens.append(step.token)
    replies = list(replies_of(prepared, way, way.steps, way.ends))
    choice = way.choice
    if patterns and way.steps and not way.steps[-1].verdict.goes_on and choice.server:
        # Names that the patterns treat otherwise may go on.
        route = prepared.route(choice.server)
        last = way.steps[-1]
        place = next(at for at, one in enumerate(route.ahead) if one is last.handler)
        if told_by_patterns(prepared, way, last) and place + 1 < len(route.ahead):
            steps, ends = route.follow(place + 1, last.query)
            others = replies_of(prepared, way, tuple(steps), tuple(ends))
            patterns += [word for one in others for word in (one.by, one.kind, *one.to)]
    return Branch(
        choice.when, tuple(replies), tuple(patterns), choice.server, choice.key, tuple(tokens)
    )


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
        if end.when == CACHED:
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


def view_patterns(prepared: Prepared, trace: Trace) -> tuple[str, ...]:
    """Return the conditions on the path of a query that look at its name."""
    if trace.listener is None:
        return ()
    table = prepared.table(trace.listener)
    if not table.has_views:
        return ()
    return tuple(
        text
        for block, _, _ in table.matching(tuple(parents(trace.query.lower)))
        if block.view is not None
        for text in type(block.view).patterns((block.view,), trace.query, Chain())
    )
