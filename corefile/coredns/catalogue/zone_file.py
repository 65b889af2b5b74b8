"""Zone files as CoreDNS's `file` reads them, as far as they decide who answers a query.

Only which names have which types is kept (RFC 1035, section 5; plugin/file/lookup.go). What cannot
be read here (`$INCLUDE`, `$GENERATE`, anything that is not a record) gives no zone: then it is not
known what the zone has.
"""

import re
from collections.abc import Iterator, Mapping

from corefile.coredns.catalogue.zones import is_subdomain, normalize, parents
from corefile.go.dns import CLASSES, TYPES
from corefile.go.errors import Invalid
from corefile.text.records import dataclass, field
from corefile.text.regex import regex
from corefile.text.typed import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from corefile.go.records.record import Record

__all__ = ["Found", "ZoneData", "read_zone", "records_in"]

#: How many characters of a zone file are read: some thousands of records.
MAX_TEXT = 1 << 17
#: What templates leave for another program to replace.
UNFILLED = ("{{", "${", "{%", "<%")

#: What a zone has for a query: records; a name without records of the type; a name that only has
#: others below it; no such name; a zone that is served elsewhere; another name; nothing readable.
Found = Literal["records", "nodata", "empty", "missing", "delegation", "alias", "failure"]

_WORD = regex(r'"(?:\\.|[^"\\])*"|;.*|[()]|(?:\\.|[^\s();"])+', re.DOTALL)
_TTL = regex(r"(?>(?:[0-9]++[smhdw]?)+)", re.IGNORECASE | re.ASCII)
_NUMBERED = regex(r"TYPE[0-9]{1,5}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ZoneData:
    """The names of a zone with the types of their records."""

    origin: str
    #: By name, normalized.
    types: Mapping[str, frozenset[str]]
    #: The names that have others below them.
    above: frozenset[str] = field(default=frozenset())

    def look_up(self, name: str, type_: str) -> Found:
        """Return what the zone has for a normalized name and a type."""
        if "SOA" not in self.types.get(self.origin, ()):
            return "failure"
        wildcard, beside = "", ""
        for part in reversed([each for each in parents(name) if is_subdomain(self.origin, each)]):
            own = self.types.get(part)
            if own is None:
                starred = f"*.{part.partition('.')[2]}"
                if starred in self.types or starred in self.above:
                    wildcard, beside = starred, part
            elif "DNAME" in own and part != name:
                return "alias"
            elif "NS" in own and part != self.origin and (part, type_) != (name, "DS"):
                return "delegation"
        own = self.at(name, type_)
        if own is None and wildcard and not self.is_closer(name, wildcard, beside):
            own = self.types.get(wildcard, frozenset())
        if own is None:
            return "empty" if name in self.above else "missing"
        if "CNAME" in own and type_ != "CNAME":
            return "alias"
        return "records" if type_ in own else "nodata"

    def at(self, name: str, type_: str) -> frozenset[str] | None:
        """Return the types of a name's records; None for a name without any."""
        own = self.types.get(name)
        if name == self.origin and own is not None and not own - {"SOA", "NS"}:
            # CoreDNS keeps these two apart from the other records: the name is not found.
            return own if type_ in ("SOA", "NS") else None
        return own

    def is_closer(self, name: str, wildcard: str, beside: str) -> bool:
        """Tell whether a name that only has others below it is nearer than a wildcard."""
        parent = wildcard[2:]
        between = (each for each in parents(name) if each not in (name, parent))
        return any(each in self.above for each in between if is_subdomain(parent, each))


def read_zone(text: str, origin: str) -> ZoneData | None:
    """Read a zone file; None where it has something that is not understood here."""
    types: dict[str, set[str]] = {}
    try:
        for owner, type_ in _records(text, origin):
            name = normalize(owner)
            if is_subdomain(origin, name):
                types.setdefault(name, set()).add(type_)
    except _NotUnderstood:
        return None
    above = {each for name in types for each in list(parents(name))[1:]}
    return ZoneData(origin, {name: frozenset(own) for name, own in types.items()}, frozenset(above))


def records_in(text: str, origin: str) -> "tuple[list[Record], str] | None":
    """Return all records of a zone file, and the DNS library's words where a line is wrong.

    These are the records above that line. None where it is not known what CoreDNS reads: something
    is still to be filled in, other files are read, or there is too much.
    """
    if len(text) > MAX_TEXT or any(mark in text for mark in UNFILLED):
        return None
    # Few Corefiles have zone files beside them.
    from corefile.go.records.record import NotKnown, read_records  # noqa: PLC0415

    found: list[Record] = []
    try:
        for record in read_records(text, origin):
            found.append(record)
    except Invalid as invalid:
        return found, str(invalid)
    except NotKnown:
        return None
    return found, ""


class _NotUnderstood(Exception):
    """A line is neither a record nor a directive that is known here."""


def _records(text: str, origin: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each record, as it is written, and its type. Raises _NotUnderstood."""
    owner = ""
    for indented, words in _lines(text):
        if words[0].upper() == "$ORIGIN" and len(words) > 1:
            origin = _absolute(words[1], origin)
        elif words[0].upper() == "$TTL":
            continue
        elif words[0].startswith("$"):
            raise _NotUnderstood
        else:
            owner = owner if indented else _absolute(words[0], origin)
            yield owner, _type_of(words if indented else words[1:])


def _lines(text: str) -> Iterator[tuple[bool, list[str]]]:
    """Yield the words of each record, and whether it begins with spaces instead of a name."""
    words: list[str] = []
    depth, indented = 0, False
    for line in text.splitlines():
        found = [word for word in _WORD.findall(line) if not word.startswith(";")]
        if not depth:
            indented = line[:1].isspace()
        depth += found.count("(") - found.count(")")
        words += [word for word in found if word not in ("(", ")")]
        if depth <= 0 and words:
            yield indented, words
            words, depth = [], 0
    if words:
        raise _NotUnderstood


def _absolute(name: str, origin: str) -> str:
    if name == "@":
        return origin
    return name if name.endswith(".") else f"{name}.{origin}".replace("..", ".")


def _type_of(words: list[str]) -> str:
    """Return the type of a record, after a TTL and a class in either order."""
    for word in words[:3]:
        upper = word.upper()
        if upper in TYPES or _NUMBERED.fullmatch(upper):
            return upper
        if upper not in CLASSES and not _TTL.fullmatch(word):
            break
    raise _NotUnderstood
