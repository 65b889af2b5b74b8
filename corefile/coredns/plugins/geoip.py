"""geoip: find out where clients are (plugin/geoip/setup.go)."""

import re
from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Offers, Role, Stanzas
from corefile.coredns.catalogue.kinds import bare
from corefile.coredns.catalogue.metadata_uses import MetadataUse
from corefile.coredns.catalogue.reading import on
from corefile.coredns.catalogue.schema import Plugin, Scope, Value, setting
from corefile.coredns.catalogue.stanzas import earlier_stanzas
from corefile.coredns.releases.release import span
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Geoip(Plugin):
    """Looks up where a client is and lets other plugins know, as metadata."""

    name: ClassVar[str] = "geoip"
    usage: ClassVar[str] = "geoip FILE"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "wraps"
    once_message: ClassVar[str] = ""
    offers: ClassVar[Offers] = frozenset({"metadata"})
    metadata_labels: ClassVar[tuple[str, ...]] = (
        *("asn/number", "asn/org", "city/name", "continent/code", "continent/name"),
        *("country/code", "country/is_in_european_union", "country/name", "latitude"),
        *("longitude", "postalcode", "subdivisions/code", "timezone"),
    )
    unknown_words: ClassVar[str] = "unknown property {quoted}"

    #: The database.
    file: Value[str]
    edns_subnet: bool | None = setting(
        bare(), "look up the network in the query, and not who sent it", name="edns-subnet"
    )

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """There was no block before 1.9.2."""
        if cursor.release not in span("1.9.2"):
            raise cursor.error("unexpected config block")
        super().unknown(cursor, values, scope)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the database's file."""
        if any(args[0].text for args in earlier_stanzas(cursor) if args):
            cursor.notes["a file before"] = "there is"
        # The word after the first name is a file even where it is a brace.
        first = cursor.tokens[1].text if cursor.position > 0 else ""
        if not cursor.next_arg():
            raise cursor.arg_error()
        if first or cursor.notes:
            message = "configuring multiple databases is not supported"
            raise cursor.error(message, "name one database")
        file = Value(cursor.value, cursor.token)
        if cursor.remaining():
            raise cursor.arg_error()
        return {"file": file}

    def metadata_uses(self) -> Iterator[MetadataUse]:
        """Return the stanza itself, which finds nothing but metadata."""
        yield self.token, "nothing uses what `geoip` finds"

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Refuse the databases of autonomous systems, which were not read before 1.13.2."""
        name = self.file.value.rpartition("/")[2]
        if cursor.release not in span("1.13.2") and re.fullmatch(r".*\bGeo\w+-ASN.*", name):
            help_text = "name a database of cities, or upgrade to CoreDNS 1.13.2"
            message = "database does not provide city schema"
            yield on(cursor.error(message, help_text), self.file.token)

    @classmethod
    def check_all(
        cls, stanzas: "tuple[Geoip, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """No file has an empty name."""
        name = stanzas[-1].file.value if stanzas else "file"
        if not name or "\0" in name:
            why = "invalid argument" if name else "no such file or directory"
            message = f"failed to open database file: open {name}: {why}"
            yield cursor.error(message, "write the name of a file")
