"""records: answer with records written in the Corefile (coredns/records, setup.go)."""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.external import External
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.schema import Scope, Value, Zone
from corefile.go.errors import Invalid
from corefile.go.records.errors import NotKnown
from corefile.go.records.record import read_record
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Records(External):
    """Answers with records that are written in its block, as in a zone file."""

    name: ClassVar[str] = "records"
    usage: ClassVar[str] = "records [ZONE…] {\n    RECORD\n}"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "zones"
    sends_to: ClassVar[Peer] = "nobody"

    #: The zones that names without a dot at the end are in: by default those of the server block.
    zones: tuple[Zone, ...] = ()
    #: The records, each with the token that its line begins with.
    lines: tuple[Value[str], ...] = ()

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        return {"zones": scope.origins(cursor.remaining())}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """Read a record, once for each zone."""
        token = cursor.token
        text = f"{token.text} {' '.join(arg.text for arg in cursor.remaining())}"
        for zone in [zone.name for zone in values.get("zones", ())] or ["."]:
            try:
                read_record(f"$ORIGIN {zone}\n{text}\n")
            except NotKnown:
                continue
            except Invalid as invalid:
                help_text = "write `NAME [TTL] [IN] TYPE DATA`, as in a zone file"
                raise Refused(str(invalid), token, help_text) from None
        values.setdefault("lines", []).append(Value(text, token))
