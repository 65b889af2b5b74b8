"""bind: listen on some addresses only (plugin/bind/setup.go)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.schema import Plugin, Reader, Scope, Value, setting
from corefile.go.errors import Invalid
from corefile.go.net import parse_ip
from corefile.go.strconv import quote

#: Linux takes no longer name for a network interface, and none with these characters.
LONGEST_INTERFACE = 15
NOT_IN_INTERFACE = re.compile(r"[/:\s]")


def listener(text: str) -> str:
    """Read an address, or what can be the name of an interface (bind/setup.go, listIP)."""
    size = len(text.encode("utf-8", "surrogatepass"))
    possible = 0 < size <= LONGEST_INTERFACE
    if parse_ip(text) is None and (not possible or NOT_IN_INTERFACE.search(text)):
        raise Invalid(f"not a valid IP address or interface name: {quote(text)}")
    return text


def read_except(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read the addresses and interfaces to leave out."""
    args = cursor.remaining()
    if not args:
        message = "at least one address or interface must be given to except subdirective"
        raise Refused(message, cursor.token)
    return tuple(Value(arg.text, arg) for arg in args)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind(Plugin):
    """Names the addresses or network interfaces that the server block listens on."""

    name: ClassVar[str] = "bind"
    usage: ClassVar[str] = "bind ADDRESS|INTERFACE…"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "setting"

    #: As written: which addresses an interface has depends on the machine.
    addresses: tuple[Value[str], ...] = ()
    except_: tuple[Value[str], ...] | None = setting(
        Reader("ADDRESS|INTERFACE…", read_except), "addresses to leave out"
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the addresses."""
        args = cursor.remaining()
        if not args:
            raise Refused("at least one address or interface name is expected", cursor.token)
        return {"addresses": tuple(Value(arg.text, arg) for arg in args)}

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Refuse what is neither an address nor an interface."""
        for value in (*self.addresses, *(self.except_ or ())):
            try:
                listener(value.value)
            except Invalid as invalid:
                yield Refused(str(invalid), value.token, "write an IP address without a port")

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
