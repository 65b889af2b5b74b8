"""hosts: answer from a table of addresses and names (plugin/hosts/setup.go)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from ipaddress import IPv4Address, IPv6Address

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.file_uses import FileUse
from corefile.coredns.catalogue.kinds import FILE, bare, fallthrough, lone, one
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict, data_decides, failure
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reader,
    Scope,
    Value,
    Zone,
    argument,
    names,
    setting,
)
from corefile.coredns.catalogue.zones import covering, normalize
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.net import parse_ip
from corefile.go.strconv import atoi
from corefile.go.time import parse_duration
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace
from corefile.text.typed import Any, ClassVar, Literal

#: The releases in which `fallthrough` passes on queries of other types (plugin/hosts/hosts.go).
LEAKING = span("1.14.5", "1.14.7")

#: The release that began to read `*.ZONE` in the table (plugin/hosts/hostsfile.go).
WILDCARDS = span("1.14.5")

#: The types that a table has records of; of all others it knows only which names there are.
RECORDS = ("A", "AAAA", "PTR")

#: How a query ends for a name that the table has.
KNOWN = End("answered", "hosts", "NOERROR")
FALLTHROUGH_HELP = "write `fallthrough` in the block of `hosts`"


@dataclass(frozen=True, slots=True)
class HostEntry(Brief):
    """A line of the table: an address and its names."""

    #: None when the first word is not an address: CoreDNS then ignores the line.
    address: IPv4Address | IPv6Address | None
    #: The first word, where it is written.
    token: ExpandedToken
    #: In lower case with a dot at the end.
    names: tuple[Value[str], ...]


Address = IPv4Address | IPv6Address
#: An address, and the word that stands for its line.
Line = tuple[Address, ExpandedToken]


@dataclass(frozen=True, slots=True)
class HostsTable(Brief):
    """What `hosts` answers from, as far as it is known."""

    #: The lines of each name in its zones, normalized.
    by_name: Mapping[str, Sequence[Line]]
    #: The first line of each address with such a name; none where addresses have no names.
    by_address: Mapping[Address, ExpandedToken]
    #: All names of such an address.
    names: Mapping[Address, Sequence[str]]
    #: Whether these are all lines: false where the file was not read.
    complete: bool

    @classmethod
    def of(
        cls,
        lines: Iterable[tuple[Address, ExpandedToken, list[str]]],
        zones: tuple[str, ...],
        *,
        complete: bool,
        reverse: bool,
    ) -> "HostsTable":
        """Return the table of lines with the names that are in some zones."""
        by_name: dict[str, list[Line]] = {}
        by_address: dict[Address, ExpandedToken] = {}
        names: dict[Address, list[str]] = {}
        for address, token, own in lines:
            named = [name for name in dict.fromkeys(own) if covering(zones, name)]
            for name in named:
                by_name.setdefault(name, []).append((address, token))
            if named and reverse:
                by_address.setdefault(address, token)
                names.setdefault(address, []).extend(named)
        return cls(by_name, by_address, names, complete)

    def lines(self, query: Query, chain: Chain) -> tuple[Sequence[Line], ...]:
        """Return the lines of a name, and those that name all its siblings."""
        starred = f"*.{query.lower.partition('.')[2]}"
        own = self.by_name.get(query.lower, ())
        return own, self.by_name.get(starred, ()) if chain.release in WILDCARDS else ()

    def look_up(
        self, query: Query, chain: Chain
    ) -> tuple[Literal["yes", "other", "no"], ExpandedToken | None]:
        """Tell whether the table has a name or an address; `other` is for a name of other types."""
        if query.type == "PTR":
            return self.look_up_address(query)
        version = {"A": 4, "AAAA": 6}.get(query.type)
        for lines in self.lines(query, chain):
            for address, token in lines:
                if family(address) == version:
                    return "yes", token
            if lines:
                return "other", lines[0][1]
        return "no", None

    def names_of(self, query: Query) -> tuple[str, ...]:
        """Return the names of the address that a reverse name stands for."""
        wanted = address_of(query.lower)
        found = self.names.get(wanted, ()) if wanted is not None else ()
        return tuple(name.removesuffix(".") for name in found)

    def look_up_address(
        self, query: Query
    ) -> tuple[Literal["yes", "other", "no"], ExpandedToken | None]:
        """Tell whether the table has the address of a reverse name."""
        wanted = address_of(query.lower)
        token = self.by_address.get(wanted) if wanted is not None else None
        return ("no" if token is None else "yes"), token


def family(address: IPv4Address | IPv6Address) -> int:
    """Return 4 or 6: an IPv4 address in IPv6 is one of IPv4 to Go."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return 4 if mapped else address.version


def lines_of(
    text: str, token: ExpandedToken
) -> Iterator[tuple[IPv4Address | IPv6Address, ExpandedToken, list[str]]]:
    """Yield the lines of a file in the style of /etc/hosts (hostsfile.go, parse)."""
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        address = parse_ip(words[0].partition("%")[0]) if len(words) > 1 else None
        if address is not None:
            yield address, token, [normalize(word) for word in words[1:]]


def address_of(name: str) -> IPv4Address | IPv6Address | None:
    """Return the address that a reverse name stands for (dnsutil.ExtractAddressFromReverse)."""
    if name.endswith(".in-addr.arpa."):
        return parse_ip(".".join(reversed(name.removesuffix(".in-addr.arpa.").split("."))))
    if name.endswith(".ip6.arpa."):
        digits = "".join(reversed(name.removesuffix(".ip6.arpa.").split(".")))
        if len(digits) == 32:
            return parse_ip(":".join(digits[at : at + 4] for at in range(0, 32, 4)))
    return None


def read_ttl(cursor: Cursor) -> Value[int]:
    """Read seconds from 1 to 65535; what follows on the line does not count."""
    args = cursor.remaining()
    if not args:
        raise cursor.error("ttl needs a time in second")
    try:
        seconds = atoi(args[0].text)
    except Invalid:
        raise cursor.error("ttl needs a number of second", "write seconds without a unit") from None
    if not 0 < seconds <= 65535:
        raise cursor.error("ttl provided is invalid", "write seconds from 1 to 65535")
    return Value(seconds, args[0])


def read_reload(cursor: Cursor) -> Duration:
    """Read a duration that is not negative."""
    args = cursor.remaining()
    if len(args) != 1:
        raise cursor.error("reload needs a duration (zero seconds to disable)")
    text = args[0].text
    try:
        nanoseconds = parse_duration(text)
    except Invalid:
        raise cursor.error(f"invalid duration for reload '{text}'") from None
    if nanoseconds < 0:
        raise cursor.error(f"invalid negative duration for reload '{text}'")
    return Duration(nanoseconds, args[0])


#: What comes of a table that is not there.
NO_TABLE = "CoreDNS logs `File does not exist: {path}`, and has no names from it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosts(Plugin):
    """Answers A, AAAA and PTR queries from a table in the style of /etc/hosts."""

    name: ClassVar[str] = "hosts"
    usage: ClassVar[str] = "hosts [FILE [ZONE…]]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "names"
    sends_to: ClassVar[Peer] = "nobody"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.6.8",
            kind="meaning",
            what="empty answers",
            text="a name that has an address of the other kind only gets an empty answer;"
            " before, it went on to the next plugin with `fallthrough`",
            source="plugin/hosts/hosts.go",
        ),
        Change(
            release="1.11.4",
            kind="metrics",
            what="coredns_hosts_entries",
            text="`coredns_hosts_entries` has a label `hostsfile`",
        ),
        Change(
            release=str(WILDCARDS.since),
            kind="meaning",
            what="wildcards",
            where=r"^\*\.",
            text="an entry for `*.NAME` is for all names below NAME; before, the star was a"
            " character like others",
            advice="look for entries with a star",
        ),
        Change(
            release=str(LEAKING.since),
            until=str(LEAKING.until),
            kind="avoid",
            what="fallthrough",
            text="with `fallthrough`, queries for other types than A, AAAA and PTR go on to"
            " the next plugin",
            advice="take 1.14.7",
            source="notes of 1.14.5 and 1.14.7",
        ),
    )

    #: The file with the table; None for /etc/hosts.
    file: Value[str] | None = argument(one(FILE), default="/etc/hosts")
    #: The zones that are answered for: by default those of the server block.
    zones: tuple[Zone, ...] = ()
    #: The table in the block itself.
    entries: tuple[HostEntry, ...] = ()
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names that are not in the table on to the next plugin"
    )
    fallthrough_unsupported: bool | None = setting(
        lone(),
        "pass queries for other types on even where the table has the name",
    )
    no_reverse: bool | None = setting(bare(), "do not make PTR records from the table")
    ttl: Value[int] | None = setting(
        Reader("SECONDS", read_ttl), "TTL of the answers, in seconds", default="3600"
    )
    reload: Duration | None = setting(
        Reader("DURATION", read_reload),
        "how often the file is looked at again; 0 is never",
        default="5s",
    )

    @property
    def answer_ttl(self) -> Value[int] | None:
        """The TTL of all its answers."""
        return self.ttl

    @classmethod
    def files(cls, stanzas: "tuple[Hosts, ...]") -> Iterator[FileUse]:
        """Return the tables, which the lines of a block may replace."""
        for stanza in stanzas:
            if stanza.file is not None:
                yield FileUse(stanza.file.token, NO_TABLE, spare=bool(stanza.entries))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the file and the zones."""
        args = cursor.remaining()
        file = Value(args[0].text, args[0]) if args else None
        if file is not None and "\0" in file.value:
            why = f"stat {file.value}: invalid argument"
            raise cursor.error(f"unable to access hosts file '{file.value}': {why}")
        return {"file": file, "zones": scope.origins(args[1:])}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Read a line of the table, which must not be after `fallthrough`."""
        if values.get("fallthrough"):
            refused = cursor.error(f"unknown property '{cursor.value}'")
            help_text = "move `fallthrough` below the last line of the table"
            above = values["fallthrough"][0].token
            raise Refused(
                refused.message, cursor.token, help_text, reason="after fallthrough", related=above
            )
        token = cursor.token
        names = tuple(Value(normalize(name.text), name) for name in cursor.remaining())
        address = parse_ip(token.text.partition("%")[0])
        entry = HostEntry(address, token, names)
        values.setdefault("entries", []).append(entry)

    @classmethod
    def check_all(
        cls, stanzas: "tuple[Hosts, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """Refuse `fallthrough_unsupported` without `fallthrough`."""
        if any(hosts.fallthrough_unsupported and not hosts.fallthrough for hosts in stanzas):
            yield cursor.error("fallthrough_unsupported requires fallthrough")

    def mentions(self, read: ReadFile) -> Mentions:
        """Return the names of the table and its addresses; `*.x` is each name just below `x`."""
        found: dict[str, None] = {}
        # Addresses that are not in the table go on, whatever happens to names.
        zones = dict.fromkeys((*self.zone_names, "in-addr.arpa.", "ip6.arpa."))
        addresses: list[str] = []
        labels: dict[tuple[str, int, str], None] = {}
        for address, _, own in self.lines(read):
            found |= dict.fromkeys(own)
            addresses.append(f"{address.reverse_pointer}.")
            starred = [name[2:] for name in own if name.startswith("*.") and len(name) > 2]
            labels |= dict.fromkeys((name, 1, "") for name in starred)
            zones |= dict.fromkeys(starred)
        return Mentions(tuple(zones), tuple(found), tuple(addresses), tuple(labels), ("A", "AAAA"))

    @classmethod
    def answers_from(
        cls, stanzas: "tuple[Hosts, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return the addresses of a name, or the names of an address."""
        hosts = stanzas[0]
        table = chain.once("table", lambda: hosts.table(chain))
        if query.type == "PTR":
            return table.names_of(query)
        version = {"A": 4, "AAAA": 6}.get(query.type)
        for lines in table.lines(query, chain):
            found = [str(address) for address, _ in lines if family(address) == version]
            if lines:
                return tuple(sorted(found)) or ("(no records)",)
        return ()

    def lines(self, read: ReadFile) -> Iterator[tuple[Address, ExpandedToken, list[str]]]:
        """Yield the lines of the table: those of the block, and those of the file if it is read."""
        for entry in self.entries:
            if entry.address is not None:
                yield entry.address, entry.token, [value.value for value in entry.names]
        # Without a file CoreDNS reads /etc/hosts, which in a container names the machine alone.
        text = "" if self.file is None else read(self.file.value)
        yield from lines_of(text or "", self.token)

    @classmethod
    def minds(cls, stanzas: "tuple[Hosts, ...]", query: Query, chain: Chain) -> bool:
        """Tell whether a query is for a name in its zones: it may be there."""
        return bool(chain.in_zones(names(stanzas[0].zones), query))

    @classmethod
    def serve(cls, stanzas: "tuple[Hosts, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer from the table; addresses that are not in it go on always (hosts.go)."""
        hosts = stanzas[0]
        zones = chain.once("zones", lambda: names(hosts.zones))
        if query.type != "PTR" and not chain.in_zones(zones, query):
            return Verdict("not in its zones")
        table = chain.once("table", lambda: hosts.table(chain))
        found, token = table.look_up(query, chain)
        if found == "yes":
            return Verdict(f"has `{query.name}`", (KNOWN,), goes_on=False, token=token)
        if found == "other":
            through = chain.in_zones(names(hosts.fallthrough), query)
            if hosts.fallthrough_unsupported and through and query.type not in ("A", "AAAA"):
                return Verdict("`fallthrough_unsupported` lets other types go on", token=token)
            why = f"has `{query.name}`, but no {query.type} record for it: an empty answer"
            return Verdict(why, (KNOWN,), goes_on=False, token=token)
        goes_on = query.type == "PTR" or bool(chain.in_zones(names(hosts.fallthrough), query))
        if not table.complete:
            there = replace(KNOWN, when="the file has it")
            missing = None if goes_on else failure(cls.name, when="the file does not have it")
            why = "answers what its file has; else " + ("goes on" if goes_on else "SERVFAIL")
            outcomes = {"hit": there, "nodata": there, "nxdomain": missing}
            return data_decides(cls.name, why, outcomes, chain)
        if goes_on:
            why = "not in the table" + ("" if query.type == "PTR" else ", `fallthrough`: goes on")
            return Verdict(why)
        why = "not in the table, no `fallthrough`"
        return Verdict(why, (failure(cls.name),), goes_on=False, help=FALLTHROUGH_HELP)

    def table(self, chain: Chain) -> HostsTable:
        """Return the table as far as it is known: that of the block, and that of the file."""
        known = self.file is None or chain.read(self.file.value) is not None
        return HostsTable.of(
            self.lines(chain.read), names(self.zones), complete=known, reverse=not self.no_reverse
        )
