"""metadata: collect what plugins know of a query (plugin/metadata/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, Zone
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata(Plugin):
    """Asks the other plugins what they know of each query, for use in logs and conditions."""

    name: ClassVar[str] = "metadata"
    usage: ClassVar[str] = "metadata [ZONE…]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "wraps"

    #: The zones of whose names it is collected: by default those of the server block.
    zones: tuple[Zone, ...] = ()

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> Reading["Metadata"]:
        """Read the one line there may be; an empty block does no harm."""
        if not cursor.next():
            return Reading((), ())
        name = cursor.token
        stanza = cls(token=name, zones=scope.origins(cursor.remaining()))
        surplus = cursor.next_block() or cursor.next()
        return Reading((stanza,), (cursor.arg_error(),) if surplus else ())
