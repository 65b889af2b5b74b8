"""shed: drop what cannot be answered in time (plugin/shed/setup.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.schema import Plugin, Scope
from corefile.go.strconv import quote
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Shed(Plugin):
    """Sends UDP answers one by one, and drops queries and answers when there are too many."""

    name: ClassVar[str] = "shed"
    usage: ClassVar[str] = "shed"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "wraps"

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """There are no properties."""
        raise cursor.error("shed takes no options")

    @classmethod
    def check_all(
        cls, stanzas: "tuple[Shed, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """Refuse `shed` on anything but plain DNS."""
        for address in scope.addresses:
            if address.transport != "dns":
                transport = f"{quote(str(address))} uses transport {quote(address.transport)}"
                message = f"only plain DNS server blocks are supported; {transport}"
                yield cursor.error(message, "take `shed` out of this server block")
