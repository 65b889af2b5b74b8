"""whoami: answer with the client's own address (plugin/whoami/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict
from corefile.coredns.catalogue.schema import Plugin, Scope, Zone
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Whoami(Plugin):
    """Answers every query with the client's address, port and transport, to test a server with."""

    name: ClassVar[str] = "whoami"
    usage: ClassVar[str] = "whoami"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "test"
    sends_to: ClassVar[Peer] = "nobody"

    #: The zones of the server block, all of which are answered for.
    zones: tuple[Zone, ...] = ()

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """There are none."""
        if cursor.next_arg():
            raise cursor.arg_error()
        return {"zones": scope.zones}

    @classmethod
    def serve(cls, stanzas: "tuple[Whoami, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer every query with the client's address (whoami.go)."""
        end = End("answered", cls.name, "NOERROR")
        return Verdict("answers every query", (end,), goes_on=False)
