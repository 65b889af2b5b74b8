"""https: limits of DNS-over-HTTPS (plugin/https/setup.go)."""

from dataclasses import dataclass
from typing import ClassVar

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.listener_limits import UNLIMITED_BY_ZERO, UNSIGNED_32
from corefile.coredns.catalogue.schema import Plugin, Reading, Role, Scope, Value, setting
from corefile.coredns.catalogue.stanzas import read_first


@dataclass(frozen=True, slots=True, kw_only=True)
class Https(Plugin):
    """Limits the connections and streams of a DNS-over-HTTPS server."""

    name: ClassVar[str] = "https"
    usage: ClassVar[str] = "https"
    role: ClassVar[Role] = "setting"

    max_connections: Value[int] | None = setting(
        "max_connections",
        UNLIMITED_BY_ZERO,
        "how many connections there may be at once; 0 is no limit",
        default="200",
    )
    max_streams: Value[int] | None = setting(
        "max_streams",
        UNSIGNED_32,
        "how many streams one connection may have at once; 0 leaves it to HTTP/2",
        default="250",
    )

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Https]":
        """Read the first stanza only."""
        return read_first(cls, cursor, scope)
