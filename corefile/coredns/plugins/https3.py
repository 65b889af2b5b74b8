"""https3: limits of DNS-over-HTTP/3 (plugin/https3/setup.go)."""

from dataclasses import dataclass
from typing import ClassVar

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.listener_limits import UNLIMITED_BY_ZERO
from corefile.coredns.catalogue.schema import Plugin, Reading, Role, Scope, Value, setting
from corefile.coredns.catalogue.stanzas import read_first


@dataclass(frozen=True, slots=True, kw_only=True)
class Https3(Plugin):
    """Limits the streams and connections of a DNS-over-HTTP/3 server."""

    name: ClassVar[str] = "https3"
    usage: ClassVar[str] = "https3"
    role: ClassVar[Role] = "setting"

    max_streams: Value[int] | None = setting(
        "max_streams",
        UNLIMITED_BY_ZERO,
        "how many streams one connection may have at once; 0 leaves it to QUIC",
        default="256",
    )
    max_connections: Value[int] | None = setting(
        "max_connections",
        UNLIMITED_BY_ZERO,
        "how many connections there may be at once; 0 is no limit",
        default="200",
    )

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Https3]":
        """Read the first stanza only."""
        return read_first(cls, cursor, scope)
