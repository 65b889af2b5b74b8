"""ready: tell over HTTP that the plugins are ready (plugin/ready/setup.go)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from corefile.coredns.cursor import Cursor
from corefile.coredns.kinds import choice, convert
from corefile.coredns.reading import LISTEN_ADDRESS, convert_here
from corefile.coredns.schema import Plugin, Reader, Role, Scope, Value, setting

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
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the address."""
        args = cursor.remaining()
        if len(args) > 1:
            raise cursor.arg_error()
        return {"address": convert(LISTEN_ADDRESS, args[0])} if args else {}
