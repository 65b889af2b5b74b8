"""https: limits of DNS-over-HTTPS (plugin/https/setup.go)."""

from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.listener_limits import UNLIMITED_BY_ZERO, UNSIGNED_32
from corefile.coredns.catalogue.schema import Plugin, Value, setting
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import plugin_releases
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Https(Plugin):
    """Limits the connections and streams of a DNS-over-HTTPS server."""

    name: ClassVar[str] = "https"
    usage: ClassVar[str] = "https"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "setting"
    limits: ClassVar[str] = "https"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=str(plugin_releases("https").since),
            kind="default",
            what="max_connections",
            text="a listener for DNS over HTTPS takes 200 connections; before, there was no limit",
            advice="write `max_connections 0` to have none",
            source="plugin/https/setup.go",
        ),
    )

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
