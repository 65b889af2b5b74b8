"""multisocket: several listeners on one port (plugin/multisocket/multisocket.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.kinds import Kind, convert
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, Value
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.strconv import atoi
from corefile.text.records import dataclass, replace
from corefile.text.typed import ClassVar

#: The first release that limits the number.
LIMITED = "1.13.2"

MAX_SOCKETS = 1024


def any_count(text: str) -> int:
    """Read a number from 1 on; up to 1.13.1 there is no highest one (multisocket.go)."""
    try:
        count = atoi(text)
    except Invalid as invalid:
        raise Invalid(f"invalid num sockets: {invalid}") from None
    if count < 1:
        raise Invalid(f"num sockets can not be zero or negative: {count}")
    return count


def socket_count(text: str) -> int:
    """Read a number from 1 to 1024."""
    count = any_count(text)
    if count > MAX_SOCKETS:
        raise Invalid(f"num sockets exceeds maximum ({MAX_SOCKETS}): {count}")
    return count


COUNT = Kind("NUMBER", socket_count, ("2", "8"), f"write a number from 1 to {MAX_SOCKETS}")
ANY_COUNT = replace(COUNT, parse=any_count, help="write a number from 1 on")


@dataclass(frozen=True, slots=True, kw_only=True)
class Multisocket(Plugin):
    """Opens every port of the server block several times, to use more processors."""

    name: ClassVar[str] = "multisocket"
    usage: ClassVar[str] = "multisocket [NUMBER]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "setting"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release=LIMITED,
            kind="removed",
            what="number",
            text="more than 1024 sockets are refused",
            advice="write a smaller number",
            source="plugin/multisocket/setup.go",
        ),
    )

    #: None for as many as the process may use processors.
    sockets: Value[int] | None = None

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> Reading["Multisocket"]:
        """Read the one line there may be, without a block."""
        if not cursor.next():
            return Reading((), ())
        name = cursor.token
        args = cursor.remaining()
        if len(args) > 1 or cursor.next():
            return Reading((cls(token=name),), (cursor.arg_error(),))
        try:
            kind = ANY_COUNT if cursor.release not in span(LIMITED) else COUNT
            sockets = convert(kind, args[0]) if args else None
            return Reading((cls(token=name, sockets=sockets),), ())
        except Refused as refused:
            return Reading((cls(token=name),), (refused,))
