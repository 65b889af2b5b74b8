"""quic: limits of DNS-over-QUIC (plugin/quic/setup.go)."""

from dataclasses import dataclass
from typing import ClassVar

from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.listener_limits import POSITIVE, UNLIMITED_BY_ZERO
from corefile.coredns.catalogue.schema import Plugin, Value, setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Quic(Plugin):
    """Limits the streams, connections and workers of a DNS-over-QUIC server."""

    name: ClassVar[str] = "quic"
    usage: ClassVar[str] = "quic"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "setting"
    limits: ClassVar[str] = "quic"

    max_streams: Value[int] | None = setting(
        POSITIVE,
        "how many streams one connection may have at once",
        default="256",
    )
    max_connections: Value[int] | None = setting(
        UNLIMITED_BY_ZERO,
        "how many connections there may be at once; 0 means no limit",
        default="200",
    )
    worker_pool_size: Value[int] | None = setting(
        POSITIVE,
        "how many streams of all connections are served at once",
        default="1024",
    )
