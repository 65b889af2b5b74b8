"""ready: tell over HTTP that the plugins are ready (plugin/ready/setup.go)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.kinds import choice, convert
from corefile.coredns.catalogue.older import read_lines
from corefile.coredns.catalogue.reading import LISTEN_ADDRESS, convert_here
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Reading,
    Role,
    Scope,
    Value,
    read_stanzas,
    setting,
    suggestion,
)

MONITOR = choice("until-ready", "continuously", message="monitor type '{value}' not supported")


def read_monitor(cursor: Cursor) -> Value[str]:
    """Read how long plugins are asked."""
    args = cursor.remaining()
    if len(args) != 1:
        raise cursor.arg_error()
    return convert_here(cursor, MONITOR, args[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready(Plugin):
    """Answers `OK` over HTTP at `/ready` once all plugins of the server block are ready."""

    name: ClassVar[str] = "ready"
    usage: ClassVar[str] = "ready [ADDRESS]"
    once: ClassVar[bool] = True
    role: ClassVar[Role] = "setting"

    #: By default `:8181`. Server blocks with the same address share one answer.
    address: Value[str] | None = None
    monitor: Value[str] | None = setting(
        "monitor",
        Reader(MONITOR.syntax, read_monitor),
        "whether a plugin that was ready is asked again",
        default="until-ready",
    )

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Ready]":
        """Read all stanzas; up to 1.12.1 there is no block (plugin/ready/setup.go)."""
        if cursor.before("1.12.2"):
            return read_lines(cls, cursor, scope, "1.12.2")
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
        """Refuse a line that is no property; up to 1.14.3 it is ignored (plugin/ready/setup.go)."""
        if not cursor.before("1.14.4"):
            raise cursor.error(f"unknown property '{cursor.value}'", suggestion(cls, cursor.value))
