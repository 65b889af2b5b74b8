"""unbound: look names up by recursion, with libunbound (coredns/unbound, setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.external import External
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import FILE, WORD, exactly_one, many, zones
from corefile.coredns.catalogue.schema import (
    Reader,
    Scope,
    Value,
    Zone,
    setting,
    settings,
    suggestion,
)
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

#: Here, since the class has a field of the same name.
EXCEPT = zones(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbound(External):
    """Looks names up by recursion, as Unbound does."""

    name: ClassVar[str] = "unbound"
    usage: ClassVar[str] = "unbound [FROM…]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "forwarding"
    sends_to: ClassVar[Peer] = "resolvers"

    #: The zones whose names are looked up: by default those of the server block.
    zones: tuple[Zone, ...] = ()

    except_: tuple[Zone, ...] | None = setting(EXCEPT, "zones whose names are not looked up")
    option: tuple[tuple[Value[str], ...], ...] = settings(
        Reader("NAME VALUE", many(WORD, 2, 2).read), "an option of unbound.conf"
    )
    config: tuple[Value[str], ...] = settings(exactly_one(FILE), "a file like unbound.conf")

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Refuse what is not a property, without naming it as one."""
        raise cursor.arg_error(suggestion(cls, cursor.value))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        args = cursor.remaining()
        # Not the helper of CoreDNS, which some releases panic in.
        return {"zones": scope.origins(args) if args else scope.zones}
