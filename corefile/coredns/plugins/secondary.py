"""secondary: answer from a copy of another server's zone (plugin/secondary/setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Offers, Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.host_ports import read_host_port, read_targets
from corefile.coredns.catalogue.kinds import fallthrough
from corefile.coredns.catalogue.mentions import Mentions, ReadFile, words_of
from corefile.coredns.catalogue.query import (
    Chain,
    End,
    Query,
    Verdict,
    data_decides,
    failure,
    refusal,
    refused_at_end,
    zone_outcomes,
)
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Reading,
    Scope,
    Value,
    Zone,
    names,
    read_stanza,
    setting,
    settings,
)
from corefile.coredns.catalogue.upstreams import old_upstream
from corefile.coredns.catalogue.zones import normalize_exact
from corefile.coredns.releases.changes import TO_TRANSFER, Change, gone, upstream_changes
from corefile.coredns.releases.release import Span, span
from corefile.go.strconv import quote
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

#: The first release that refuses a stanza without `transfer`.
TRANSFER_NEEDED = "1.12.2"

#: The releases in which `transfer` says only where zones come from (pkg/parse, TransferIn).
TRANSFER_IN = span("1.8.0")


def read_transfer(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read `from ADDRESS…` (plugin/pkg/parse, TransferIn)."""
    if not cursor.next_arg():
        raise cursor.arg_error()
    if cursor.value == "to" and cursor.release not in TRANSFER_IN:
        read_targets(cursor)
        return ()
    if cursor.value != "from":
        if cursor.release not in TRANSFER_IN:
            return ()
        raise cursor.error(f"unknown property {cursor.value}", "write `transfer from ADDRESS…`")
    args = cursor.remaining()
    if not args and cursor.release in TRANSFER_IN:
        raise cursor.arg_error()
    sources = []
    for arg in args:
        if arg.text == "*":
            help_text = "write the addresses of the servers"
            raise Refused("can't use '*' in transfer from", arg, help_text)
        sources.append(read_host_port(cursor, arg))
    return tuple(sources)


def read_catalog(cursor: Cursor) -> tuple[Zone, ...]:
    """Read zones, all of which must be some."""
    found: list[Zone] = []
    for arg in cursor.remaining():
        names = normalize_exact(arg.text)
        if not names:
            raise Refused(f"invalid catalog member zone {quote(arg.text)}", arg)
        found += (Zone(name, arg) for name in names)
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Secondary(Plugin):
    """Answers with the records of zones that it fetches from other servers."""

    name: ClassVar[str] = "secondary"
    usage: ClassVar[str] = "secondary [ZONE…]"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "primaries"
    offers: ClassVar[Offers] = frozenset({"whole zones"})
    announces: ClassVar[Span | None] = span("1.14.3")
    changes: ClassVar[tuple[Change, ...]] = (
        *upstream_changes("secondary"),
        gone("secondary", "upstream"),
        Change(
            release=str(TRANSFER_IN.since),
            kind="moved",
            what="transfer",
            text="`transfer to` is refused",
            advice="write the addresses in the plugin `transfer`, in the same server block",
            instead=TO_TRANSFER,
            source="plugin/secondary/setup.go",
        ),
        Change(
            release=TRANSFER_NEEDED,
            kind="removed",
            what="no transfer",
            text="a stanza without `transfer from` is refused; before, its zone had no data",
            advice="write `transfer from` with the address of the primary, or leave the stanza out",
        ),
    )

    #: The zones that are fetched: by default those of the server block.
    zones: tuple[Zone, ...] = ()

    transfer: tuple[tuple[Value[str], ...], ...] = settings(
        Reader("from ADDRESS…", read_transfer), "the servers that have the zones"
    )
    catalog: tuple[tuple[Zone, ...], ...] = settings(
        Reader("[ZONE…]", read_catalog),
        "take the zones for catalogs, and fetch the zones that they list in these",
    )
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names that do not exist on to the next plugin"
    )

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Secondary]":
        """Read one stanza after the other; words between them are passed over."""
        stanzas: list[Secondary] = []
        refusals: list[Refused] = []
        while cursor.next():
            if cursor.value == cls.name:
                stanza, refused = read_stanza(cls, cursor, scope)
                refusals += refused
                stanzas += [stanza] if stanza else []
        return Reading(tuple(stanzas), tuple(refusals))

    @classmethod
    def removed(cls, cursor: Cursor) -> None:
        """Read `upstream`."""
        old_upstream().read(cursor)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        return {"zones": scope.origins(cursor.remaining())}

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """There must be a server to fetch the zones from, since 1.12.2 (setup.go)."""
        if not self.transfer and cursor.release in span(TRANSFER_NEEDED):
            help_text = "add `transfer from ADDRESS…` to the block"
            yield cursor.error("secondary zones require a transfer from property", help_text)

    def mentions(self, read: ReadFile) -> Mentions:
        """Return its zones, which are not sent whole."""
        return Mentions(self.zone_names, types=("AXFR",))

    @classmethod
    def answers_from(
        cls, stanzas: "tuple[Secondary, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return where the zones come from."""
        return words_of(*(stanza.transfer for stanza in stanzas))

    @classmethod
    def serve(cls, stanzas: "tuple[Secondary, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer from the zone that was transferred; SERVFAIL without one (file.go)."""
        zones = tuple(zone for stanza in stanzas for zone in names(stanza.zones))
        if not chain.in_zones(zones, query):
            return Verdict("not in its zones")
        if query.type in ("AXFR", "IXFR"):
            return Verdict("refuses transfers", (refusal(cls.name),), False)
        given = [each.fallthrough for each in stanzas if each.fallthrough is not None]
        goes_on = bool(given) and bool(chain.in_zones(names(given[-1]), query))
        failed = failure(cls.name, when="the zone was not transferred")
        outcomes = zone_outcomes(cls.name, goes_on=goes_on) | {"servfail": failed}
        return data_decides(cls.name, "answers from its zone", outcomes, chain)

    @classmethod
    def at_end(cls, stanzas: "tuple[Secondary, ...]", query: Query, chain: Chain) -> End:
        """Refuse what is in none of its zones, as a server of zones does."""
        zones = tuple(zone for stanza in stanzas for zone in names(stanza.zones))
        if chain.in_zones(zones, query):
            return failure(cls.name, error="plugin/file: no next plugin found")
        return refused_at_end(cls.name, chain)
