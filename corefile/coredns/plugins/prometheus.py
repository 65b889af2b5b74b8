"""prometheus: give figures to Prometheus over HTTP (plugin/metrics/setup.go)."""

from dataclasses import dataclass
from typing import ClassVar

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.http_servers import HttpServer
from corefile.coredns.catalogue.kinds import (
    FILE,
    exactly_one,
    lone,
    one,
)
from corefile.coredns.catalogue.older import read_lines
from corefile.coredns.catalogue.reading import (
    LISTEN_ADDRESS,
    earlier_uses,
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
from corefile.coredns.releases.release import span


def read_tls(cursor: Cursor) -> Value[str]:
    """Read the file, which is named once; an empty name is treated as none."""
    if any(words and words[0].text for words in earlier_uses(cursor)):
        raise cursor.error("tls block already specified", "leave one of the two lines out")
    return exactly_one(FILE).read(cursor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prometheus(HttpServer):
    """Counts and times queries, and gives the figures over HTTP at `/metrics`."""

    name: ClassVar[str] = "prometheus"
    usage: ClassVar[str] = "prometheus [ADDRESS]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "observes"
    default_address: ClassVar[str] = "localhost:9153"
    unknown_words: ClassVar[str] = "unknown option: {word}"

    #: By default `localhost:9153`. Server blocks with the same address share one listener.
    address: Value[str] | None = argument(one(LISTEN_ADDRESS))
    runtime_metrics: bool | None = setting(
        lone(), "give all figures of Go's runtime too, for the whole process"
    )
    tls: Value[str] | None = setting(
        Reader("FILE", read_tls), "the file that says how HTTP is served over TLS"
    )

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Prometheus]":
        """Read all stanzas; up to 1.14.2 there is no block (plugin/metrics/setup.go)."""
        if cursor.release not in span("1.14.3"):
            return read_lines(cls, cursor, scope, "1.14.3")
        return read_stanzas(cls, cursor, scope)
