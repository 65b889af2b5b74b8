"""What there is to know about a Corefile that goes from one release of CoreDNS to another."""

from corefile.coredns.releases.changes import Change, ChangeKind
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Literal, TypeAlias

__all__ = ["DONE", "KINDS", "Notice", "NoticeKind", "notice_of"]

#: What kind of notice it is. refused: the new release takes no line that does the same, so nothing
#: is changed. removed: a line is taken out, since it has no effect or is refused.
#: replaced: a line says the same in other words. moved: a line is now in another plugin. lost: a
#: line is taken out that the older release does not have. written: a line of kubeadm's default is
#: written. meaning: the same line does something else. default: another value applies where none is
#: written. order: queries reach a plugin at another point. cluster: what CoreDNS needs of the
#: cluster or its image. metrics: names or labels of metrics. avoid: a fault of the release, or
#: something that goes away later. possible: something new that may be of use.
NoticeKind: TypeAlias = Literal[
    "refused",
    "removed",
    "replaced",
    "moved",
    "lost",
    "written",
    "meaning",
    "default",
    "order",
    "cluster",
    "metrics",
    "avoid",
    "possible",
]

#: All kinds, in the order in which they are told.
KINDS: tuple[NoticeKind, ...] = (
    "refused",
    "removed",
    "replaced",
    "moved",
    "lost",
    "written",
    "meaning",
    "default",
    "order",
    "cluster",
    "metrics",
    "avoid",
    "possible",
)

#: The kinds that are about what is done to the text, or keeps it from being done.
DONE: frozenset[NoticeKind] = frozenset(
    ("refused", "removed", "replaced", "moved", "lost", "written")
)

#: The kind of notice for a change that edits nothing.
TOLD: dict[ChangeKind, NoticeKind] = {
    "added": "possible",
    "removed": "meaning",
    "replaced": "avoid",
    "moved": "avoid",
    "deprecated": "avoid",
    "ignored": "avoid",
    "meaning": "meaning",
    "default": "default",
    "order": "order",
    "cluster": "cluster",
    "metrics": "metrics",
    "avoid": "avoid",
}


@dataclass(frozen=True, slots=True)
class Notice(Brief):
    """Something to know, and the words of the Corefile that it is about."""

    #: What kind of notice it is.
    kind: NoticeKind
    #: What is so, a sentence or two without a dot at the end.
    text: str
    #: What to do; "" where there is nothing to do.
    advice: str = ""
    #: The release that brought the change, as in `1.11.3`; "" where none did.
    release: str = ""
    #: The plugin that it is about; "" for the server as a whole.
    plugin: str = ""
    #: The property or feature; "" for the plugin as a whole.
    what: str = ""
    #: Where it is to be seen: a file of CoreDNS's sources, or its release notes.
    source: str = ""
    #: The offset of the first word that it is about, in the text as it was.
    start: int = 0
    #: The offset after that word.
    end: int = 0
    #: The file that is imported and has the word; "" for the Corefile itself.
    path: str = ""
    #: The line of the word in that file; 0 for the Corefile itself.
    line: int = 0


def notice_of(change: Change, plugin: str, kind: NoticeKind | None = None) -> Notice:
    """Return a change as a notice, by default of the kind for a change that edits nothing."""
    return Notice(
        kind or TOLD[change.kind],
        change.text,
        change.advice,
        change.release,
        plugin,
        change.what,
        change.source,
    )
