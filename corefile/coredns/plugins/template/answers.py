"""What becomes of a query that a stanza of `template` answers (plugin/template/template.go)."""

from collections.abc import Iterator, Sequence

from corefile.coredns.catalogue.query import Chain, End, Query, failure
from corefile.coredns.catalogue.schema import Value, Zone, names
from corefile.go.errors import Invalid
from corefile.go.expr.evaluate import Failed
from corefile.go.records.lexer import CLASSES as NUMBERS
from corefile.go.records.rdata import type_number
from corefile.go.records.record import NAMES, NotKnown, Record, read_record
from corefile.go.regexp.match import Match, TooMuch
from corefile.go.template.compile import check_template
from corefile.go.template.execute import Failed as TemplateFailed
from corefile.go.template.execute import execute
from corefile.go.template.values import UNKNOWN, Boxed, Map, Short, Struct
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.typed import Any, ClassVar, Protocol

#: The values of variables that templates are executed with here.
SIMPLE = (bool, int, float, str, type(None))
#: How many aliases are followed.
MAX_ALIASES = 8
#: What CoreDNS says where a text has no record: it goes on with none, and panics.
NO_RECORD = "panic: runtime error: invalid memory address or nil pointer dereference"


class Named(Protocol):
    """What has a name: a variable of a stanza."""

    @property
    def name(self) -> Value[str]:
        """The name."""


class Stanza(Protocol):
    """What answers are made of: a stanza of `template`, which this module does not import."""

    name: ClassVar[str]

    @property
    def query_class(self) -> Value[str]:
        """The class of the queries that are answered."""

    @property
    def query_type(self) -> Value[str]:
        """Their type."""

    @property
    def zones(self) -> tuple[Zone, ...]:
        """The zones that are answered for."""

    @property
    def answer(self) -> tuple[tuple[Value[str], ...], ...]:
        """The templates of each section of an answer."""

    @property
    def additional(self) -> tuple[tuple[Value[str], ...], ...]:
        """The same, beside the answer."""

    @property
    def authority(self) -> tuple[tuple[Value[str], ...], ...]:
        """The same, about the authority."""

    @property
    def var(self) -> Sequence[Named]:
        """Its variables."""

    def is_for(self, query: Query, chain: Chain) -> bool:
        """Tell whether it is about the name, the class and the type of a query."""

    def fits(self, query: Query) -> bool | None:
        """Tell whether a pattern matches and the conditions hold."""

    def found_in(self, query: Query) -> tuple[str, Match] | None:
        """Return the pattern that matches, and how."""

    def values(self, query: Query, match: Match) -> dict[str, Any]:
        """Return what expressions find."""


@dataclass(frozen=True, slots=True)
class Made(Brief):
    """A record that a template makes for a query."""

    #: `answer`, `additional` or `authority`.
    section: str
    #: The template.
    text: str
    #: What the template finds.
    data: Struct

    def record(self) -> Record | None:
        """Return the record, None for a text without one.

        Raises Invalid with CoreDNS's error, and NotKnown.
        """
        template = check_template(self.text, name=self.section)
        try:
            text = execute(template, self.text, self.data, self.section)
        except TemplateFailed as failed:
            raise Invalid(str(failed)) from None
        if not isinstance(text, str):
            raise NotKnown
        return read_record(text)


def records(stanza: Stanza, data: Struct) -> list[Made]:
    """Return the records that a stanza makes, in CoreDNS's order."""
    return [
        Made(section, word.value, data)
        for section in ("answer", "additional", "authority")
        for line in getattr(stanza, section)
        for word in line
    ]


def ends(stanza: Stanza, answered: End, query: Query, chain: Chain) -> Iterator[End]:
    """Yield how a query may end, record by record in CoreDNS's order (ServeDNS)."""
    try:
        data = template_data(stanza, query, chain)
    except (TooMuch, Invalid, Failed):
        yield answered
        return
    looks_up = query.type in ("A", "AAAA")
    end = answered
    for one in records(stanza, data):
        try:
            record = one.record()
        except NotKnown:
            break
        except Invalid as invalid:
            yield failure(stanza.name, error=str(invalid))
            return
        in_answer = one.section == "answer" and looks_up
        if record is None and (in_answer or one.section == "additional"):
            yield failure(stanza.name, error=NO_RECORD if in_answer else "")
            return
        if record is None or not record.fits:
            # The message cannot be written, and nobody looks.
            end = End("dropped", stanza.name)
        elif in_answer and record.type == "CNAME":
            never = never_ends(stanza, query, record.target, chain)
            if never is not None:
                yield from (never,) if not never.when else (end, never)
                return
    yield end


def never_ends(stanza: Stanza, query: Query, target: str, chain: Chain) -> End | None:
    """Return the end of a query whose alias leads to itself, which CoreDNS follows for ever.

    It asks the whole server for the target, as if it came from outside.
    """
    sure = not chain.is_renamed
    name = query.lower
    for _ in range(MAX_ALIASES):
        following = query.renamed(target)
        if following.lower == name:
            return End("endless", stanza.name, when="" if sure else "it comes back under this name")
        sure, name = False, following.lower
        if not stanza.is_for(following, chain) or not stanza.fits(following):
            return None
        target = alias(stanza, following, chain)
        if not target:
            return None
    return None


def alias(stanza: Stanza, query: Query, chain: Chain) -> str:
    """Return the name to which the first record of the answer leads, "" for none."""
    try:
        word = next((word for line in stanza.answer for word in line), None)
        record = word and Made("answer", word.value, template_data(stanza, query, chain)).record()
    except (NotKnown, TooMuch, Invalid, Failed):
        return ""
    return record.target if record and record.type == "CNAME" else ""


def template_data(stanza: Stanza, query: Query, chain: Chain) -> Struct:
    """Return what templates find (template.go: match). Raises TooMuch, Invalid and Failed."""
    found = stanza.found_in(query)
    if found is None:
        raise Invalid("no match")
    pattern, match = found
    values = stanza.values(query, match)
    names_of = [variable.name.value for variable in stanza.var]
    number = type_number(query.type)
    type_ = stanza.query_type.value if query.type == "ANY" else NAMES.get(number or 0, "")
    class_ = stanza.query_class.value if query.class_ == "ANY" else query.class_
    question = {
        "Name": query.name,
        "Qtype": UNKNOWN if number is None else Short(number),
        "Qclass": Short(NUMBERS[query.class_]) if query.class_ in NUMBERS else UNKNOWN,
        "String": UNKNOWN,
    }
    fields = {
        "Zone": chain.in_zones(names(stanza.zones), query),
        "Name": query.lower,
        "Regex": pattern,
        "Match": [match.group(place) for place in range(len(match.spans))],
        "Group": Map(match.groups()),
        "Class": class_,
        "Type": type_,
        "Message": UNKNOWN,
        "Question": Struct("*dns.Question", question),
        "Remote": query.client or UNKNOWN,
        "Var": UNKNOWN,
        "Meta": UNKNOWN,
    }
    if names_of and all(isinstance(values[name], SIMPLE) for name in names_of):
        fields["Var"] = Map({name: Boxed(values[name]) for name in names_of}, "interface {}")
    return Struct("*template.templateData", fields, ("md",))
