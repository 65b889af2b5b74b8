"""Lines that the new release does not take, or takes without effect: other words, or none.

Which lines these are, and what to write instead, the plugins' own modules say (`Plugin.changes`);
what releases know at all is in the data of the releases.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import Plugin, in_release
from corefile.coredns.releases.changes import Change, Instead
from corefile.coredns.releases.release import plugin_releases, property_releases, removed_properties
from corefile.editing.batch import Added, Removed, Reworded
from corefile.editing.editor import Editor
from corefile.editing.handles import Body, Line
from corefile.migrating.notice import Notice, NoticeKind, notice_of
from corefile.migrating.proxies import PROXY, proxy_steps, refuse_google
from corefile.migrating.route import Route
from corefile.migrating.steps import Step, at
from corefile.syntax.tree import Token
from corefile.text.records import replace
from corefile.text.typed import TypeAlias

__all__ = ["Typed", "replacing_steps"]

#: The stanzas that CoreDNS reads, by the word of the tree that each begins with.
Typed: TypeAlias = Mapping[Token, Plugin]


def replacing_steps(editor: Editor, typed: Typed, route: Route) -> Iterator[Step]:
    """Yield what makes a text fit for the new release. Raises Impossible."""
    for body in (*editor.servers, *editor.snippets):
        proxies = []
        for line in body.plugins():
            if line.name == PROXY:
                refuse_google(line, route)
            if line.name == PROXY and route.is_upwards and has_to_go(PROXY, route):
                proxies.append(line)
            elif has_to_go(line.name, route):
                yield from plugin_steps(line, route)
            elif (kind := plugin_class(line.name)) is not None:
                yield from property_steps(body, line, kind, typed.get(line.node.name), route)
        if proxies:
            yield from proxy_steps(editor, body, proxies, route)


def has_to_go(name: str, route: Route) -> bool:
    """Tell whether the new release lacks a plugin that the old one has, or is to do without it."""
    if name not in route.old.plugins:
        return False
    about = (change for change in route.changes(name) if not change.what)
    ends = (change for change in about if change.kind in ("deprecated", "removed", "replaced"))
    return name not in route.new.plugins or any(map(route.is_due, ends))


def plugin_steps(line: Line, route: Route) -> Iterator[Step]:
    """Yield what becomes of a plugin that the new release lacks."""
    if not route.is_upwards:
        text = f"CoreDNS {route.new.release} has no `{line.name}`"
        since = str(plugin_releases(line.name).since)
        told = at(Notice("lost", text, "", since, line.name, source="plugin.cfg"), line)
        yield Step((told,), (Removed(line),))
        return
    for change in route.replacements(line.name, ""):
        yield replaced(line, change, line.name)
        return


def property_steps(
    body: Body, line: Line, kind: type[Plugin], stanza: Plugin | None, route: Route
) -> Iterator[Step]:
    """Yield what becomes of the properties of a stanza."""
    for change in own_changes(line, kind, route):
        yield replaced(line, change, line.name)
    properties = line.properties()
    if stanza is not None and not reads_by_line(stanza, properties):
        return  # CoreDNS reads several from one line: what it says of the outcome decides
    moved: dict[str, list[tuple[Line, Change]]] = {}
    for each in properties:
        if not route.is_upwards and lacks(kind, each.name, route):
            text = f"CoreDNS {route.new.release} has no `{each.name}` in `{line.name}`"
            since = str(property_releases(kind.name, each.name).since or "")
            told = Notice("lost", text, "", since, line.name, each.name, f"plugin/{line.name}")
            yield Step((at(told, each),), (Removed(each),))
            continue
        found = [
            change
            for change in route.replacements(line.name, each.name)
            if change.instead is not None and change.instead.fits(each.args)
        ]
        # What came before the last change, and is more than that, is worth knowing too.
        earlier = [change for change in found[1:] if change.instead and change.instead.above >= 0]
        also = tuple(at(notice_of(change, line.name, "meaning"), each) for change in earlier)
        for change in found[:1]:
            step = replaced(each, change, line.name, line)
            if change.instead and change.instead.plugin:
                moved.setdefault(change.instead.plugin, []).append((each, change))
            else:
                yield replace(step, notices=(*step.notices, *also))
    for plugin, lines in moved.items():
        if stanza is not None:
            yield moved_step(body, plugin, line, lines, stanza)


def own_changes(line: Line, kind: type[Plugin], route: Route) -> list[Change]:
    """Return the change after which the plugin's own line is to be written in another way."""
    properties = {*kind.specs(), *removed_properties(kind.name)}
    found = [
        change
        for change in reversed(route.changes(line.name))
        if change.what not in properties
        and route.is_due(change)
        and change.instead is not None
        and change.instead.fits(line.args)
    ]
    return found[:1]


def reads_by_line(stanza: Plugin, properties: Sequence[Line]) -> bool:
    """Tell whether every property of a stanza has a line of its own."""
    names = {each.node.name for each in properties}
    return all(token.token in names for token in stanza.property_tokens)


def lacks(kind: type[Plugin], name: str, route: Route) -> bool:
    """Tell whether the new release lacks a property that the old one has."""
    if name in removed_properties(kind.name):
        has = partial(in_release, kind, name, gone=True)
    elif name in kind.specs():
        has = partial(in_release, kind, name)
    else:
        return False
    return has(route.old.release) and not has(route.new.release)


def replaced(line: Line, change: Change, plugin: str, owner: Line | None = None) -> Step:
    """Return what writes something else instead of a line, and more lines into its `owner`."""
    instead = change.instead or Instead()
    kind: NoticeKind = "replaced" if instead.lines else "removed"
    told = at(notice_of(change, plugin, kind), line)
    if not instead.lines:
        return Step((told,), (Removed(line),))
    first, *others = instead.rows(line.args)
    more = (Added(owner, row) for row in others if owner is not None and row[0] not in owner)
    return Step((told,), (Reworded(line, first), *more))


def moved_step(
    body: Body, plugin: str, owner: Line, lines: Sequence[tuple[Line, Change]], stanza: Plugin
) -> Step:
    """Return what moves properties into another plugin of the block, for the zones of their own."""
    told = tuple(at(notice_of(change, stanza.name, "moved"), line) for line, change in lines)
    rows = [
        (row, line.comments if at == 0 else [], line.comment if at == 0 else "")
        for line, change in lines
        for at, row in enumerate((change.instead or Instead()).rows(line.args))
    ]
    tokens = (zone.token.token for zone in stanza.zones_within())
    zones = [token.value for token in dict.fromkeys(tokens) if token in owner.node.args]

    def move() -> None:
        stanza = body.add(plugin, *zones)
        for row, comments, comment in rows:
            new = stanza.append(*row)
            if comments:
                new.comments = comments
            if comment:
                new.comment = comment

    return Step(told, tuple(Removed(line, comments=True) for line, _ in lines), move)
