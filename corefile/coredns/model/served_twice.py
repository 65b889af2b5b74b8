"""Ports that there are none of, and zones that are served twice (dnsserver/register.go)."""

from collections import Counter
from collections.abc import Collection, Iterator

from corefile.coredns.catalogue.zones import ZoneAddress, key_addresses
from corefile.coredns.model.server import Key, Refusal, Server
from corefile.coredns.releases.release import NEWEST, Release, span

MAX_PORT = 65535
#: The addresses of an interface that every machine has.
LOOPBACK = {"lo": ("127.0.0.1", "::1")}
#: What to write instead.
APART = "put the plugins of both into one server block, or give one of them another zone or port"
VIEWS_FIRST = "move this server block, which has a `view`, above the one without"
#: The releases in which a server block with a view may follow one without for the same zone.
VIEWS_AFTER = span("1.14.3")
#: The releases that take a zone twice on addresses of its own (`bind`).
BY_ADDRESS = span("1.1.0")
#: The releases for which `a.org` and `A.ORG` are one zone (dnsserver/register.go).
CASE_IGNORED = span("1.14.7")


def bad_ports(servers: tuple[Server, ...]) -> Iterator[Refusal]:
    """Yield the ports that there are none of (register.go, groupConfigsByListenAddr)."""
    for key in (key for server in servers if server.listens_on for key in server.keys):
        for port in sorted({address.port for address in key.addresses}):
            if port and not 0 <= int(port) <= MAX_PORT:
                message = f"address {port}: invalid port"
                advice = "write a port from 1 to 65535"
                yield Refusal("servers", message, key.token, "", advice, reason="key")


def overlaps(servers: tuple[Server, ...], release: Release = NEWEST) -> Iterator[Refusal]:
    """Yield the zones that two server blocks serve on one listener.

    This is CoreDNS's own check (dnsserver/register.go, validateZonesAndListeningAddresses): without
    `bind` a server block listens on every address; one with a `view` may share its zones.
    """
    registered: dict[tuple[ZoneAddress, str], Key] = {}
    unbound: dict[ZoneAddress, tuple[str, Key]] = {}
    certain = all(server.complete for server in servers)
    keys = [[(key, compared(key, release)) for key in server.keys] for server in servers]
    served = Counter(address for pairs in keys for _, found in pairs for address in found)
    for server, pairs in zip(servers, keys, strict=True):
        filtered = server.has("view")
        names = server.listens_on if release in BY_ADDRESS else ("",)
        hosts = tuple(host for name in names for host in LOOPBACK.get(name, (name,)))
        # What is served once needs no look at the addresses it is served on, which may be many.
        repeated = len(set(hosts)) < len(hosts)
        triples = (
            (key, address, host)
            for key, found in pairs
            for address in found
            if repeated or served[address] > 1
            for host in hosts
        )
        for key, address, host in triples:
            same = registered.get((address, host))
            clash = overlapping(address, host, registered, unbound)
            if same is not None and not (filtered and release in VIEWS_AFTER):
                message = f"cannot serve {shown(address, host)} - it is already defined"
                yield already(message, key, same, certain, VIEWS_FIRST if filtered else APART)
            elif same is None and clash is not None:
                other = shown(address, clash[0])
                capacity = "zone overlap listener capacity with"
                message = f"cannot serve {shown(address, host)} - {capacity} {other}"
                yield already(message, key, clash[1], certain)
            elif same is None and not filtered:
                registered[address, host] = key
                unbound[address] = (host, key)


def compared(key: Key, release: Release) -> Collection[ZoneAddress]:
    """Return the zones of a key as they are compared with others.

    Before 1.14.7 `a.org` and `A.ORG` were not the same (dnsserver/register.go).
    """
    if not key.addresses or release in CASE_IGNORED:
        return key.addresses
    port = key.addresses[0].port
    return key_addresses(key.text, as_written=True, release=release, port=port)


def overlapping(
    address: ZoneAddress,
    host: str,
    registered: dict[tuple[ZoneAddress, str], Key],
    unbound: dict[ZoneAddress, tuple[str, Key]],
) -> tuple[str, Key] | None:
    """Return the listener that takes an address too, if one of the two listens everywhere."""
    if address in unbound and not host:
        return unbound[address]
    everywhere = registered.get((address, ""))
    return ("", everywhere) if everywhere is not None else None


def shown(address: ZoneAddress, host: str) -> str:
    """Return a listener as CoreDNS prints it."""
    return f"{address} on {host}" if host else str(address)


def already(message: str, key: Key, other: Key, certain: bool, advice: str = APART) -> Refusal:
    """Return the refusal of a zone that another key serves already."""
    return Refusal(
        "servers",
        message,
        key.token,
        "",
        advice,
        other.token,
        "served here first",
        certain,
        reason="served twice",
    )
