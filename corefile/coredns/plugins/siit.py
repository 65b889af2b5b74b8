"""siit: make IPv4 addresses of IPv6 addresses (plugin/siit/setup.go)."""

from ipaddress import IPv6Address

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.query import Chain, Query, Verdict
from corefile.coredns.catalogue.reading import on
from corefile.coredns.catalogue.schema import Plugin, Reader, Value, setting, settings
from corefile.coredns.plugins.dns64 import LENGTHS, PREFIX_HELP, as_asked_for_other, shown_network
from corefile.go.net import format_ip, parse_cidr, parse_ip
from corefile.go.strconv import quote
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar


@dataclass(frozen=True, slots=True)
class Mapping(Brief):
    """An IPv6 address, and the IPv4 address that stands for it (RFC 7757)."""

    #: The IPv4 address.
    ipv4: Value[str]
    #: The IPv6 address.
    ipv6: Value[str]


def read_prefix(cursor: Cursor) -> Value[str]:
    """Read a network; what follows becomes the next property (parseIpv6Prefix)."""
    if not cursor.next_arg():
        raise cursor.arg_error()
    network = parse_cidr(cursor.value)
    if network is None:
        raise Refused(f"invalid CIDR address: {cursor.value}", cursor.token, PREFIX_HELP)
    address, length = network
    shown = quote(shown_network(address, length))
    if not isinstance(address, IPv6Address):
        raise cursor.error(f"invalid netmask 32 IPv6 address: {shown}", PREFIX_HELP)
    if length not in LENGTHS:
        lengths = ", ".join(f"/{known}" for known in LENGTHS)
        message = f"invalid prefix length {shown}: must be one of {lengths}"
        raise cursor.error(message, PREFIX_HELP)
    if address.packed[8]:
        message = f"invalid prefix {shown}: reserved octet (byte 8) must be zero"
        raise cursor.error(message, "the bits from 64 to 71 of the network must be zero")
    return Value(cursor.value, cursor.token)


def read_mapping(cursor: Cursor) -> Mapping:
    """Read an IPv4 and an IPv6 address (parseEam)."""
    args = cursor.remaining()
    if len(args) != 2:
        raise cursor.arg_error()
    for token, version in zip(args, (4, 6), strict=True):
        address = parse_ip(token.text)
        help_text = "write an IPv4 address, and after it an IPv6 address"
        if address is None:
            # CoreDNS shows what it could not read.
            raise on(cursor.error('invalid IP address: "<nil>"', help_text), token)
        shown = format_ip(address)
        # An IPv4 address in IPv6 is treated as IPv4.
        if (version == 4) != ("." in shown):
            message = f"invalid IPv{version} address: {quote(shown)}"
            raise on(cursor.error(message, help_text), token)
    ipv4, ipv6 = (Value(arg.text, arg) for arg in args)
    return Mapping(ipv4, ipv6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Siit(Plugin):
    """Answers A queries for names that have only IPv6 addresses, for networks with SIIT."""

    name: ClassVar[str] = "siit"
    usage: ClassVar[str] = "siit"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "changes"

    ipv6_prefix: Value[str] | None = setting(
        Reader("PREFIX", read_prefix),
        "the network whose IPv6 addresses hold IPv4 addresses",
        default="64:ff9b::/96",
    )
    eam: tuple[Mapping, ...] = settings(
        Reader("IPV4 IPV6", read_mapping),
        "an IPv6 address, and the IPv4 address that is answered for it",
    )

    def mentions(self, read: ReadFile) -> Mentions:
        """Return the type that it makes records for."""
        return Mentions(types=("A",))

    @classmethod
    def serve(cls, stanzas: "tuple[Siit, ...]", query: Query, chain: Chain) -> Verdict:
        """Make A records of AAAA records, for what the plugins after it answer (siit.go)."""
        if query.type != "A" or query.class_ != "IN":
            return Verdict("not a query for A")
        why = "makes A records of AAAA records where there are none"
        return Verdict(why, after=as_asked_for_other)
