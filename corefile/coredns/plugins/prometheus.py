"""prometheus: give figures to Prometheus over HTTP (plugin/metrics/setup.go)."""

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
    used_before,
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
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import span
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar


def read_tls(cursor: Cursor) -> Value[str]:
    """Read the file, which is named once; an empty name is treated as none."""
    if used_before(cursor, lambda words: words and words[0].text):
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
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.0.0",
            kind="metrics",
            what="names",
            text="all metrics have other names, and other histograms",
        ),
        Change(
            release="1.1.3",
            kind="metrics",
            what="server",
            text="all metrics have a label `server`; those for the capacity of `cache` and"
            " `dnssec` are gone",
        ),
        Change(
            release="1.6.8",
            until="1.8.4",
            kind="metrics",
            what="type",
            text="`coredns_dns_request_duration_seconds` has a label `type`",
            source="plugin/metrics/vars/vars.go",
        ),
        Change(
            release="1.8.7",
            kind="metrics",
            what="plugin",
            text="`coredns_dns_responses_total` has a label `plugin`",
        ),
        Change(
            release="1.10.0",
            kind="metrics",
            what="view",
            text="many metrics have a label `view`",
            source="plugin/metrics/README.md",
        ),
    )

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
