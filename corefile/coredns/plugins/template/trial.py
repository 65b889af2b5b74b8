"""What the templates of records make of some query, whatever it is: tried with stand-ins.

A record is wrong only if it is wrong for all names, types and groups that are tried, so that one
that depends on the query is not taken for a mistake. Where a template asks for something that is
not known, such as metadata, nothing is said.
"""

from collections.abc import Iterator
from itertools import islice, product

from corefile.coredns.catalogue.query import Chain, Query
from corefile.coredns.catalogue.schema import Value, has_reference, names
from corefile.coredns.catalogue.zones import fqdn, normalize
from corefile.coredns.plugins.template import Template
from corefile.coredns.plugins.template.answers import Made, template_data
from corefile.go.errors import Invalid
from corefile.go.expr.evaluate import Failed
from corefile.go.records.rdata import FIELDS
from corefile.go.records.record import NotKnown, Record
from corefile.go.regexp.match import Match, TooMuch, search
from corefile.go.regexp.sample import sample
from corefile.go.template.values import UNKNOWN, Map, Struct
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.typed import Final

__all__ = ["SECTIONS", "Fault", "fault", "group_names", "made"]

#: The properties that hold records, in the order in which CoreDNS makes them.
SECTIONS: Final = ("answer", "additional", "authority")
#: What a group may have matched: a part of an address, an address, its digits, a name, a word of a
#: record.
GROUPS: Final = (
    *("1", "1.1", "1.1.1", "192.0.2.1", "2001:db8::1", "1:1:1:1", "x.example.org.", "x", ""),
    *("20010db8000000000000000000000001", "192-0-2-1", "A", "TXT", "IN"),
)
#: What no record has.
UNLIKELY: Final = "xqz7"
#: The types that are asked for where all are answered.
TYPES: Final = ("A", "AAAA", "TXT", "CNAME", "MX", "NS", "SRV", "PTR", "SOA", "HTTPS", "CAA", "ANY")
#: Characters that the text of a name never has alone, so that no name is as a pattern has it.
ESCAPED: Final = frozenset(" \t\"'@;()")
#: The beginnings of names that are asked for.
LABELS: Final = ("x", "_a._tcp.192-0-2-1.a-longer-name")
#: How many expressions and zones are tried, and how often a template is executed at most.
MAX_PATTERNS = 8
MAX_ZONES = 2
MAX_TRIALS = 400
#: A text in a template, which a condition may compare something with.
TEXT: Final = regex(r"\"([^\"\\]*)\"|`([^`]*)`")


@dataclass(frozen=True, slots=True)
class Fault(Brief):
    """Why no query is answered with a record."""

    #: `refused`; `empty` where there is no record in the text, `bare` for one without data, `unfit`
    #: for one whose data fits no message.
    kind: str
    #: CoreDNS's words; empty where it has none.
    error: str = ""


def fault(template: Template, section: str, word: Value[str]) -> Fault | None:
    """Return what is wrong with a record for every query that comes to a stanza; None if nothing.

    Nothing is said of one that depends on what is not known.
    """
    patterns = [pattern for line in template.match for pattern in line]
    if any(has_reference(each.value) for each in (word, *patterns)):
        return None
    if template.rcode is not None and template.rcode.value == "SERVFAIL":
        return None
    first: Fault | None = None
    for data in islice(_trials(template, word.value), MAX_TRIALS):
        try:
            record = Made(section, word.value, data).record()
        except NotKnown:
            return None
        except Invalid as invalid:
            first = first or Fault("refused", str(invalid))
            continue
        kind = _kind(record)
        if not kind:
            return None
        first = first or Fault(kind)
    return None if first is not None and _is_joined(template, section, word.value) else first


def _is_joined(template: Template, section: str, text: str) -> bool:
    """Tell whether a record is wrong for a word of several groups, whose contents may fit it."""
    for data in _data(template, template.query_type.value):
        try:
            Made(section, text, _with_groups(data, UNLIKELY)).record()
        except NotKnown:
            return True
        except Invalid as invalid:
            return str(invalid).count(UNLIKELY) > 1
    return False


def _kind(record: Record | None) -> str:
    """Return what is wrong with a record that is not refused, "" for nothing."""
    if record is None:
        return "empty"
    if not record.data and record.type in FIELDS:
        return "bare"
    return "" if record.fits else "unfit"


def made(template: Template, section: str, word: Value[str]) -> Iterator[Record]:
    """Yield the records that are made for some queries, each of another name or type."""
    if has_reference(word.value) or any(has_reference(one) for one in _patterns(template)):
        return
    types = TYPES if template.query_type.value == "ANY" else (template.query_type.value,)
    for data, type_ in product(_data(template, types[0]), types):
        typed = Struct(data.type, dict(data.fields) | {"Type": type_}, data.hidden)
        try:
            record = Made(section, word.value, typed).record()
        except (NotKnown, Invalid):
            continue
        if record is not None:
            yield record


def group_names(template: Template) -> frozenset[str] | None:
    """Return the numbers and names of the groups of a stanza's expressions, None if not known."""
    found: set[str] = set()
    for pattern in _patterns(template):
        match = None if has_reference(pattern) else _some_match(pattern)
        if match is None:
            return None
        found |= match.groups().keys()
    return frozenset(found)


def _patterns(template: Template) -> list[str]:
    return [pattern.value for line in template.match for pattern in line] or [".*"]


def _some_match(pattern: str) -> Match | None:
    text = sample(pattern)
    try:
        return None if text is None else search(pattern, text)
    except (Invalid, TooMuch):
        return None


def _trials(template: Template, text: str) -> Iterator[Struct]:
    """Yield data for a template: as queries give it, then with other contents of the groups."""
    literals = tuple(dict.fromkeys(one or other for one, other in TEXT.findall(text)))
    types = TYPES if template.query_type.value == "ANY" else (template.query_type.value,)
    found = [*_data(template, types[0])]
    for groups, data, type_ in product((None, *GROUPS, *literals), found, types):
        typed = Struct(data.type, dict(data.fields) | {"Type": type_}, data.hidden)
        yield typed if groups is None else _with_groups(typed, groups)
    for literal, data in product(literals, found):
        yield Struct(data.type, dict(data.fields) | {"Name": literal}, data.hidden)


def _with_groups(data: Struct, content: str) -> Struct:
    """Return data in which all groups have some content."""
    match, groups = data.fields["Match"], data.fields["Group"]
    contents = {
        "Match": [content for _ in match],
        "Group": Map(dict.fromkeys(groups.values, content)),
    }
    return Struct(data.type, dict(data.fields) | contents, data.hidden)


def _data(template: Template, type_: str) -> Iterator[Struct]:
    """Yield the data of queries that a stanza is for, as far as such are found."""
    class_ = template.query_class.value
    for zone in (names(template.zones) or (".",))[:MAX_ZONES]:
        for name in _names(template, zone):
            query = Query(name, type_, "IN" if class_ == "ANY" else class_)
            try:
                data = template_data(template, query, Chain())
            except (TooMuch, Invalid, Failed):
                continue
            # A name for the pattern alone may lie in none of the zones.
            fields = dict(data.fields) | {"Zone": data.fields["Zone"] or zone, "Qtype": UNKNOWN}
            yield Struct(data.type, fields, data.hidden)


def _names(template: Template, zone: str) -> Iterator[str]:
    """Yield names in a zone, and others that the expressions fit."""
    dotted = "." if zone == "." else f".{zone}"
    for pattern in _patterns(template)[:MAX_PATTERNS]:
        text = sample(pattern)
        if text and ESCAPED.isdisjoint(text):
            whole, joined = normalize(fqdn(text)), normalize(f"{text.rstrip('.')}{dotted}")
            yield from (whole, joined) if whole.endswith(dotted) else (joined, whole)
    yield from (normalize(f"{label}{dotted}") for label in LABELS)
