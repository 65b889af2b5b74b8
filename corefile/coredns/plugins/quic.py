"""quic: limits of DNS-over-QUIC (plugin/quic/setup.go)."""

from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.listener_limits import POSITIVE, UNLIMITED_BY_ZERO
from corefile.coredns.catalogue.schema import Plugin, Value, setting
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import plugin_releases
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Quic(Plugin):
    """Limits the streams, connections and workers of a DNS-over-QUIC server."""

    name: ClassVar[str] = "quic"
    usage: ClassVar[str] = "quic"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "setting"
    limits: ClassVar[str] = "quic"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=str(plugin_releases("quic").since),
            kind="default",
            what="max_streams",
            text="a connection for DNS over QUIC takes 256 streams, and 1024 are worked on"
            " at once; before, there was no limit",
            advice="write `max_streams` and `worker_pool_size` to have more",
            source="core/dnsserver/server_quic.go",
        ),
        Change(
            release="1.14.7",
            kind="default",
            what="max_connections",
            text="a listener for DNS over QUIC takes 200 connections; before, there was no limit",
            advice="write `max_connections 0`, from CoreDNS 1.15.0 on, to have none",
            source="core/dnsserver/server_quic.go",
        ),
    )

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
