"""file: answer from a zone file (plugin/file/setup.go)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Offers, Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.file_uses import NO_FILE, STOPS, FileUse
from corefile.coredns.catalogue.kinds import WORD, bare, fallthrough, many
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
    zones_in,
)
from corefile.coredns.catalogue.zone_file import ZoneData, read_zone
from corefile.coredns.catalogue.zones import covering
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.time import parse_duration

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
        many(WORD, 0),
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
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the file and the zones."""
        if not cursor.next_arg():
            raise cursor.arg_error()
        file = cursor.token
        return {"file": Value(file.text, file), "zones": scope.origins(cursor.remaining())}

    def mentions(self, read: ReadFile) -> Mentions:
        """Return its zones, which are not sent whole."""
        return Mentions(tuple(zones_in(self)), types=("AXFR",))

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
