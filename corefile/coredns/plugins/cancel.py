"""cancel: give up on queries that take too long (plugin/cancel/cancel.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.kinds import (
    DurationKind,
    convert,
    one,
)
from corefile.coredns.catalogue.schema import (
    Duration,
    Plugin,
    Reading,
    Scope,
    argument,
)
from corefile.go.errors import Invalid
from corefile.go.strconv import quote
from corefile.go.time import parse_duration
from corefile.text.records import dataclass, replace
from corefile.text.typed import ClassVar


def timeout(text: str) -> int:
    """Read a duration that is more than nothing."""
    try:
        value = parse_duration(text)
    except Invalid:
        raise Invalid(f"invalid duration: {quote(text)}") from None
    if value <= 0:
        raise Invalid(f"invalid negative duration: {quote(text)}")
    return value


TIMEOUT = DurationKind(
    "TIMEOUT", timeout, ("5001ms", "2s"), "write a number with a unit: `2s`, `500ms`"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel(Plugin):
    """Tells the other plugins to give up on a query after some time."""

    name: ClassVar[str] = "cancel"
    usage: ClassVar[str] = "cancel [TIMEOUT]"
    stanzas: ClassVar[Stanzas] = "last"
    role: ClassVar[Role] = "wraps"

    #: Nanoseconds; None for 5001 ms. Of several lines the last applies.
    timeout: Duration | None = argument(one(TIMEOUT), default="5001ms")

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> Reading["Cancel"]:
        """Read every line alike, the lines of a block too: its first word counts for nothing."""
        stanzas: list[Cancel] = []
        refusals: list[Refused] = []
        while cursor.next():
            if cursor.value == cls.name or not stanzas:
                stanzas.append(cls(token=cursor.token))
            try:
                stanzas[-1] = replace(stanzas[-1], timeout=read_timeout(cursor))
            except Refused as refused:
                refusals.append(refused)
        return Reading(tuple(stanzas), tuple(refusals))


def read_timeout(cursor: Cursor) -> Duration | None:
    """Read the rest of a line: nothing, or the timeout."""
    args = cursor.remaining()
    if len(args) > 1:
        raise cursor.arg_error()
    return convert(TIMEOUT, args[0]) if args else None
