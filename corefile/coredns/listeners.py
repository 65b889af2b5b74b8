"""What listens where: the server blocks that share a socket (dnsserver/register.go)."""

from collections.abc import Iterator
from dataclasses import dataclass

from corefile.coredns.config import Config, Key, Server
from corefile.coredns.golang import parse_ip
from corefile.coredns.zones import ZoneAddress

__all__ = ["TCP", "UDP", "Listener", "Use", "canonical_host", "each_use", "listeners"]

#: The transports that take connections over TCP, and those that take UDP packets.
TCP = ("dns", "tls", "https", "grpc")
UDP = ("dns", "quic", "https3")


@dataclass(frozen=True, slots=True)
class Use:
    """A key that listens on a socket."""

    server: Server
    key: Key
    address: ZoneAddress


@dataclass(frozen=True, slots=True)
class Listener:
    """A socket, and what is served on it."""

    transport: str
    #: An IP address or a network interface; empty for every address of the machine.
    host: str
    port: str
    #: In the order of the text.
    uses: tuple[Use, ...]

    @property
    def servers(self) -> tuple[Server, ...]:
        """The server blocks, each once, in the order of the text."""
        return tuple({id(use.server): use.server for use in self.uses}.values())

    def key_of(self, server: Server) -> Key:
        """Give the first key of one of its server blocks."""
        return next(use.key for use in self.uses if use.server is server)

    def __str__(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.transport}://{host}:{self.port}"


def listeners(config: Config) -> tuple[Listener, ...]:
    """Give every socket of a configuration (groupConfigsByListenAddr).

    Server blocks of which lines are not known are left out unless they have `bind`, keys that are
    not known altogether.
    """
    uses: dict[tuple[str, str, str], list[Use]] = {}
    for use in each_use(config):
        for host in dict.fromkeys(map(canonical_host, use.server.listens_on)):
            uses.setdefault((use.address.transport, host, use.address.port), []).append(use)
    return tuple(Listener(*place, tuple(found)) for place, found in uses.items())


def each_use(config: Config) -> Iterator[Use]:
    """Give every key and what it stands for."""
    for server in config.servers:
        if server.complete or server.has("bind"):
            for key in server.keys:
                yield from (Use(server, key, address) for address in key.addresses)


def canonical_host(host: str) -> str:
    """Give one spelling for each address; "" for the addresses that stand for all."""
    address = parse_ip(host)
    if address is None:
        return host
    return "" if address.is_unspecified else str(address)
