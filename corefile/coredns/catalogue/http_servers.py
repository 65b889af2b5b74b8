"""Plugins with an HTTP server of their own, beside DNS."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.kinds import convert, one
from corefile.coredns.catalogue.reading import LISTEN_ADDRESS
from corefile.coredns.catalogue.schema import Plugin, Scope, Value, argument
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpServer(Plugin):
    """A stanza that opens a port for HTTP."""

    #: Where it listens when no line says so.
    default_address: ClassVar[str]
    #: Whether CoreDNS does not start where it cannot listen there.
    needed: ClassVar[bool] = False

    #: Where it listens; None for `default_address`.
    address: Value[str] | None = argument(one(LISTEN_ADDRESS))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the address."""
        args = cursor.remaining()
        if len(args) > 1:
            raise cursor.arg_error()
        return {"address": convert(LISTEN_ADDRESS, args[0])} if args else {}

    def default_words(self, field: str) -> str | None:
        """Return the address that the plugin listens at by default."""
        return self.default_address if field == "address" else None

    @property
    def listens_at(self) -> str:
        """The address that the server listens at."""
        return self.address.value if self.address else self.default_address
