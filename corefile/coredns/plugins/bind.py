"""bind: listen on some addresses only (plugin/bind/setup.go)."""

from dataclasses import dataclass
from typing import Any, ClassVar

from corefile.coredns.cursor import Cursor, Refused
from corefile.coredns.golang import quote
from corefile.coredns.kinds import WORD, Kind, convert
from corefile.coredns.schema import Plugin, Reader, Scope, Value, setting

ADDRESS: Kind[str] = Kind("ADDRESS|INTERFACE", str, ("127.0.0.1", "::1"))


def read_except(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read the addresses and interfaces to leave out."""
    args = cursor.remaining()
    if not args:
        message = "at least one address or interface must be given to except subdirective"
        raise Refused(message, cursor.token)
    return tuple(convert(WORD, arg) for arg in args)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind(Plugin):
    """Names the addresses or network interfaces that the server block listens on."""

    name: ClassVar[str] = "bind"
    usage: ClassVar[str] = "bind ADDRESS|INTERFACE…"

    #: As written: which addresses an interface has depends on the machine.
    addresses: tuple[Value[str], ...] = ()
    except_: tuple[Value[str], ...] | None = setting(
        "except", Reader("ADDRESS|INTERFACE…", read_except), "addresses to leave out"
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the addresses."""
        args = cursor.remaining()
        if not args:
            raise Refused("at least one address or interface name is expected", cursor.token)
        return {"addresses": tuple(convert(ADDRESS, arg) for arg in args)}

    @property
    def hosts(self) -> tuple[str, ...]:
        """The addresses that are listened on, as written."""
        left_out = {value.value for value in self.except_ or ()}
        return tuple(a.value for a in self.addresses if a.value not in left_out)

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """There is one property and no other."""
        raise Refused(
            f"invalid option {quote(cursor.value)}", cursor.token, "`bind` knows `except`"
        )
