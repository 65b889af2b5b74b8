"""https3: limits of DNS-over-HTTP/3 (plugin/https3/setup.go)."""

from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.listener_limits import UNLIMITED_BY_ZERO
from corefile.coredns.catalogue.schema import Plugin, Value, setting
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import plugin_releases, property_releases
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Https3(Plugin):
    """Limits the streams and connections of a DNS-over-HTTP/3 server."""

    name: ClassVar[str] = "https3"
    usage: ClassVar[str] = "https3"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "setting"
    limits: ClassVar[str] = "https3"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=str(plugin_releases("https3").since),
            kind="default",
            what="max_streams",
            text="a connection for DNS over HTTP/3 takes 256 streams",
            advice="write `max_streams` to have more",
            source="plugin/https3/setup.go",
        ),
        Change(
            release=str(property_releases("https3", "max_connections").since),
            kind="default",
            what="max_connections",
            text="a listener for DNS over HTTP/3 takes 200 connections; before, there was no limit",
            advice="write `max_connections 0` to have none",
            source="plugin/https3/setup.go",
        ),
    )

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
