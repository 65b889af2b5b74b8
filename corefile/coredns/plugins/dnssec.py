"""dnssec: sign answers on the fly (plugin/dnssec/setup.go, dnskey.go)."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.file_uses import FileUse, key_files
from corefile.coredns.catalogue.kinds import integer, one
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Scope,
    Value,
    Zone,
    names,
    setting,
    settings,
)
from corefile.coredns.releases.release import span
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace
from corefile.text.typed import Any, ClassVar

SOURCES = ("file", "aws_secretsmanager")
#: The release that brought the second of them (setup.go).
SECRETS = span("1.11.4")


@dataclass(frozen=True, slots=True)
class Keys(Brief):
    """Where keys come from."""

    #: `file` or `aws_secretsmanager`; CoreDNS passes over any other word.
    source: Value[str]
    #: The files, with or without `.key` or `.private`, or the names of the secrets.
    names: tuple[Value[str], ...] = ()


def read_keys(cursor: Cursor) -> Keys:
    """Read where keys come from; after an unknown word the line goes on as a property."""
    if not cursor.next_arg():
        raise cursor.arg_error()
    source = Value(cursor.value, cursor.token)
    if source.value not in (SOURCES[:1] if cursor.release not in SECRETS else SOURCES):
        return Keys(source)
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    for arg in args:
        if source.value == "file" and "\0" in arg.text:
            name = arg.text if arg.text.endswith(".key") else f"{arg.text}.key"
            raise Refused(f"open {name}: invalid argument", arg, "write the name of a file")
    return Keys(source, tuple(Value(arg.text, arg) for arg in args))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dnssec(Plugin):
    """Signs answers of zones that are not signed themselves, as they are sent."""

    name: ClassVar[str] = "dnssec"
    usage: ClassVar[str] = "dnssec [ZONE…]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "changes"

    #: The zones that are signed: by default those of the server block.
    zones: tuple[Zone, ...] = ()
    key: tuple[Keys, ...] = settings(
        Reader("file FILE…|aws_secretsmanager NAME…", read_keys),
        "the keys to sign with, in files or in AWS Secrets Manager",
    )
    cache_capacity: Value[int] | None = setting(
        one(integer()), "how many signatures are kept", default="10000"
    )

    @classmethod
    def files(cls, stanzas: "tuple[Dnssec, ...]") -> Iterator[FileUse]:
        """Return the files of keys."""
        for keys in (keys for stanza in stanzas for keys in stanza.key):
            if keys.source.value == "file":
                yield from key_files(cls.name, (name.token for name in keys.names))

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        return {"zones": scope.origins(cursor.remaining())}

    @classmethod
    def check_all(
        cls, stanzas: "tuple[Dnssec, ...]", cursor: Cursor, scope: Scope
    ) -> Iterator[Refused]:
        """No key can sign when there is no zone; whether it can otherwise, its file tells."""
        for stanza in stanzas:
            if any(keys.names for keys in stanza.key) and not stanza.zones and scope.zones:
                message = "key … (keyid: …) can not sign any of the zones"
                yield Refused(message, stanza.token, "name a zone")

    def mentions(self, read: ReadFile) -> Mentions:
        """Return its zones, whose keys it has."""
        return Mentions(names(self.zones), types=("DNSKEY",))

    @classmethod
    def serve(cls, stanzas: "tuple[Dnssec, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer for the keys of its zones; sign other answers if asked to (handler.go)."""
        zone = chain.in_zones(names(stanzas[0].zones), query)
        if zone == query.lower and query.type == "DNSKEY":
            return Verdict("has the keys", (End("answered", cls.name, "NOERROR"),), goes_on=False)
        if not zone or not query.do:
            return Verdict("passes all queries on")
        return Verdict("signs answers; names that do not exist look empty", after=signed)


def signed(end: End) -> End:
    """Return how a query ends with a signed answer: no name is denied (black lies)."""
    return replace(end, rcode="NOERROR") if end.rcode == "NXDOMAIN" and end.written else end
