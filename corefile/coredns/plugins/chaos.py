"""chaos: tell version and authors to those who ask in the class CH (plugin/chaos/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.older import read_first_line
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, Value, read_first
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import span
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

#: The first release that reads its block.
CHECKED = "1.14.4"

NAMES = ("version.bind.", "version.server.", "authors.bind.", "hostname.bind.", "id.server.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Chaos(Plugin):
    """Answers TXT queries of class CH for the server's version, its authors and its host name."""

    name: ClassVar[str] = "chaos"
    usage: ClassVar[str] = "chaos [VERSION [AUTHOR…]]"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "kind"
    sends_to: ClassVar[Peer] = "nobody"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.5.0",
            kind="default",
            what="AUTHORS",
            text="without AUTHORS it tells the maintainers of CoreDNS; before, nobody",
            advice="write AUTHORS to tell others",
            source="plugin/chaos/setup.go",
        ),
        Change(
            release=CHECKED,
            kind="removed",
            what="unknown properties",
            text="a block is refused; before, it was ignored",
            advice="leave it out",
        ),
    )

    #: What `version.bind` gives; None for CoreDNS and its release.
    version: Value[str] | None = None
    #: What `authors.bind` gives; none for the owners of CoreDNS.
    authors: tuple[Value[str], ...] = ()

    def meets(self, change: Change) -> bool:
        """Tell whether it has what a change is about: no authors, for instance."""
        return not self.authors if change.what == "AUTHORS" else Plugin.meets(self, change)

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Chaos]":
        """Read the first stanza only; up to 1.14.3 without its block (plugin/chaos/setup.go)."""
        if cursor.release not in span(CHECKED):
            return read_first_line(cls, cursor, scope)
        return read_first(cls, cursor, scope)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read version and authors."""
        values = tuple(Value(arg.text, arg) for arg in cursor.remaining())
        return {"version": values[0], "authors": values[1:]} if values else {}

    def mentions(self, read: ReadFile) -> Mentions:
        """Return the questions about the server."""
        return Mentions(names=NAMES, types=("CH TXT",))

    @classmethod
    def serve(cls, stanzas: "tuple[Chaos, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer questions about the server in the class CH (chaos.go)."""
        if query.class_ != "CH" or query.type != "TXT" or query.lower not in NAMES:
            return Verdict("not a question about the server in class CH")
        end = End("answered", cls.name, "NOERROR")
        return Verdict("answers questions about the server", (end,), goes_on=False)

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The names that are answered in the class CH."""
        return NAMES
