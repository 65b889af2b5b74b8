"""erratic: answer badly on purpose, to test clients (plugin/erratic/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Offers, Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import Kind, bare, convert, duration
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.query import Chain, End, Query, SearchPath, Verdict, failure
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reader,
    Reading,
    Scope,
    Value,
    Zone,
    read_stanzas,
    setting,
)
from corefile.coredns.releases.changes import Change
from corefile.go.errors import Invalid
from corefile.go.strconv import parse_int, quote
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Delay(Brief):
    """Which queries are delayed, and how long."""

    #: One in so many; None for 2.
    amount: Value[int] | None = None
    #: Nanoseconds; None for 100 ms.
    duration: Duration | None = None


def parse_amount(text: str) -> int:
    """Read a number that is not negative."""
    amount = parse_int(text, 32)
    if amount < 0:
        raise Invalid(f"illegal amount value given {quote(text)}")
    return amount


AMOUNT = Kind("AMOUNT", parse_amount, ("2", "3"), "write a whole number that is not negative")


def read_amount(cursor: Cursor) -> Value[int] | None:
    """Read the amount, which may be left out."""
    args = cursor.remaining()
    if len(args) > 1:
        raise cursor.arg_error()
    return convert(AMOUNT, args[0]) if args else None


def read_delay(cursor: Cursor) -> Delay:
    """Read amount and duration, both of which may be left out."""
    args = cursor.remaining()
    if len(args) > 2:
        raise cursor.arg_error()
    return Delay(
        convert(AMOUNT, args[0]) if args else None,
        convert(duration(), args[1]) if args[1:] else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Erratic(Plugin):
    """Answers every query with a fixed address, and drops, delays or cuts some of the answers."""

    name: ClassVar[str] = "erratic"
    usage: ClassVar[str] = "erratic"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "test"
    sends_to: ClassVar[Peer] = "nobody"
    offers: ClassVar[Offers] = frozenset({"readiness", "search path"})
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.14.5",
            kind="meaning",
            what="truncate",
            text="`truncate` without a number cuts every second answer; before, none",
        ),
    )

    #: The zones of the server block, all of which are answered for.
    zones: tuple[Zone, ...] = ()
    drop: Value[int] | None = setting(
        Reader("[AMOUNT]", read_amount),
        "drop one query in so many; 0 is none",
        default="2",
        bare="2",
    )
    truncate: Value[int] | None = setting(
        Reader("[AMOUNT]", read_amount), "cut one answer in so many", default="0", bare="2"
    )
    delay: Delay | None = setting(
        Reader("[AMOUNT [DURATION]]", read_delay),
        "answer one query in so many late, and how late",
        default="0",
        bare="2 100ms",
    )
    large: bool | None = setting(bare(), "make answers that do not fit into one packet")

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Erratic]":
        """Read all stanzas; words that belong to none do nothing."""
        reading = read_stanzas(cls, cursor, scope)
        stanzas = (stanza for stanza in reading.stanzas if stanza.token.text == cls.name)
        return Reading(tuple(stanzas), reading.refusals)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Pass over arguments: CoreDNS does not look at them."""
        cursor.remaining()
        return {"zones": scope.zones}

    def mentions(self, read: ReadFile) -> Mentions:
        """Return the types that it has records for."""
        return Mentions(types=("A", "AAAA"))

    def default_words(self, field: str) -> str | None:
        """Return how many are dropped: none where others are late or cut."""
        if field != "drop":
            return None
        delay = self.effective.delay.value.amount.value
        return "0" if delay or self.effective.truncate.value else None

    @classmethod
    def serve(cls, stanzas: "tuple[Erratic, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer every query, drop some of them (erratic.go)."""
        if query.type in ("A", "AAAA", "AXFR"):
            answered = End("answered", cls.name, "NOERROR")
        else:
            answered = failure(cls.name)
        drop = stanzas[-1].drop
        if drop is not None and drop.value == 0:
            return Verdict("answers every query", (answered,), goes_on=False)
        dropped = End("dropped", cls.name, when="some queries are dropped")
        return Verdict("answers, and drops some queries", (answered, dropped), goes_on=False)

    @classmethod
    def search_path(
        cls, stanzas: "tuple[Erratic, ...]", query: Query, chain: Chain
    ) -> SearchPath | None:
        """Return a search path to try `autopath` with: the same for all (autopath.go)."""
        return SearchPath(("a.example.org.", "b.example.org."))
