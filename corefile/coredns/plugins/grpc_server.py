"""grpc_server: limits of DNS-over-gRPC (plugin/grpc_server/setup.go)."""

from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.listener_limits import UNLIMITED_BY_ZERO
from corefile.coredns.catalogue.schema import Plugin, Value, setting
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import plugin_releases
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class GrpcServer(Plugin):
    """Limits the streams and connections of a DNS-over-gRPC server."""

    name: ClassVar[str] = "grpc_server"
    usage: ClassVar[str] = "grpc_server"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "setting"
    limits: ClassVar[str] = "grpc"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=str(plugin_releases("grpc_server").since),
            kind="default",
            what="max_connections",
            text="a listener for gRPC takes 200 connections of 256 streams; before, there"
            " was no limit",
            advice="write `max_connections 0` and `max_streams 0` to have none",
            source="plugin/grpc_server/setup.go",
        ),
    )

    max_streams: Value[int] | None = setting(
        UNLIMITED_BY_ZERO,
        "how many streams one connection may have at once; 0 means no limit",
        default="256",
    )
    max_connections: Value[int] | None = setting(
        UNLIMITED_BY_ZERO,
        "how many connections there may be at once; 0 means no limit",
        default="200",
    )
