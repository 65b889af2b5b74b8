"""minimal: leave out what answers need not have (plugin/minimal/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, read_first
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Minimal(Plugin):
    """Leaves authority and additional records out of successful answers."""

    name: ClassVar[str] = "minimal"
    usage: ClassVar[str] = "minimal"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "changes"

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Minimal]":
        """Read the first line; CoreDNS never looks at another."""
        return read_first(cls, cursor, scope)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """There are none."""
        if cursor.next_arg():
            raise cursor.arg_error()
        return {}
