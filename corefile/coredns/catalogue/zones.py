"""Names, zones and ports as CoreDNS reads them (plugin/normalize.go, pkg/parse, miekg/dns)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from corefile.coredns.releases.release import NEWEST, Release, span
from corefile.go.errors import Invalid
from corefile.go.net import parse_cidr, parse_ip
from corefile.go.strconv import quote
from corefile.go.strings import lower
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.regex import regex

#: plugin/pkg/transport: the schemes, in the order in which CoreDNS tries them, and their ports.
DEFAULT_PORTS = {
    "tls": "853",
    "dns": "53",
    "quic": "853",
    "grpc": "443",
    "https3": "443",
    "https": "443",
    "unix": "",
}
#: A label with the dot after it; a dot after a backslash is a part of the label.
LABEL = regex(r"(?:[^.\\]|\\.)*\.", re.DOTALL)
#: The first release that knows a scheme; for one before, it is part of a name.
SCHEMES = {"https": "1.1.3", "quic": "1.11.0", "unix": "1.11.0", "https3": "1.13.2"}
#: The releases that serve a network on all zones that it covers, and check these (pkg/cidr).
ALL_ZONES = span("1.8.5")
#: The releases that check a zone again with a dot at its end (dnsserver/register.go).
CHECKED_TWICE = span("1.8.4")
#: The releases whose DNS library refuses a name of no letters (miekg/dns 1.1.2): it was `.`.
NO_EMPTY_NAME = span("1.3.1")
#: The releases whose DNS library refuses a dot before the first label (miekg/dns 1.1.50).
NO_LEADING_DOT = span("1.9.4")
#: The releases whose DNS library refuses a backslash at the end (miekg/dns 1.1.59).
NO_LAST_BACKSLASH = span("1.11.4")
#: Leading zeros change nothing.
PORT = regex("0*[0-9]{1,5}", re.ASCII)
#: A name with a star before it, as people write all names below a zone.
STARRED = regex(r"\*\.?[\w-]+(?:\.[\w-]+)*\.?", re.ASCII)
MAX_PORT = 65535
ESCAPED_DIGITS = regex(rb"[0-9]{3}")


@dataclass(frozen=True, slots=True)
class ZoneAddress(Brief):
    """A zone, the port it is served on, and the transport: what a key of a server block says."""

    #: In lower case with a dot at the end.
    zone: str
    #: As it is written, or that of the transport; empty for a socket.
    port: str
    #: One of the keys of `DEFAULT_PORTS`: `dns`, `tls`, `https` and others.
    transport: str = "dns"

    @property
    def port_number(self) -> int | None:
        """The port as a number; None for a socket, and for what is not a port's number."""
        return port_number(self.port)

    def __str__(self) -> str:
        return f"{self.transport}://{self.zone}:{self.port}"


def port_number(port: str) -> int | None:
    """Return a port as a number, None where it is not one from 0 to 65535 (net.Listen)."""
    if not PORT.fullmatch(port):
        return None
    number = int(port[-5:])
    return number if number <= MAX_PORT else None


def split_transport(text: str, release: Release = NEWEST) -> tuple[str, str]:
    """Return transport and rest of `tls://…`; without a scheme it is `dns` (parse.Transport)."""
    if "://" not in text:
        return "dns", text
    for transport in DEFAULT_PORTS:
        written = text.startswith(f"{transport}://")
        if written and release in span(SCHEMES.get(transport, "")):
            return transport, text[len(transport) + 3 :]
    return "dns", text


def without_star(pattern: str) -> str:
    """Return what to write for names such as `*.example.org` in an expression; "" for others."""
    if STARRED.fullmatch(pattern) is None:
        return ""
    labels = pattern.strip("*.").replace(".", "[.]")
    return f"a `*` alone is not a wildcard in an expression: write `[.]{labels}[.]$`"


def is_fqdn(name: str) -> bool:
    """Tell whether a name ends in a dot that is not escaped (dns.IsFqdn)."""
    if not name.endswith("."):
        return False
    before = name[:-1]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 0


def fqdn(name: str) -> str:
    """Return the name with a dot at its end (dns.Fqdn)."""
    return name if is_fqdn(name) else f"{name}."


@lru_cache(maxsize=4096)
def normalize(name: str) -> str:
    """Return the name in lower case, with a dot at its end (plugin.Name.Normalize)."""
    return lower(fqdn(name))


def is_domain_name(text: str, release: Release = NEWEST) -> bool:
    """Tell whether DNS can carry the name (dns.IsDomainName of miekg/dns)."""
    if not text:
        return release not in NO_EMPTY_NAME
    first_dot = release in NO_LEADING_DOT
    name = fqdn(text).encode("utf-8", "surrogatepass")
    total = begin = 0
    escape = was_dot = False
    index = 0
    while index < len(name):
        byte = name[index]
        if byte == 0x5C:  # a backslash
            escape = not escape
            if total + 1 > 256:
                return False
            width = 3 if ESCAPED_DIGITS.match(name, index + 1) else 1
            index += width
            begin += width
            was_dot = False
        elif byte == 0x2E:  # a dot
            escape = False
            length = index - begin
            if (first_dot and index == 0 and len(name) > 1) or was_dot or length >= 64:
                return False
            was_dot = True
            total += 1 + length
            if total > 256:
                return False
            begin = index + 1
        else:
            escape = was_dot = False
        index += 1
    return not escape or release not in NO_LAST_BACKSLASH


@lru_cache(maxsize=4096)
def split_zone_port(text: str, release: Release = NEWEST) -> tuple[Sequence[str], str]:
    """Return the zones and the port of a key without its scheme (plugin.SplitHostPort).

    A CIDR becomes its reverse zones. Raises Invalid.
    """
    head, colon, tail = text.rpartition(":")
    if (colon and not tail) or not text:
        raise Invalid(f"expecting data after last colon: {quote(text)}")
    port = ""
    if colon and re.fullmatch(r"[+-]?[0-9]{1,18}", tail, re.ASCII):
        port, text = str(int(tail)), head
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > 255:
        raise Invalid(f"specified zone is too long: {size} > 255")
    if not is_domain_name(text, release):
        raise Invalid(f"zone is not a valid domain name: {text}")
    network = parse_cidr(text)
    if network is None:
        return (text,), port
    if release not in ALL_ZONES:
        return (reverse_zone(text),), port
    if text[0] == ":" or (text[0] == "0" and ":" in text):
        raise Invalid(f"invalid CIDR {text}")
    return tuple(reverse_zones(text)), port


def reverse_zones(cidr: str) -> list[str]:
    """Return the reverse zones that cover a network (plugin/pkg/cidr)."""
    network = parse_cidr(cidr)
    if network is None:
        return []
    ip, length = network
    v4 = ip.version == 4
    step = 8 if v4 else 4
    boundary = -(-length // step) * step
    size = 1 << (ip.max_prefixlen - boundary)
    zones = []
    for number in range(1 << (boundary - length)):
        address = type(ip)(int(ip) + number * size)
        labels = address.reverse_pointer.split(".")
        zones.append(".".join(labels[(ip.max_prefixlen - boundary) // step :]) + ".")
    return zones


def reverse_zone(cidr: str) -> str:
    """Return the one reverse zone that a network was served on before 1.8.5.

    CoreDNS 1.8.4 takes the whole labels that the length of the network leaves.
    """
    address = cidr.partition("/")[0]
    ip = parse_ip(address)
    network = parse_cidr(cidr)
    if ip is None or network is None:
        return cidr
    size = 8 if network[0].version == 4 else 4
    bits = network[0].max_prefixlen - network[1]
    labels = ip.reverse_pointer.split(".")
    return ".".join(labels[(bits + bits % size) // size :]) + "."


def normalize_exact(text: str, release: Release = NEWEST) -> list[str]:
    """Return the zones of an argument, none when it is not one (plugin.Host.NormalizeExact)."""
    try:
        zones, _ = split_zone_port(split_transport(text, release)[1], release)
    except Invalid:
        return []
    return [normalize(zone) for zone in zones]


def key_addresses(
    key: str, *, as_written: bool = False, release: Release = NEWEST, port: str = ""
) -> list[ZoneAddress]:
    """Return what a key of a server block stands for (dnsserver/register.go). Raises Invalid.

    `as_written` leaves capital letters in the zones. `port` is that of plain DNS where a key names
    none, by default 53.
    """
    transport, rest = split_transport(key, release)
    zones, own = split_zone_port(rest, release)
    if release in CHECKED_TWICE:
        for zone in zones:
            split_zone_port(fqdn(zone), release)
    port = own or (port if transport == "dns" else "") or DEFAULT_PORTS[transport]
    name = fqdn if as_written else normalize
    return [ZoneAddress(name(zone), port, transport) for zone in zones]


def is_subdomain(parent: str, child: str) -> bool:
    """Tell whether child is parent or below it; both normalized (dns.IsSubDomain)."""
    if "\\" in child and child != parent:
        return parent in parents(child)
    return parent in (".", child) or child.endswith(f".{parent}")


def common_zone(one: str, other: str) -> str:
    """Return the names that two zones have in common, as a zone; "" when there are none."""
    if is_subdomain(one, other):
        return other
    return one if is_subdomain(other, one) else ""


def common_zones(ones: Iterable[str], others: Iterable[str]) -> set[str]:
    """Return the names that zones of two kinds have in common, as zones: as `common_zone` does.

    Takes time in proportion to the zones.
    """
    these, those = set(ones), set(others)
    return {zone for zone in these if not those.isdisjoint(parents(zone))} | {
        zone for zone in those if not these.isdisjoint(parents(zone))
    }


def parents(name: str) -> Iterator[str]:
    """Yield a normalized name and all names above it, the root last."""
    has_escapes = "\\" in name
    while name not in ("", "."):
        yield name
        label = LABEL.match(name) if has_escapes else None
        name = name[label.end() :] if label else name.partition(".")[2]
    yield "."


def covering(zones: tuple[str, ...] | list[str], name: str) -> str:
    """Return the longest of the zones that holds the name, or "" (plugin.Zones.Matches)."""
    best = ""
    for zone in zones:
        if len(zone) > len(best) and is_subdomain(zone, name):
            best = zone
    return best


def is_reverse(zone: str) -> bool:
    """Tell whether a zone is one of addresses (dnsutil.IsReverse)."""
    return zone.endswith((".in-addr.arpa.", ".ip6.arpa."))


def is_ip(text: str) -> bool:
    """Tell whether text is an IP address."""
    return parse_ip(text) is not None


def misplaced_address(text: str) -> str:
    """Return the IP address in a word that CoreDNS reads as a zone, "" when there is none.

    The word may be what a listener or a server is called elsewhere: `127.0.0.1:53`, `[::1]:53`.
    """
    rest = split_transport(text)[1]
    head, _, tail = rest.rpartition(":")
    host = head if head and tail.isdigit() and not is_ip(rest) else rest
    bare = host.strip("[]").removesuffix(".")
    return bare if is_ip(bare) else ""
