"""IP addresses, networks, hosts and ports as Go reads them (package net)."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address

from corefile.go.errors import Invalid
from corefile.go.strconv import DIGITS
from corefile.text.regex import regex

#: What an address is made of: most words are none, and this is seen at once.
LIKE_ADDRESS = regex(r"[0-9A-Fa-f:.]{2,45}")


def parse_ip(text: str) -> IPv4Address | IPv6Address | None:
    """Read an IP address (net.ParseIP: no zone, no leading zeros); None when it is none."""
    return _parse_ip(text) if LIKE_ADDRESS.fullmatch(text) else None


@lru_cache(maxsize=4096)
def _parse_ip(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return IPv6Address(text) if ":" in text else IPv4Address(text)
    except ValueError:
        return None


def format_ip(address: IPv4Address | IPv6Address) -> str:
    """Return an IP address as Go prints it (net.IP.String): one of IPv4 in IPv6 as IPv4."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def parse_cidr(text: str) -> tuple[IPv4Address | IPv6Address, int] | None:
    """Read an address with a mask; give the network's address and mask length (net.ParseCIDR)."""
    address, slash, mask = text.partition("/")
    ip = parse_ip(address) if slash else None
    if ip is None or not DIGITS.fullmatch(mask):
        return None
    length = int(mask.lstrip("0")[:4] or "0")
    if length > ip.max_prefixlen:
        return None
    host_bits = ip.max_prefixlen - length
    network = int(ip) >> host_bits << host_bits
    return (type(ip)(network), length)


def contains(network: str, address: str) -> bool:
    """Tell whether a network has an address (net.IPNet.Contains); false where one is none."""
    block, ip = parse_cidr(network), parse_ip(address)
    if block is None or ip is None:
        return False
    mapped = ip.ipv4_mapped if isinstance(ip, IPv6Address) else None
    own = mapped or ip
    start, length = block
    host_bits = own.max_prefixlen - length
    return own.version == start.version and int(own) >> host_bits == int(start) >> host_bits


def split_host_port(text: str) -> tuple[str, str]:
    """Split `host:port` or `[host]:port` (net.SplitHostPort). Raises Invalid."""

    def invalid(why: str) -> Invalid:
        return Invalid(f"address {text}: {why}" if text else why)

    colon = text.rfind(":")
    if colon < 0:
        raise invalid("missing port in address")
    if text.startswith("["):
        end = text.find("]")
        if end < 0:
            raise invalid("missing ']' in address")
        if end + 1 == len(text):
            raise invalid("missing port in address")
        if end + 1 != colon:
            too_many = text[end + 1] == ":"
            raise invalid("too many colons in address" if too_many else "missing port in address")
        host, opening, closing = text[1:end], 1, end + 1
    else:
        host, opening, closing = text[:colon], 0, 0
        if ":" in host:
            raise invalid("too many colons in address")
    if "[" in text[opening:]:
        raise invalid("unexpected '[' in address")
    if "]" in text[closing:]:
        raise invalid("unexpected ']' in address")
    return host, text[colon + 1 :]


def join_host_port(host: str, port: str) -> str:
    """Join host and port, with brackets where the host has a colon (net.JoinHostPort)."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
