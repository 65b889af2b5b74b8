"""What changed in a plugin from release to release: what its class says, and what the data says.

The releases of plugins and properties are data (`corefile.coredns.releases`); all else is in
`changes` of the plugin's class.
"""

from collections.abc import Iterator
from functools import lru_cache

from corefile.coredns.catalogue.lookup import is_stock, plugin_class
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.values import ArgumentSpec, Before, PropertySpec
from corefile.coredns.releases.changes import Change, ChangeKind, Instead
from corefile.coredns.releases.release import (
    SUCCESSORS,
    Release,
    named,
    plugin_releases,
    property_releases,
    removed_properties,
)
from corefile.text.records import fields

__all__ = ["arguments_of", "changes_between", "changes_of", "plugin_changes"]


#: The kinds of changes after which CoreDNS refuses something.
GONE: tuple[ChangeKind, ...] = ("removed", "replaced", "moved")


@lru_cache(maxsize=256)
def changes_of(name: str) -> tuple[Change, ...]:
    """Return all changes of a plugin of CoreDNS, oldest first; none where it never had it."""
    kind = plugin_class(name)
    stated = kind.changes if kind is not None else ()
    known = {(change.release, change.what) for change in stated}
    derived = [*plugin_changes(name)]
    if kind is not None:
        derived += (*property_changes(kind), *default_changes(kind))
    if kind is not None and is_stock(name):
        derived += refusal_changes(kind)
    if any(not change.what and change.kind in GONE for change in stated):
        derived = [change for change in derived if change.what or change.kind not in GONE]
    new = (change for change in derived if (change.release, change.what) not in known)
    return tuple(sorted((*new, *stated), key=lambda change: change.first))


def changes_between(name: str, old: Release, new: Release) -> tuple[Change, ...]:
    """Return the changes of a plugin that one of two releases has and the other has not."""
    return tuple(change for change in changes_of(name) if change.between(old, new))


def plugin_changes(name: str) -> Iterator[Change]:
    """Yield when a plugin came and when it went away."""
    releases = plugin_releases(name)
    if releases.since:
        text = f"the plugin `{name}` is new"
        yield Change(release=str(releases.since), kind="added", text=text, source="plugin.cfg")
    if releases.until:
        successor = SUCCESSORS.get(name, "")
        yield Change(
            release=str(releases.until),
            kind="replaced" if successor else "removed",
            text=f"there is no plugin `{name}` any more",
            advice=f"use `{successor}`" if successor else "",
            # `on startup` takes the words that `startup` took.
            instead=Instead(((*successor.split(), "{*}"),)) if " " in successor else None,
            source="plugin.cfg",
        )


def property_changes(kind: type[Plugin]) -> Iterator[Change]:
    """Yield when the properties of a plugin came and when they went away."""
    source = f"plugin/{kind.name}"
    for name, spec in kind.specs().items():
        since = property_releases(kind.name, name).since
        if since:
            text = f"`{name}` is new: {spec.about}"
            yield Change(release=str(since), kind="added", what=name, text=text, source=source)
    for name, releases in removed_properties(kind.name).items():
        if releases.until:
            yield Change(
                release=str(releases.until),
                kind="removed",
                what=name,
                text=f"`{name}` is refused",
                advice="leave the line out",
                source=source,
            )


def default_changes(kind: type[Plugin]) -> Iterator[Change]:
    """Yield when the defaults of a plugin's properties and arguments changed."""
    described: list[tuple[str, PropertySpec | ArgumentSpec]]
    described = [*kind.specs().items(), *arguments_of(kind).items()]
    for name, spec in described:
        shown = f"`{name}`" if isinstance(spec, PropertySpec) else name
        for since, until, before, after in epochs((*spec.before, ("", spec.default))):
            yield Change(
                release=since,
                until=until,
                kind="default",
                what=name,
                text=f"{shown} is `{after}` by default; before, `{before}`",
                source=f"plugin/{kind.name}",
            )


def refusal_changes(kind: type[Plugin]) -> Iterator[Change]:
    """Yield when CoreDNS began to refuse a second stanza of a plugin, and unknown properties."""
    own = plugin_releases(kind.name)
    is_once = kind.stanzas == "once" or kind.several.since is not None
    if is_once and (own.since is None or own.since < named(kind.once_since)):
        yield Change(
            release=kind.once_since,
            until=str(kind.several.since or ""),
            kind="removed",
            what="second stanza",
            text="a second one in a server block is refused; before, both were read",
            advice="join the two",
            source=f"plugin/{kind.name}/setup.go",
        )
    if kind.refuse_unknown.since is not None:
        yield Change(
            release=str(kind.refuse_unknown.since),
            kind="removed",
            what="unknown properties",
            text="an unknown property is refused; before, it was ignored",
            advice="leave it out",
            source=f"plugin/{kind.name}/setup.go",
        )


def epochs(words: Before) -> Iterator[tuple[str, str, str, str]]:
    """Yield the releases in which words changed, what they were before, and what from then on.

    Where they went back to what they were, the second release is that, and else "".
    """
    left = list(words)
    while len(left) > 1:
        (since, before), (until, after), *rest = left
        is_back = bool(rest) and rest[0][1] == before
        yield since, until if is_back else "", before, after
        left = rest if is_back else left[1:]


def arguments_of(kind: type[Plugin]) -> dict[str, ArgumentSpec]:
    """Return the arguments of a plugin's line that may be left out, by name."""
    found = ((each.name, each.metadata.get("argument")) for each in fields(kind))
    return {
        name.upper().replace("_", " "): spec
        for name, spec in found
        if isinstance(spec, ArgumentSpec)
    }
