"""Which changes between two releases are about what a Corefile has in it."""

import re
from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Config, Server
from corefile.coredns.releases.changes import Change, ChangeKind
from corefile.migrating.around import is_done, renamed_metrics, server_changes
from corefile.migrating.notice import Notice, notice_of
from corefile.migrating.route import Route
from corefile.text.records import replace

__all__ = ["told_of"]

#: What the plugin is that metrics are read from.
METRICS = "prometheus"
#: Changes after which a line is refused, which edits and verdicts deal with.
REFUSED: frozenset[ChangeKind] = frozenset(("removed", "replaced", "moved"))
#: What is so of a plugin that no other one comes after.
NO_NEXT = "no next plugin"


def told_of(
    config: Config, around: str, route: Route
) -> Iterator[tuple[Notice, ExpandedToken | None]]:
    """Yield what changes for a configuration, each change once, with its place if it has one.

    `around` is the text of the file that it is in.
    """
    used = frozenset(line.name for server in config.servers for line in server.directives)
    for notice, token in changes_met(config, around, route):
        yield notice, token
        own = frozenset((notice.plugin,)) if notice.plugin else used
        names = renamed_metrics(notice.release, own, route) if notice.kind == "metrics" else {}
        if notice.what not in names:
            yield from ((replace(notice, text=text, advice=""), token) for text in names.values())


def changes_met(
    config: Config, around: str, route: Route
) -> Iterator[tuple[Notice, ExpandedToken | None]]:
    """Yield the changes of the server and of plugins that are about a configuration."""
    for change in server_changes(config, around, route):
        yield in_direction(change, "", route), None
    found: set[tuple[str, Change]] = set()
    measured = any(server.has(METRICS) for server in config.servers)
    for server in config.servers:
        for stanza in server.plugins:
            for change in route.changes(stanza.name):
                key = (stanza.name, change)
                if key in found or (change.kind == "metrics" and not measured):
                    continue
                if is_met(change, stanza, server, route) and not is_done(change, around):
                    found.add(key)
                    yield in_direction(change, stanza.name, route), place_of(change, stanza)


def is_met(change: Change, stanza: Plugin, server: Server, route: Route) -> bool:
    """Tell whether a change is about a stanza."""
    arrives = route.arrives_at(change)
    if change.kind in ("added", "avoid", "deprecated") and not (arrives and route.is_upwards):
        return change.kind == "avoid" and arrives and stanza.meets(change)
    if change.kind in REFUSED or (change.kind == "ignored" and (change.instead or not arrives)):
        return False
    if change.kind == "deprecated" and is_overtaken(change, stanza.name, route):
        return False
    if change.kind == "order" and not is_passed(stanza, server, route):
        return False
    if change.what == NO_NEXT and answers_after(stanza, server):
        return False
    if change.what in route.new.plugins and not (
        server.has(change.what) or stanza.has(change.what)
    ):
        return False
    if change.where and not has_word(stanza, server, change.where):
        return False
    return stanza.meets(change)


def answers_after(stanza: Plugin, server: Server) -> bool:
    """Tell whether a plugin that answers comes after another one."""
    after = server.plugins[server.plugins.index(stanza) + 1 :]
    return any(each.role == "answers" and each.name != stanza.name for each in after)


def has_word(stanza: Plugin, server: Server, pattern: str) -> bool:
    """Tell whether a word of a stanza has a pattern."""
    lines = (line.tokens for line in server.directives if stanza.token in line.tokens[:1])
    return any(re.search(pattern, token.text) for tokens in lines for token in tokens)


def is_overtaken(change: Change, plugin: str, route: Route) -> bool:
    """Tell whether what is deprecated goes away on the same way."""
    later = (each for each in route.changes(plugin) if change.first < each.first)
    return any(each.what == change.what for each in later)


def is_passed(stanza: Plugin, server: Server, route: Route) -> bool:
    """Tell whether a plugin and another of its server block change places, and it matters.

    It does for two that see queries; for one that does not, where the other reads files.
    """
    return any(
        matters(stanza, other) and changes_places(stanza.name, other.name, route)
        for other in server.plugins
        if other.name != stanza.name
    )


def matters(stanza: Plugin, other: Plugin) -> bool:
    """Tell whether the order of two plugins is seen."""
    if stanza.role == "setting":
        return any(True for _ in type(other).files((other,)))
    return other.role != "setting"


def changes_places(one: str, other: str, route: Route) -> bool:
    """Tell whether one plugin comes before another in one of two releases alone."""
    orders = (route.old.plugins, route.new.plugins)
    if not all(one in order and other in order for order in orders):
        return False
    before, after = (order.index(one) < order.index(other) for order in orders)
    return before is not after


def in_direction(change: Change, plugin: str, route: Route) -> Notice:
    """Return a change as a notice; one that is no longer so says it."""
    notice = notice_of(change, plugin)
    if route.arrives_at(change):
        return notice
    return replace(notice, text=f"no longer so: {notice.text}", advice="")


def place_of(change: Change, stanza: Plugin) -> ExpandedToken:
    """Return the word that a change is about: a property of its name, or the plugin's own."""
    return stanza.has(change.what) or stanza.token
