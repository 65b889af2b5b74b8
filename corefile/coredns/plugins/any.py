"""any: answer ANY queries with next to nothing (plugin/any/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.older import read_name
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, Zone, read_first
from corefile.coredns.releases.changes import Change, Instead
from corefile.coredns.releases.release import span
from corefile.text.records import dataclass
from corefile.text.typed import Any as Anything
from corefile.text.typed import ClassVar

#: The first release that refuses anything after its name.
CHECKED = "1.14.4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Any(Plugin):
    """Answers queries for the type ANY with a short HINFO record, as RFC 8482 advises."""

    name: ClassVar[str] = "any"
    usage: ClassVar[str] = "any"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "kind"
    sends_to: ClassVar[Peer] = "nobody"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=CHECKED,
            kind="removed",
            what="arguments",
            text="anything after its name is refused; before, it was ignored",
            advice="leave it out",
            instead=Instead((("any",),), above=0),
        ),
    )

    #: The zones of the server block, in which queries for ANY are answered.
    zones: tuple[Zone, ...] = ()

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Any]":
        """Read the first line only; up to 1.14.3 not even that (plugin/any/setup.go)."""
        if cursor.release not in span(CHECKED):
            return read_name(cls, cursor, zones=scope.zones)
        return read_first(cls, cursor, scope)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Anything]:
        """There are none; a brace is one too many already."""
        if cursor.next_arg():
            raise cursor.arg_error()
        return {"zones": scope.zones}

    def mentions(self, read: ReadFile) -> Mentions:
        """Return the one type that it answers."""
        return Mentions(types=("ANY",))

    @classmethod
    def serve(cls, stanzas: "tuple[Any, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer queries for the type ANY with a record that says nothing (any.go)."""
        if query.type != "ANY":
            return Verdict("not a query for ANY")
        end = End("answered", cls.name, "NOERROR")
        return Verdict("answers ANY with a HINFO record (RFC 8482)", (end,), goes_on=False)
