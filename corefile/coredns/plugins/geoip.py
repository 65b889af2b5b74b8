"""geoip: find out where clients are (plugin/geoip/setup.go)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Offers, Role, Stanzas
from corefile.coredns.catalogue.kinds import bare
from corefile.coredns.catalogue.schema import Plugin, Scope, Value, setting
from corefile.coredns.catalogue.stanzas import earlier_stanzas


@dataclass(frozen=True, slots=True, kw_only=True)
class Geoip(Plugin):
    """Looks up where a client is and lets other plugins know, as metadata."""

    name: ClassVar[str] = "geoip"
    usage: ClassVar[str] = "geoip FILE"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "wraps"
    once_message: ClassVar[str] = ""
    offers: ClassVar[Offers] = frozenset({"metadata"})
    unknown_words: ClassVar[str] = "unknown property {quoted}"

    #: The database.
    file: Value[str]
    edns_subnet: bool | None = setting(
        bare(), "look up the network in the query, and not who sent it", name="edns-subnet"
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the database's file."""
        earlier = [args[0].text for args in earlier_stanzas(cursor) if args]
        # The word after the first name is a file even where it is a brace.
        first = cursor.tokens[1].text if cursor.position > 0 else ""
        if not cursor.next_arg():
            raise cursor.arg_error()
        if first or any(earlier):
            message = "configuring multiple databases is not supported"
            raise cursor.error(message, "name one database")
        file = Value(cursor.value, cursor.token)
        if cursor.remaining():
            raise cursor.arg_error()
        return {"file": file}

    @classmethod
    def check_all(
        cls, stanzas: "tuple[Geoip, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """No file has an empty name."""
        if stanzas and not stanzas[-1].file.value:
            message = "failed to open database file: open : no such file or directory"
            yield cursor.error(message, "write the name of a file")
