"""dns64: make IPv6 addresses of IPv4 addresses (plugin/dns64/setup.go)."""

from ipaddress import IPv4Address, IPv6Address

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.kinds import bare
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Reading,
    Scope,
    Value,
    read_stanza,
    setting,
)
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import span
from corefile.go.net import parse_cidr
from corefile.go.strconv import quote
from corefile.text.records import dataclass, replace
from corefile.text.typed import Any, ClassVar

#: The first release that takes prefixes of the lengths of RFC 6052 only.
LENGTHS_CHECKED = "1.15.0"

#: The lengths of prefixes (RFC 6052, 2.2).
LENGTHS = (32, 40, 48, 56, 64, 96)
#: Those that are none, and were taken before 1.15.0 (setup.go).
ONCE_TAKEN = (72, 80, 88)
PREFIX_HELP = "write an IPv6 network of 32, 40, 48, 56, 64 or 96 bits"


def read_prefix(cursor: Cursor) -> Value[str]:
    """Read a network; what follows becomes the next property."""
    if not cursor.next_arg():
        raise cursor.arg_error()
    return check_prefix(cursor, cursor.token)


def check_prefix(cursor: Cursor, token: ExpandedToken) -> Value[str]:
    """Read a network that addresses are made in (parsePrefix). Raises Refused."""
    network = parse_cidr(token.text)
    if network is None:
        raise Refused(f"invalid CIDR address: {token.text}", token, PREFIX_HELP)
    address, length = network
    shown = shown_network(address, length)
    if address.version == 4:
        raise cursor.error(f"invalid netmask 32 IPv6 address: {quote(shown)}", PREFIX_HELP)
    if length not in LENGTHS and not (
        length in ONCE_TAKEN and cursor.release not in span(LENGTHS_CHECKED)
    ):
        raise cursor.error(f"invalid prefix length {quote(shown)}", PREFIX_HELP)
    return Value(shown, token)


def shown_network(address: IPv4Address | IPv6Address, length: int) -> str:
    """Return a network as Go prints it: one of IPv4 in IPv6 without the IPv6 (net.IPNet.String)."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    if mapped is not None:
        return f"{mapped}/{max(length - 96, 0)}"
    return f"{address}/{length}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dns64(Plugin):
    """Answers AAAA queries for names that have only IPv4 addresses, for networks with NAT64."""

    name: ClassVar[str] = "dns64"
    usage: ClassVar[str] = "dns64 [PREFIX]"
    stanzas: ClassVar[Stanzas] = "last given"
    role: ClassVar[Role] = "changes"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.11.3",
            kind="meaning",
            what="no next plugin",
            text="where no plugin comes after it, the answer is SERVFAIL",
        ),
        Change(
            release=LENGTHS_CHECKED,
            kind="removed",
            what="prefix",
            text="prefixes of lengths other than 32, 40, 48, 56, 64 and 96 are refused",
            advice="take a prefix of one of these lengths",
            source="plugin/dns64/setup.go",
        ),
    )

    #: The network that addresses are made in; with one on the line there is no block.
    network: Value[str] | None = None

    prefix: Value[str] | None = setting(
        Reader("PREFIX", read_prefix),
        "the network that addresses are made in",
        default="64:ff9b::/96",
    )
    translate_all: bool | None = setting(
        bare(), "make addresses even of names that have IPv6 addresses"
    )
    allow_ipv4: bool | None = setting(bare(), "make addresses for queries that come over IPv4 too")

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Dns64]":
        """Read all stanzas.

        After a prefix on the line CoreDNS expects no block: it takes every line of one for a
        stanza, of which a single word after the first is a prefix.
        """
        stanzas: list[Dns64] = []
        refusals: list[Refused] = []
        while cursor.next():
            name, position = cursor.token, cursor.position
            args = cursor.remaining()
            if len(args) == 1:
                try:
                    network = check_prefix(cursor, args[0])
                except Refused as refused:
                    refusals.append(refused)
                else:
                    stanzas += [cls(token=name, network=network)] if name.text == cls.name else []
                continue
            cursor.position = position
            stanza, refused_here = read_stanza(cls, cursor, scope)
            refusals += refused_here
            stanzas += [stanza] if stanza and name.text == cls.name else []
        return Reading(tuple(stanzas), tuple(refusals))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """There are none here: a single one has been read before."""
        if cursor.remaining():
            raise cursor.arg_error()
        return {}

    def mentions(self, read: ReadFile) -> Mentions:
        """Return the type that it makes records for."""
        return Mentions(types=("AAAA",))

    @classmethod
    def serve(cls, stanzas: "tuple[Dns64, ...]", query: Query, chain: Chain) -> Verdict:
        """Make AAAA records of A records, for what the plugins after it answer (dns64.go)."""
        if query.type != "AAAA" or query.class_ != "IN":
            return Verdict("not a query for AAAA")
        return Verdict(
            "makes AAAA records of A records where there are none", after=as_asked_for_other
        )


def as_asked_for_other(end: End) -> End:
    """Return how the query ends where there is no record: as the one for the other type does."""
    return end if end.rcode == "NXDOMAIN" or not end.written else replace(end, rcode=None)
