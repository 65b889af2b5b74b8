"""ready: tell over HTTP that the plugins are ready (plugin/ready/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.http_servers import HttpServer
from corefile.coredns.catalogue.kinds import (
    choice,
    one,
)
from corefile.coredns.catalogue.older import read_lines
from corefile.coredns.catalogue.reading import (
    LISTEN_ADDRESS,
    convert_here,
)
from corefile.coredns.catalogue.schema import (
    Reader,
    Reading,
    Scope,
    Value,
    argument,
    read_stanzas,
    setting,
)
from corefile.coredns.releases.release import Span, span
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar

MONITOR = choice("until-ready", "continuously", message="monitor type '{value}' not supported")


def read_monitor(cursor: Cursor) -> Value[str]:
    """Read how long plugins are asked."""
    args = cursor.remaining()
    if len(args) != 1:
        raise cursor.arg_error()
    return convert_here(cursor, MONITOR, args[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready(HttpServer):
    """Answers `OK` over HTTP at `/ready` once all plugins of the server block are ready."""

    name: ClassVar[str] = "ready"
    usage: ClassVar[str] = "ready [ADDRESS]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "setting"
    default_address: ClassVar[str] = ":8181"
    refuse_unknown: ClassVar[Span] = span("1.14.4")

    #: By default `:8181`. Server blocks with the same address share one answer.
    address: Value[str] | None = argument(one(LISTEN_ADDRESS))
    monitor: Value[str] | None = setting(
        Reader(MONITOR.syntax, read_monitor),
        "whether a plugin that was ready is asked again",
        default="until-ready",
    )

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Ready]":
        """Read all stanzas; up to 1.12.1 there is no block (plugin/ready/setup.go)."""
        if cursor.release not in span("1.12.2"):
            return read_lines(cls, cursor, scope, "1.12.2")
        return read_stanzas(cls, cursor, scope)
