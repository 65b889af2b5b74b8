"""https: limits of DNS-over-HTTPS (plugin/https/setup.go)."""

from dataclasses import dataclass
from typing import ClassVar

from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.listener_limits import UNLIMITED_BY_ZERO, UNSIGNED_32
from corefile.coredns.catalogue.schema import Plugin, Value, setting


@dataclass(frozen=True, slots=True, kw_only=True)
class Https(Plugin):
    """Limits the connections and streams of a DNS-over-HTTPS server."""

    name: ClassVar[str] = "https"
    usage: ClassVar[str] = "https"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "setting"
    limits: ClassVar[str] = "https"

    max_connections: Value[int] | None = setting(
        UNLIMITED_BY_ZERO,
        "how many connections there may be at once; 0 means no limit",
        default="200",
    )
    max_streams: Value[int] | None = setting(
        UNSIGNED_32,
        "how many streams one connection may have at once; 0 leaves it to HTTP/2",
        default="250",
    )
