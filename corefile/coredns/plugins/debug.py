"""debug: do not recover from panics, print more (plugin/debug/debug.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.schema import Plugin, Scope
from corefile.coredns.releases.changes import Change
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Debug(Plugin):
    """Lets the process end when it panics and prints messages for debugging, process-wide."""

    name: ClassVar[str] = "debug"
    usage: ClassVar[str] = "debug"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "setting"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.7.1",
            kind="meaning",
            text="in one server block it applies to all of them",
        ),
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """There are none, and no block."""
        if cursor.next_arg():
            raise cursor.arg_error()
        return {}
