"""local: answer for names that never leave a machine (plugin/local/setup.go)."""

from dataclasses import dataclass
from typing import ClassVar

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.older import read_name
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Reading,
    Role,
    Scope,
    Value,
    read_stanzas,
    setting,
)
from corefile.go.strconv import quote

ZONES = ("localhost.", "0.in-addr.arpa.", "127.in-addr.arpa.", "255.in-addr.arpa.")


def read_switch(cursor: Cursor) -> Value[bool]:
    """Read `on` or `off`."""
    args = cursor.remaining()
    if len(args) != 1:
        raise cursor.arg_error()
    if args[0].text not in ("on", "off"):
        message = f"localhost_prefix expects 'on' or 'off', got {quote(args[0].text)}"
        raise cursor.error(message, "write `on` or `off`")
    return Value(args[0].text == "on", args[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Local(Plugin):
    """Answers for localhost and for the reverse zones of local addresses."""

    name: ClassVar[str] = "local"
    usage: ClassVar[str] = "local"
    role: ClassVar[Role] = "answers"

    localhost_prefix: Value[bool] | None = setting(
        "localhost_prefix",
        Reader("on|off", read_switch),
        "answer names that begin with `localhost.` too, as a loopback address",
        default="on",
    )

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Local]":
        """Read all stanzas; up to 1.14.3 the name alone (plugin/local/setup.go)."""
        if cursor.before("1.14.4"):
            return read_name(cls, cursor)
        return read_stanzas(cls, cursor, scope)

    @property
    def answer_zones(self) -> tuple[str, ...]:
        """The zones of local names."""
        return ZONES
