"""file: answer from a zone file (plugin/file/setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Offers, Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.file_uses import NO_FILE, STOPS, FileUse
from corefile.coredns.catalogue.host_ports import read_transfer_to
from corefile.coredns.catalogue.kinds import bare, fallthrough
from corefile.coredns.catalogue.mentions import Mentions, ReadFile, words_of
from corefile.coredns.catalogue.query import (
    REFUSED_AT_END,
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
from corefile.coredns.catalogue.reading import NO_UPSTREAM
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reader,
    Scope,
    Value,
    Zone,
    names,
    setting,
)
from corefile.coredns.catalogue.upstreams import old_upstream
from corefile.coredns.catalogue.zone_file import ZoneData, read_zone, records_in
from corefile.coredns.catalogue.zones import covering, normalize
from corefile.coredns.releases.changes import (
    Change,
    reload_instead,
    to_transfer,
    upstream_changes,
)
from corefile.coredns.releases.release import ALWAYS, Release, Span, span
from corefile.go.errors import Invalid
from corefile.go.strconv import quote
from corefile.go.time import parse_duration
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace
from corefile.text.typed import Any, ClassVar

DURATION_HELP = "write a number with a unit: `30s`, `5m`; `0` is never"


def read_reload(cursor: Cursor) -> Duration:
    """Read a duration; what follows on the line does not count."""
    name = cursor.token
    args = cursor.remaining()
    if not args:
        raise Refused("reload duration value is expected", name, DURATION_HELP)
    try:
        return Duration(parse_duration(args[0].text), args[0])
    except Invalid as invalid:
        raise Refused(f"plugin/file: {invalid}", args[0], DURATION_HELP) from None


#: Properties that go on to apply to every `file` below (setup.go, fileParse).
LASTING = ("reload", "reload_by_mtime")


#: What comes of a zone file that is not there.
UNSERVED = f'CoreDNS logs `Failed to open "{NO_FILE}"`, and answers SERVFAIL'


#: The release that began to read `fallthrough` (plugin/file/setup.go).
FALLTHROUGH = span("1.12.2")
#: The releases that compare the owner of the SOA with the zone (plugin/file/file.go).
OWNER_CHECKED = span("1.15.0")
#: The releases that start without the file of a zone.
MAY_BE_MISSING = span("1.6.0")
#: The releases that refuse a zone file with a line that is wrong; before, it is its end.
ALL_LINES = span("1.11.4")
#: The releases that name the zone of a file without an SOA.
NAMES_ORIGIN = span("1.6.0")


@dataclass(frozen=True, slots=True)
class ZoneRefused(Brief):
    """Why CoreDNS does not load a zone file."""

    #: CoreDNS's words.
    words: str = ""
    #: Those of its DNS library about a line that is wrong; empty where all lines are records.
    line: str = ""
    #: The name of an SOA record that is for another zone, as it is read.
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Plugin):
    """Answers with the records of a zone file."""

    name: ClassVar[str] = "file"
    usage: ClassVar[str] = "file FILE [ZONE…]"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "nobody"
    offers: ClassVar[Offers] = frozenset({"whole zones"})
    announces: ClassVar[Span | None] = ALWAYS
    changes: ClassVar[tuple[Change, ...]] = (
        *upstream_changes("file"),
        *reload_instead("file"),
        Change(
            release="1.6.0",
            kind="meaning",
            what="missing files",
            text="CoreDNS starts without the file, answers SERVFAIL, and looks for the file"
            " again at each reload",
        ),
        to_transfer("file"),
        Change(
            release="1.8.1",
            kind="meaning",
            what="CNAME",
            text="the answer is NXDOMAIN if the target of a CNAME record in its zones does"
            " not exist",
        ),
        Change(
            release=str(ALL_LINES.since),
            kind="meaning",
            what="bad lines",
            text="a zone file with a line that is not a record is not loaded; before, that line"
            " and all below it were passed over without a word",
            advice="correct the line",
            source="plugin/file/file.go",
        ),
        Change(
            release=str(REFUSED_AT_END.since),
            kind="meaning",
            what="no next plugin",
            text="names outside its zones are answered with REFUSED where no plugin comes"
            " after it; before, with SERVFAIL",
        ),
        Change(
            release=str(OWNER_CHECKED.since),
            kind="meaning",
            what="SOA",
            text="a zone file whose SOA record is for another zone is not loaded",
            advice="write the zone's name before its SOA record",
        ),
    )

    #: The zone file.
    file: Value[str]
    #: The zones it is read for: by default those of the server block.
    zones: tuple[Zone, ...] = ()

    reload: Duration | None = setting(
        Reader("DURATION", read_reload),
        "how often the file is looked at again; 0 is never",
        default="1m",
    )
    reload_by_mtime: bool | None = setting(
        bare(),
        "read the file again when its time has changed, and not when the zone's serial has",
    )
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names that do not exist on to the next plugin"
    )
    upstream: tuple[Value[str], ...] | None = setting(
        old_upstream(),
        "not used any more: names elsewhere are looked up by CoreDNS",
        ignored=NO_UPSTREAM,
    )

    @classmethod
    def files(cls, stanzas: "tuple[File, ...]") -> Iterator[FileUse]:
        """Return the zone files; the last `reload` applies to all."""
        reload = next((f.reload for f in reversed(stanzas) if f.reload is not None), None)
        stops = f"{STOPS}`plugin/file: plugin/file: {NO_FILE}`"
        says = stops if reload is not None and reload.value == 0 else UNSERVED
        yield from (FileUse(stanza.file.token, says) for stanza in stanzas)

    @classmethod
    def removed(cls, cursor: Cursor) -> None:
        """Read `transfer to`; `no_reload` stands alone."""
        if cursor.value == "transfer":
            read_transfer_to(cursor)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the file and the zones."""
        if not cursor.next_arg():
            raise cursor.arg_error()
        file = cursor.token
        if not file.text and cursor.release not in MAY_BE_MISSING:
            raise Refused(NO_FILE.format(path=""), file, "write the name of a file")
        return {"file": Value(file.text, file), "zones": scope.origins(cursor.remaining())}

    def mentions(self, read: ReadFile) -> Mentions:
        """Return its zones, which are not sent whole."""
        return Mentions(self.zone_names, types=("AXFR",))

    @classmethod
    def answers_from(
        cls, stanzas: "tuple[File, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return the file of the zone."""
        return words_of((of_zone(stanzas, query) or stanzas[0]).file)

    @classmethod
    def serve(cls, stanzas: "tuple[File, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer from the zone; what it does not have may go on (file.go)."""
        stanza = of_zone(stanzas, query)
        if stanza is None:
            return Verdict("not in its zones")
        if query.type in ("AXFR", "IXFR"):
            why = "refuses transfers of zones"
            return Verdict(why, (refusal(cls.name),), False, token=stanza.token)
        if query.opcode == "NOTIFY":
            dropped = End("dropped", cls.name)
            return Verdict("does not answer NOTIFY", (dropped,), False, token=stanza.token)
        # One `fallthrough` serves all stanzas: the last that is given.
        given = [each.fallthrough for each in stanzas if each.fallthrough is not None]
        goes_on = bool(given) and bool(chain.in_zones(names(given[-1]), query))
        return stanza.from_zone(query, goes_on and chain.release in FALLTHROUGH, chain)

    def from_zone(self, query: Query, goes_on: bool, chain: Chain) -> Verdict:
        """Answer from the zone, which decides it where its file can be read."""
        zone = chain.in_zones(names(self.zones), query)
        data = chain.once(f"{self.file.value} {zone}", lambda: self.zone_data(zone, chain))
        there, missing = (
            End("answered", self.name, "NOERROR"),
            End("answered", self.name, "NXDOMAIN"),
        )
        if data is None:
            outcomes = zone_outcomes(self.name, goes_on=goes_on)
            why = "answers what the zone has; else " + ("goes on" if goes_on else "NXDOMAIN")
            return data_decides(self.name, why, outcomes, chain, self.token)
        found = data.look_up(query.lower, query.type)
        if found in ("missing", "empty") and goes_on:
            return Verdict("not in the zone, `fallthrough`: goes on", token=self.token)
        why, end = {
            "records": ("the zone has it", there),
            "nodata": (f"the zone has the name, but no {query.type} record for it", there),
            "empty": ("the zone has names below it", there),
            "missing": ("the zone does not have it", missing),
            "delegation": ("another server has it: the answer says which", there),
            "alias": ("the zone has another name for it", replace(there, rcode=None)),
            "failure": ("the zone has no SOA record", failure(self.name)),
        }[found]
        return Verdict(why, (end,), False, token=self.token)

    def zone_data(self, zone: str, chain: Chain) -> ZoneData | None:
        """Return what the file has of a zone; None where it cannot be read."""
        text = chain.read(self.file.value)
        return read_zone(text, zone) if text is not None else None

    def refused_zone(self, text: str, release: Release) -> ZoneRefused | None:
        """Return why CoreDNS does not start with a zone file of this text; None where it does."""
        for zone in names(self.zones):
            loaded = self.load(text, zone, release)
            if loaded is None:
                return None  # not known
            if loaded.words:
                return loaded
        return None

    def load(self, text: str, zone: str, release: Release) -> ZoneRefused | None:
        """Read a zone file for a zone; without words it is loaded, None is not known (Parse)."""
        known = records_in(text, zone)
        if known is None:
            return None
        records, line = known
        shown = quote(self.file.value)
        owners = [record.owner for record in records if record.type == "SOA"]
        other = next((owner for owner in owners if normalize(owner) != zone), "")
        if other and release in OWNER_CHECKED:
            said = f"has SOA owner {other} that does not match origin {zone}"
            return ZoneRefused(f"plugin/file: file {shown} {said}", owner=other)
        if not owners:
            said = "has no SOA record" + f" for origin {zone}" * (release in NAMES_ORIGIN)
            return ZoneRefused(f"plugin/file: file {shown} {said}", line)
        if line and release in ALL_LINES:
            said = f"with error {self.file.value}: {line}"
            return ZoneRefused(
                f"plugin/file: failed to parse file {shown} for origin {zone} {said}", line
            )
        return ZoneRefused()

    @classmethod
    def at_end(cls, stanzas: "tuple[File, ...]", query: Query, chain: Chain) -> End:
        """Refuse what is in none of its zones, as a server of zones does."""
        if of_zone(stanzas, query) is not None:
            return failure(cls.name, error=f"plugin/{cls.name}: no next plugin found")
        return refused_at_end(cls.name, chain)


def of_zone(stanzas: tuple[File, ...], query: Query) -> File | None:
    """Return the stanza whose zone is the longest that has a query's name; the last of equals."""
    best: tuple[int, File] | None = None
    for stanza in stanzas:
        zone = covering(names(stanza.zones), query.lower)
        if zone and (best is None or len(zone) >= best[0]):
            best = (len(zone), stanza)
    return best[1] if best else None
