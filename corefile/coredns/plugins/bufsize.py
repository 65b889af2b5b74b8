"""bufsize: limit the size of answers over UDP (plugin/bufsize/setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.kinds import (
    Kind,
    one,
)
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reading,
    Scope,
    Value,
    argument,
)
from corefile.coredns.releases.changes import Change
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi
from corefile.text.records import dataclass
from corefile.text.typed import ClassVar

SMALLEST, LARGEST = 512, 4096


def buffer_size(text: str) -> int:
    """Read a number of bytes within the bounds."""
    size = atoi(text)
    if not SMALLEST <= size <= LARGEST:
        raise Invalid(f"not from {SMALLEST} to {LARGEST}")
    return size


SIZE = Kind("SIZE", buffer_size, ("1232", "512", "4096"), "write bytes, from 512 to 4096")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bufsize(Plugin):
    """Lowers the size of UDP answer that a query asks for."""

    name: ClassVar[str] = "bufsize"
    usage: ClassVar[str] = "bufsize [SIZE]"
    stanzas: ClassVar[Stanzas] = "first"
    role: ClassVar[Role] = "changes"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.9.2",
            kind="meaning",
            what="queries without EDNS0",
            text="queries without EDNS0 go on without it; before, an OPT record was added",
        ),
    )

    #: Bytes; None for 1232.
    size: Value[int] | None = argument(one(SIZE), default="1232", before=(("1.11.0", "512"),))

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> Reading["Bufsize"]:
        """Read the first line. CoreDNS looks neither at a block nor at a second line."""
        if not cursor.next():
            return Reading((), ())
        name = cursor.token
        args = cursor.remaining()
        try:
            sizes = [Value(SIZE.parse(arg.text), arg) for arg in args]
        except Invalid:
            sizes = []
        if len(sizes) == 1 or not args:
            return Reading((cls(token=name, size=sizes[0] if sizes else None),), ())
        # Whatever is wrong, CoreDNS blames the count of words, and gives its name twice.
        message = f"plugin/bufsize: {cursor.arg_error().message}"
        return Reading((cls(token=name),), (Refused(message, args[-1], SIZE.help),))
