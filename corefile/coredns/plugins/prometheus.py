"""prometheus: give figures to Prometheus over HTTP (plugin/metrics/setup.go)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.kinds import FILE, convert, exactly_one, lone
from corefile.coredns.catalogue.older import read_lines
from corefile.coredns.catalogue.reading import LISTEN_ADDRESS, earlier_uses
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Reading,
    Scope,
    Value,
    read_stanzas,
    setting,
    suggestion,
)


def read_tls(cursor: Cursor) -> Value[str]:
    """Read the file, which is named once; an empty name counts as none."""
    if any(words and words[0].text for words in earlier_uses(cursor)):
        raise cursor.error("tls block already specified", "leave one of the two lines out")
    return exactly_one(FILE).read(cursor)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prometheus(Plugin):
    """Counts and times queries, and gives the figures over HTTP at `/metrics`."""

    name: ClassVar[str] = "prometheus"
    usage: ClassVar[str] = "prometheus [ADDRESS]"
    once: ClassVar[bool] = True

    #: By default `localhost:9153`. Server blocks with the same address share one listener.
    address: Value[str] | None = None
    runtime_metrics: bool | None = setting(
        "runtime_metrics", lone(), "give all figures of Go's runtime too, for the whole process"
    )
    tls: Value[str] | None = setting(
        "tls", Reader("FILE", read_tls), "the file that says how HTTP is served over TLS"
    )

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Prometheus]":
        """Read all stanzas; up to 1.14.2 there is no block (plugin/metrics/setup.go)."""
        if cursor.before("1.14.3"):
            return read_lines(cls, cursor, scope, "1.14.3")
        return read_stanzas(cls, cursor, scope)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the address."""
        args = cursor.remaining()
        if len(args) > 1:
            raise cursor.arg_error()
        return {"address": convert(LISTEN_ADDRESS, args[0])} if args else {}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Other plugins say `unknown property`."""
        raise cursor.error(f"unknown option: {cursor.value}", suggestion(cls, cursor.value))
