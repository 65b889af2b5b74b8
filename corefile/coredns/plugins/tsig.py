"""tsig: check and make the signatures of messages (plugin/tsig/setup.go)."""

from collections.abc import Collection, Iterator

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.file_uses import STOPS, FileUse
from corefile.coredns.catalogue.mentions import Mentions, ReadFile
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Reading,
    Scope,
    Value,
    WrittenSecret,
    Zone,
    names,
    read_stanzas,
    settings,
    suggestion,
)
from corefile.coredns.catalogue.zones import normalize
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.libraries import types_of
from corefile.go.dns import TYPES
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar

#: Another way to give a secret.
INSTEAD = "write the keys to a file that few can read: `secrets FILE`"
OPCODES = frozenset(("QUERY", "IQUERY", "STATUS", "NOTIFY", "UPDATE"))


@dataclass(frozen=True, slots=True)
class Secret(Brief):
    """A secret and the name of its key."""

    #: In lower case with a dot at the end.
    name: Value[str]
    #: In base64, as written.
    secret: Value[str]


def refuse(cursor: Cursor, token: ExpandedToken, help_text: str) -> Refused:
    """Return the error for anything at all.

    Whatever is wrong, CoreDNS names only the word that it read last.
    """
    return Refused(cursor.arg_error().message, token, help_text)


def read_secret(cursor: Cursor) -> Secret:
    """Read a key's name and its secret."""
    name = cursor.token
    args = cursor.remaining()
    if len(args) != 2:
        raise refuse(cursor, name, "write the name of a key and its secret")
    key = Value(normalize(args[0].text), args[0])
    if key.value in cursor.notes:
        raise refuse(cursor, key.token, f"the key `{key.value}` has a secret already")
    cursor.notes[key.value] = "has a secret"
    return Secret(key, Value(args[1].text, args[1]))


def read_file(cursor: Cursor) -> Value[str]:
    """Read the name of a file."""
    name = cursor.token
    args = cursor.remaining()
    if len(args) != 1 or not args[0].text:
        raise refuse(cursor, name, "write the name of one file")
    return Value(args[0].text, args[0])


def required(kind: str, known: Collection[str]) -> Reader[tuple[Value[str], ...]]:
    """Read `all`, `none`, or names of which every one must be known."""

    def read(cursor: Cursor) -> tuple[Value[str], ...]:
        name = cursor.token
        args = cursor.remaining()
        if not args:
            raise refuse(cursor, name, f"write `all`, `none`, or {kind}s")
        values = tuple(Value(arg.text, arg) for arg in args)
        if values[0].value in ("all", "none"):
            return values[:1]
        names = types_of(cursor.release) if kind == "type" else known
        wrong = next((value for value in values if value.value not in names), None)
        if wrong is not None:
            raise refuse(cursor, wrong.token, f"`{wrong.value}` is not a {kind}")
        return values

    return Reader(f"all|none|{kind.upper().replace(' ', '_')}…", read)


def required_of(words: set[str], word: str) -> bool:
    """Tell whether a list of types or opcodes asks for one: `all` and `none` are words of it."""
    return "NONE" not in words and ("ALL" in words or word in words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tsig(Plugin):
    """Checks the TSIG signatures of queries, signs the answers, and may require signatures."""

    name: ClassVar[str] = "tsig"
    usage: ClassVar[str] = "tsig [ZONE…]"
    stanzas: ClassVar[Stanzas] = "once"
    role: ClassVar[Role] = "wraps"

    #: The zones in which signatures count: by default those of the server block.
    zones: tuple[Zone, ...] = ()
    secret: tuple[Secret, ...] = settings(
        Reader("NAME SECRET", read_secret), "a key and its secret, in base64"
    )
    secrets: tuple[Value[str], ...] = settings(
        Reader("FILE", read_file), "a file with keys, in the style of BIND"
    )
    require: tuple[tuple[Value[str], ...], ...] = settings(
        required("type", TYPES),
        "the types of queries that are refused unless they are signed",
        default="none",
    )
    require_opcode: tuple[tuple[Value[str], ...], ...] = settings(
        required("opcode", OPCODES),
        "the opcodes of messages that are refused unless they are signed",
        default="none",
    )

    @classmethod
    def files(cls, stanzas: "tuple[Tsig, ...]") -> Iterator[FileUse]:
        """Return the files with keys; whatever is wrong with one, the words are the same."""
        words = "Wrong argument count or unexpected line ending after '{path}'"
        for file in (file for stanza in stanzas for file in stanza.secrets):
            yield FileUse(file.token, f"{STOPS}`plugin/tsig: … {words}`", rooted=False)

    def written_secrets(self) -> Iterator[WrittenSecret]:
        """Return the secrets of the keys."""
        yield from (WrittenSecret("secret", key.secret, INSTEAD) for key in self.secret)

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Tsig]":
        """Read the stanza; the words against a second one are those against anything."""
        reading = read_stanzas(cls, cursor, scope)
        refusals = tuple(refuse_second(cursor, refused) for refused in reading.refusals)
        return Reading(reading.stanzas, refusals)

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read the zones."""
        return {"zones": scope.origins(cursor.remaining())}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """There are no other properties."""
        raise refuse(cursor, cursor.token, suggestion(cls, cursor.value))

    def mentions(self, read: ReadFile) -> Mentions:
        """Return its zones, and the types that have to be signed."""
        types = (value.value.upper() for line in self.require for value in line)
        known = tuple(word for word in types if word not in ("ALL", "NONE"))
        return Mentions(names(self.zones), types=known)

    @classmethod
    def serve(cls, stanzas: "tuple[Tsig, ...]", query: Query, chain: Chain) -> Verdict:
        """Refuse queries without a signature where one is required (tsig.go)."""
        stanza = stanzas[0]
        types = {value.value.upper() for line in stanza.require for value in line}
        opcodes = {value.value.upper() for line in stanza.require_opcode for value in line}
        required = required_of(types, query.type) or required_of(opcodes, query.opcode)
        if not required or not chain.in_zones(names(stanza.zones), query):
            return Verdict("no signature is required")
        return Verdict("a signature is required", (End("refused", cls.name, "REFUSED"),), False)


def refuse_second(cursor: Cursor, refused: Refused) -> Refused:
    """Return the error for a second stanza as CoreDNS gives it; any other stays as it is."""
    if refused.message != Tsig.once_message or refused.token is None:
        return refused
    here = Cursor([refused.token], cursor.file, cursor.release)
    here.next()
    message = here.arg_error().message
    return Refused(message, refused.token, refused.help, refused.reason, refused.related)
