"""Whether a text is resource records for CoreDNS's DNS library (miekg/dns, scan.go).

Not dnspython: what matters is what this library takes, and with which words it refuses the rest. It
takes records that dnspython refuses, such as `x.org. A` with no data and digests of any letters,
refuses some that dnspython takes, and tells the line and the byte. A table of fields
(`corefile.go.records.rdata`) says all that in less code than would translate between the two.
"""

from collections.abc import Iterator

from corefile.go.errors import Invalid
from corefile.go.records.encodings import is_hex
from corefile.go.records.errors import BadRecord, NotKnown
from corefile.go.records.lexer import (
    BLANK,
    CLASS,
    CLASSES,
    DIR_GENERATE,
    DIR_INCLUDE,
    DIR_ORIGIN,
    DIR_TTL,
    END,
    NEWLINE,
    OWNER,
    STRING,
    TYPE,
    TYPES,
    Lexer,
    Token,
)
from corefile.go.records.names import absolute
from corefile.go.records.rdata import FIELDS, duration, end_of_line, number, read_fields, to_the_end
from corefile.go.strconv import quote_ascii
from corefile.text.records import dataclass
from corefile.text.typed import Final

__all__ = ["NotKnown", "Record", "read_record", "read_records"]

DEFAULT_TTL = 3600
NAMES: Final = {number: name for name, number in TYPES.items()}
CLASS_NAMES: Final = {number: name for name, number in CLASSES.items()}
#: Where the name is that a record leads to, among its data.
TARGETS: Final = {
    "CNAME": 0,
    "DNAME": 0,
    "NS": 0,
    "PTR": 0,
    "MX": 1,
    "SRV": 3,
    "HTTPS": 1,
    "SVCB": 1,
}


@dataclass(frozen=True, slots=True)
class Record:
    """A resource record."""

    owner: str
    ttl: int
    class_: str
    type: str
    #: The data, field by field; names are complete. Empty for a record without data.
    data: tuple[str, ...] = ()
    #: Whether the library can put the record into a message, as far as that is worked out here:
    #: data that ought to be hexadecimal or base64 is only looked at there.
    fits: bool = True

    @property
    def target(self) -> str:
        """The name that the record leads to, "" for one that leads nowhere."""
        place = TARGETS.get(self.type)
        return self.data[place] if place is not None and self.data else ""


def read_record(text: str) -> Record | None:
    """Return the first record of a text, None for a text without any.

    Raises Invalid with the library's message, and NotKnown where its verdict is not worked out.
    """
    octets = _octets(text)
    if octets and not octets.endswith("\n"):
        octets += "\n"
    try:
        return _Reader(octets).record()
    except BadRecord as refused:
        raise Invalid(_words(refused)) from None


def read_records(text: str, origin: str) -> Iterator[Record]:
    """Yield the records of a zone file, whose names without a dot are in a zone.

    Raises Invalid with the library's message at the first line that is wrong, and NotKnown where
    its verdict is not worked out.
    """
    reader = _Reader(_octets(text), origin, whole=True)
    try:
        while (record := reader.record()) is not None:
            yield record
    except BadRecord as refused:
        raise Invalid(_words(refused)) from None


def _octets(text: str) -> str:
    """Return a text in which each character stands for a byte."""
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


def _words(refused: BadRecord) -> str:
    """Return what the library says of a record."""
    token = refused.token
    shown = token.text.encode("latin-1").decode("utf-8", "surrogateescape")
    where = f"{quote_ascii(shown)} at line: {token.line}:{token.column}"
    return f"dns: {refused.message}: {where}"


def owner_as_text(name: str) -> str:
    """Return a name in characters, of one in which characters stand for bytes."""
    return name.encode("latin-1").decode("utf-8", "surrogateescape")


class _Reader:
    """Reads one record after the other."""

    def __init__(self, text: str, origin: str = ".", *, whole: bool = False) -> None:
        self.lexer = Lexer(text)
        self.origin, self.owner = origin, ""
        self.default_ttl, self.by_directive = 0 if whole else DEFAULT_TTL, False
        #: Whether a record may lack a TTL: in a file, one before it or `$TTL` has to give it.
        self.has_ttl = not whole
        self.ttl, self.class_ = self.default_ttl, CLASSES["IN"]

    def next(self) -> Token:
        """Return the next token, which is not wrong; raises BadRecord."""
        token = self.lexer.next()
        if token.bad:
            raise BadRecord(token.text, token)
        return token

    def record(self) -> Record | None:
        """Read lines up to the first record."""
        while (token := self.next()) is not END:
            self.ttl, self.class_ = self.default_ttl, CLASSES["IN"]
            if token.kind in (NEWLINE, BLANK):
                continue
            if token.kind in (DIR_TTL, DIR_ORIGIN, DIR_INCLUDE, DIR_GENERATE):
                self.directive(token)
                continue
            found = self.line(token)
            if found is not None:
                return found
        return None

    def directive(self, token: Token) -> None:
        """Read a line that begins with `$`."""
        word = {DIR_TTL: "TTL", DIR_ORIGIN: "ORIGIN"}.get(token.kind)
        if word is None:
            # It reads another file, or makes records of a range.
            raise NotKnown
        blank = self.next()
        if blank.kind != BLANK:
            raise BadRecord(f"no blank after ${word}-directive", blank)
        value = self.next()
        if value.kind != STRING:
            raise BadRecord(f"expecting ${word} value, not this...", value)
        end_of_line(self.lexer)
        if word == "TTL":
            ttl = duration(value.text)
            if ttl is None:
                raise BadRecord("expecting $TTL value, not this...", value)
            self.default_ttl, self.by_directive, self.has_ttl = ttl, True, True
            return
        origin = absolute(value.text, self.origin)
        if origin is None:
            raise BadRecord("bad origin name", value)
        self.origin = origin

    def blank(self, message: str) -> bool:
        """Read a space; tell whether there was anything."""
        token = self.next()
        if token is END:
            return False
        if token.kind != BLANK:
            raise BadRecord(message, token)
        return True

    def take_ttl(self, token: Token) -> None:
        """Read a TTL."""
        ttl = duration(token.text)
        if ttl is None:
            raise BadRecord("not a TTL", token)
        self.ttl, self.has_ttl = ttl, True
        if not self.by_directive:
            self.default_ttl = ttl

    def line(self, token: Token) -> Record | None:
        """Read what begins with an owner, or with what follows one."""
        if token.kind == OWNER:
            owner = absolute(token.text, self.origin)
            if owner is None:
                raise BadRecord("bad owner name", token)
            self.owner = owner
            if not self.blank("no blank after owner"):
                return None
            token = self.next()
            if token is END:
                return None
            if token.kind == TYPE and not self.has_ttl:
                raise BadRecord("missing TTL with no previous value", token)
            message = "expecting RR type, TTL or class, not this..."
        else:
            message = "syntax error at beginning"
        if token.kind == CLASS:
            return self.after_class(token)
        if token.kind == STRING:
            return self.after_ttl(token)
        if token.kind != TYPE:
            raise BadRecord(message, token)
        return self.data(token)

    def after_class(self, token: Token) -> Record | None:
        """Read what follows a class: a TTL or the type."""
        self.class_ = token.number
        if not self.blank("no blank before class"):
            return None
        token = self.next()
        if token is END:
            return None
        if token.kind == STRING:
            self.take_ttl(token)
            return self.after_both()
        if token.kind != TYPE:
            raise BadRecord("expecting RR type or TTL, not this...", token)
        return self.data(token)

    def after_ttl(self, token: Token) -> Record | None:
        """Read what follows a TTL: a class or the type."""
        self.take_ttl(token)
        if not self.blank("no blank before TTL"):
            return None
        token = self.next()
        if token is END:
            return None
        if token.kind == CLASS:
            self.class_ = token.number
            return self.after_both()
        if token.kind != TYPE:
            raise BadRecord("expecting RR type or class, not this...", token)
        return self.data(token)

    def after_both(self) -> Record | None:
        """Read what follows TTL and class: the type."""
        if not self.blank("no blank before RR type"):
            return None
        token = self.next()
        if token is END:
            return None
        if token.kind != TYPE:
            raise BadRecord("unknown RR type", token)
        return self.data(token)

    def data(self, token: Token) -> Record | None:
        """Read what follows the type."""
        name = NAMES.get(token.number, f"TYPE{token.number}")
        before = self.next()
        if before is END:
            return None
        known = name in FIELDS or name in UNSTRUCTURED
        peeked = self.lexer.peek().text
        if not peeked:
            end_of_line(self.lexer)
            return self.found(name, ())
        if before.kind == NEWLINE:
            raise BadRecord("unexpected newline", before)
        try:
            if not known or peeked == "\\#":
                return self.octets(name, known)
            fields, fits = read_fields(self.lexer, name, self.origin)
        except BadRecord as refused:
            at = before if refused.token == Token() else refused.token
            raise BadRecord(refused.message, at) from None
        return self.found(name, fields, fits)

    def octets(self, name: str, known: bool) -> Record:
        """Read data as RFC 3597 has it."""
        message = "bad RFC3597 Rdata"
        token = self.lexer.next()
        if token.text != "\\#":
            raise BadRecord(message, token)
        self.lexer.next()
        token = self.lexer.next()
        length = number(16)(token, "")
        if length is None:
            raise BadRecord(message + " ", token)
        (data,) = to_the_end(self.lexer, message, token)
        if int(length) * 2 != len(data):
            raise BadRecord(message, token)
        if known and length != "0":
            # The library unpacks them for a type that it knows.
            raise NotKnown
        return self.found(name, (data,) if not known else (), is_hex((data,)))

    def found(self, name: str, data: tuple[str, ...], fits: bool = True) -> Record:
        """Return the record."""
        shown = tuple(owner_as_text(one) for one in data)
        class_ = CLASS_NAMES.get(self.class_, f"CLASS{self.class_}")
        return Record(owner_as_text(self.owner), self.ttl, class_, name, shown, fits)


#: The types that the library knows whose data is not worked out, or that have no text.
UNSTRUCTURED: Final = frozenset(
    "AMTRELAY ANY APL EUI48 EUI64 GPOS HIP IPSECKEY L32 L64 LOC NID NSEC3 NSEC3PARAM NULL NXNAME "
    "OPT TKEY TSIG".split()
)
