"""loop: stop CoreDNS when its own queries come back to it (plugin/loop/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.schema import Plugin, Scope
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop(Plugin):
    """Sends one random query at start-up and ends CoreDNS when it arrives more than twice."""

    name: ClassVar[str] = "loop"
    usage: ClassVar[str] = "loop"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "wraps"

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """There are none."""
        if cursor.next_arg():
            raise cursor.arg_error()
        return {}
