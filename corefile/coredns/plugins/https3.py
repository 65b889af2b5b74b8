"""https3: limits of DNS-over-HTTP/3 (plugin/https3/setup.go)."""

from dataclasses import dataclass
from typing import ClassVar

from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.listener_limits import UNLIMITED_BY_ZERO
from corefile.coredns.catalogue.schema import Plugin, Value, setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Https3(Plugin):
    """Limits the streams and connections of a DNS-over-HTTP/3 server."""

    name: ClassVar[str] = "https3"
    usage: ClassVar[str] = "https3"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "setting"
    limits: ClassVar[str] = "https3"

    max_streams: Value[int] | None = setting(
        UNLIMITED_BY_ZERO,
        "how many streams one connection may have at once; 0 leaves it to QUIC",
        default="256",
    )
    max_connections: Value[int] | None = setting(
        UNLIMITED_BY_ZERO,
        "how many connections there may be at once; 0 means no limit",
        default="200",
    )
