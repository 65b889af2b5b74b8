"""quic: limits of DNS-over-QUIC (plugin/quic/setup.go)."""

from dataclasses import dataclass
from typing import ClassVar

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.listener_limits import POSITIVE, UNLIMITED_BY_ZERO
from corefile.coredns.catalogue.schema import Plugin, Reading, Role, Scope, Value, setting
from corefile.coredns.catalogue.stanzas import read_first


@dataclass(frozen=True, slots=True, kw_only=True)
class Quic(Plugin):
    """Limits the streams, connections and workers of a DNS-over-QUIC server."""

    name: ClassVar[str] = "quic"
    usage: ClassVar[str] = "quic"
    role: ClassVar[Role] = "setting"

    max_streams: Value[int] | None = setting(
        "max_streams",
        POSITIVE,
        "how many streams one connection may have at once",
        default="256",
    )
    max_connections: Value[int] | None = setting(
        "max_connections",
        UNLIMITED_BY_ZERO,
        "how many connections there may be at once; 0 is no limit",
        default="200",
    )
    worker_pool_size: Value[int] | None = setting(
        "worker_pool_size",
        POSITIVE,
        "how many streams of all connections are served at once",
        default="1024",
    )

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Quic]":
        """Read the first stanza only."""
        return read_first(cls, cursor, scope)
