"""What listens where: the server blocks that share a socket (dnsserver/register.go)."""

from collections.abc import Iterator

from corefile.coredns.model.config import Config, Key, Server
from corefile.go.net import parse_ip
from corefile.text.brief import Brief
from corefile.text.records import dataclass

__all__ = ["TCP", "UDP", "Listener", "ListenerUse", "canonical_host", "listeners", "uses"]

#: The transports that take connections over TCP, and those that take UDP packets.
TCP = ("dns", "tls", "https", "grpc")
UDP = ("dns", "quic", "https3")


@dataclass(frozen=True, slots=True)
class ListenerUse(Brief):
    """A server block on one port for one transport."""

    #: The server block.
    server: Server
    #: As in `Listener`.
    transport: str
    #: As digits.
    port: str
    #: Its keys for this port.
    keys: tuple[Key, ...]
    #: The zones of these keys.
    zones: tuple[str, ...]

    @property
    def key(self) -> Key:
        """The first of the keys."""
        return self.keys[0]

    @property
    def has_first_key(self) -> bool:
        """Whether the first key of the server block is for this port; some settings ask for it."""
        return self.keys[0] is self.server.keys[0]


@dataclass(frozen=True, slots=True)
class Listener(Brief):
    """A socket, and what is served on it."""

    #: `dns`, `tls`, `https`, `https3`, `quic` or `grpc`.
    transport: str
    #: An IP address or a network interface; empty for every address of the machine.
    host: str
    #: As digits.
    port: str
    #: One for each server block, in the order of the text.
    uses: tuple[ListenerUse, ...]

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.transport}://{host}:{self.port}"


def listeners(config: Config) -> tuple[Listener, ...]:
    """Return every socket of a configuration (groupConfigsByListenAddr)."""
    found: dict[tuple[str, str, str], list[ListenerUse]] = {}
    for server in config.servers:
        hosts = tuple(dict.fromkeys(map(canonical_host, server.listens_on)))
        for use in uses(server):
            for host in hosts:
                found.setdefault((use.transport, host, use.port), []).append(use)
    return tuple(Listener(*place, tuple(using)) for place, using in found.items())


def uses(server: Server) -> Iterator[ListenerUse]:
    """Yield the ports of a server block.

    There are none where `bind` may be among lines that are not known.  A key that is not known
    is left out.
    """
    if not server.complete and not server.has("bind"):
        return
    ports: dict[tuple[str, str], list[tuple[Key, str]]] = {}
    for key in server.keys:
        for address in key.addresses:
            ports.setdefault((address.transport, address.port), []).append((key, address.zone))
    for place, served in ports.items():
        keys, zones = zip(*served, strict=True)
        yield ListenerUse(server, *place, keys, zones)


def canonical_host(host: str) -> str:
    """Return one spelling for each address; "" for the addresses that stand for all."""
    address = parse_ip(host)
    if address is None:
        return host
    return "" if address.is_unspecified else str(address)
