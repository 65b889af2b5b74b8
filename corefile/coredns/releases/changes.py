"""What changed from release to release, as those need it who go from one to another."""

import re
from collections.abc import Sequence
from itertools import chain

from corefile.coredns.releases.release import Release, named, property_releases, span
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Literal, TypeAlias

#: What kind of change it is. added: new, or taken where it was refused before. removed: refused
#: since. replaced: refused since, and something else does the same. moved: refused since, and
#: written in another plugin. deprecated: works still, and something else is to be used. ignored:
#: read, without effect since. meaning: does something else since. default: another value applies
#: where none is written. order: queries reach the plugin at another point. cluster: what CoreDNS
#: needs of the cluster or of its image. metrics: names or labels of metrics. avoid: a fault of
#: these releases alone.
ChangeKind: TypeAlias = Literal[
    "added",
    "removed",
    "replaced",
    "moved",
    "deprecated",
    "ignored",
    "meaning",
    "default",
    "order",
    "cluster",
    "metrics",
    "avoid",
]

#: What all arguments of a line are written for.
ALL = "{*}"


@dataclass(frozen=True, slots=True)
class Instead(Brief):
    """What to write instead of a line, so that it does in the new release what it did before."""

    #: The lines, each as its words: `{2}` is the second argument of the line, `{*}` stands for all
    #: of them. None to leave the line out.
    lines: tuple[tuple[str, ...], ...] = ()
    #: The plugin of the same server block that the lines are written in, for the zones of the
    #: plugin that the line was in; "" for the place of the line.
    plugin: str = ""
    #: Only lines with more arguments than that are to be changed.
    above: int = -1
    #: Only lines whose first argument is this; "" for all.
    first: str = ""

    def fits(self, args: Sequence[str]) -> bool:
        """Tell whether a line with these arguments is one to change."""
        return len(args) > self.above and self.first in ("", *args[:1])

    def rows(self, args: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """Return the words of the lines to write instead of one with these arguments."""
        return tuple(tuple(chain.from_iterable(filled(w, args) for w in row)) for row in self.lines)


def filled(word: str, args: Sequence[str]) -> tuple[str, ...]:
    """Return a word of a line with the arguments that it is to have."""
    if word == ALL:
        return tuple(args)
    return (re.sub(r"\{(\d)\}", lambda match: args[int(match[1]) - 1], word),)


#: The line is left out, and nothing else changes.
LEAVE_OUT = Instead()

#: `transfer to` in the plugin of a zone, which the plugin `transfer` has as `to`.
TO_TRANSFER = Instead((("{*}",),), plugin="transfer", first="to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Brief):
    """Something that a release of CoreDNS does otherwise than those before it."""

    #: The first release with the change, as in `1.11.3`.
    release: str
    #: What kind of change it is.
    kind: ChangeKind
    #: The property that it is about, or else an argument or feature in words; "" for the plugin, or
    #: the server, as a whole.
    what: str = ""
    #: What changed: a sentence or two without a dot at the end.
    text: str
    #: A regular expression: the change is about stanzas with a word that has it; "" for all.
    where: str = ""
    #: What to write or do; "" where there is nothing to do.
    advice: str = ""
    #: What to write instead, where that has one right answer.
    instead: Instead | None = None
    #: The first release after it in which all is again as before; "" for a change that stays.
    until: str = ""
    #: Where it is to be seen: a file at the tag of the release, or `notes` for its release notes.
    source: str = "notes"

    def applies(self, release: Release) -> bool:
        """Tell whether a release has the change."""
        return release in span(self.release, self.until)

    def between(self, old: Release, new: Release) -> bool:
        """Tell whether one of two releases has the change and the other has not."""
        return self.applies(old) is not self.applies(new)

    @property
    def first(self) -> Release:
        """The first release with the change, to compare."""
        return named(self.release)


def gone(
    plugin: str,
    name: str,
    *,
    kind: ChangeKind = "removed",
    advice: str = "leave the line out",
    instead: Instead | None = LEAVE_OUT,
) -> Change:
    """Return the change that a plugin has a property no more, in the release that the data says."""
    return Change(
        release=str(property_releases(plugin, name).until),
        kind=kind,
        what=name,
        text=f"`{name}` is refused",
        advice=advice,
        instead=instead,
        source=f"plugin/{plugin}/setup.go",
    )


def to_transfer(plugin: str) -> Change:
    """Return the change that the zones of a plugin are transferred as `transfer` says."""
    return gone(
        plugin,
        "transfer",
        kind="moved",
        advice="write the addresses in the plugin `transfer`, in the same server block",
        instead=TO_TRANSFER,
    )


#: The first release that asks no address after `upstream` (plugin/pkg/upstream).
UPSTREAM_ADDRESSES_IGNORED = "1.4.0"


def upstream_changes(plugin: str) -> tuple[Change, ...]:
    """Return what became of the property `upstream` in the plugins that follow CNAME records."""
    return (
        Change(
            release=UPSTREAM_ADDRESSES_IGNORED,
            kind="ignored",
            what="upstream",
            text="addresses after `upstream` are not asked: CoreDNS looks names elsewhere up with"
            " its own server blocks",
            advice="leave the addresses out, and let a server block answer for such names",
            instead=Instead((("upstream",),), above=0),
            source="plugin/pkg/upstream/upstream.go",
        ),
        Change(
            release="1.5.2",
            kind="ignored",
            what="upstream",
            text="CoreDNS looks names elsewhere up by itself, with or without `upstream`",
            advice="leave the line out",
            instead=LEAVE_OUT,
            source=f"plugin/{plugin}/setup.go",
        ),
    )


def reload_instead(plugin: str) -> tuple[Change, ...]:
    """Return the changes by which `reload` says that zone files are not read again."""
    no_time = Instead((("reload", "0"),))
    advice = "write `reload 0`"
    return (
        Change(
            release="1.4.0",
            kind="deprecated",
            what="no_reload",
            text="`no_reload` is deprecated",
            advice=advice,
            instead=no_time,
        ),
        gone(plugin, "no_reload", kind="replaced", advice=advice, instead=no_time),
    )
