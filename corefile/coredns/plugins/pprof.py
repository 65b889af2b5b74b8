"""pprof: show how the process spends its time (plugin/pprof/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.http_servers import HttpServer
from corefile.coredns.catalogue.kinds import one
from corefile.coredns.catalogue.reading import LISTEN_ADDRESS, convert_here
from corefile.coredns.catalogue.schema import (
    Reader,
    Scope,
    Value,
    argument,
    setting,
)
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


def read_rate(cursor: Cursor) -> Value[int] | None:
    """Read the rate, which may be left out."""
    args = cursor.remaining()
    if len(args) > 1:
        raise cursor.arg_error()
    if not args:
        return None
    try:
        return Value(atoi(args[0].text), args[0])
    except Invalid:
        message = f"property 'block' invalid integer value '{args[0].text}'"
        raise cursor.error(message, "write a whole number") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pprof(HttpServer):
    """Serves Go's profiles of the process under /debug/pprof."""

    name: ClassVar[str] = "pprof"
    usage: ClassVar[str] = "pprof [ADDRESS]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "setting"
    default_address: ClassVar[str] = "localhost:6053"
    #: CoreDNS does not start where it cannot listen there.
    needed: ClassVar[bool] = True

    #: Where the profiles are served; None for localhost:6053.
    address: Value[str] | None = argument(one(LISTEN_ADDRESS), default="localhost:6053")
    block: Value[int] | None = setting(
        Reader("[RATE]", read_rate),
        "show where goroutines wait, counting one wait in so many nanoseconds",
        bare="1",
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the address."""
        args = cursor.remaining()
        if len(args) > 1:
            raise cursor.arg_error()
        return {"address": convert_here(cursor, LISTEN_ADDRESS, args[0])} if args else {}
