"""debug: do not recover from panics, print more (plugin/debug/debug.go)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.schema import Plugin, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Debug(Plugin):
    """Lets the process end when it panics and prints messages for debugging, process-wide."""

    name: ClassVar[str] = "debug"
    usage: ClassVar[str] = "debug"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "setting"

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """There are none, and no block."""
        if cursor.next_arg():
            raise cursor.arg_error()
        return {}
