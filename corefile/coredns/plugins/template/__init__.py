"""template: make answers from templates (plugin/template/setup.go, template.go)."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from corefile.coredns.catalogue.conditions import (
    Condition,
    advice_for,
    condition,
    environment,
    holds,
    literals,
)
from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Peer, Role, Serves, Stanzas
from corefile.coredns.catalogue.kinds import fallthrough
from corefile.coredns.catalogue.mentions import Mentions, ReadFile, words_of
from corefile.coredns.catalogue.metadata_uses import MetadataUse
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict, failure
from corefile.coredns.catalogue.reading import NO_UPSTREAM, on
from corefile.coredns.catalogue.schema import (
    Plugin,
    Reader,
    Scope,
    Value,
    Zone,
    names,
    setting,
    settings,
    suggestion,
)
from corefile.coredns.catalogue.upstreams import old_upstream
from corefile.coredns.catalogue.zones import normalize, without_star
from corefile.coredns.plugins.template.answers import ends
from corefile.coredns.releases.changes import Change, upstream_changes
from corefile.coredns.releases.libraries import go_of, rcodes_of, types_of
from corefile.coredns.releases.release import span
from corefile.go.dns import CLASSES, RCODES, TYPES
from corefile.go.errors import Invalid
from corefile.go.expr.compile import compile_expression, is_identifier
from corefile.go.expr.evaluate import Failed, evaluate
from corefile.go.expr.tables import BUILTINS as EXPRESSION_BUILTINS
from corefile.go.expr.tables import ENVIRONMENT
from corefile.go.expr.types import go_type
from corefile.go.regexp.compile import check_regex
from corefile.go.regexp.match import Match, TooMuch, search
from corefile.go.strconv import parse_uint, quote
from corefile.go.template.compile import BUILTINS, FUNCTIONS, check_template
from corefile.text.brief import Brief
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex
from corefile.text.spelling import nearest
from corefile.text.typed import Any, ClassVar

#: The first release that limits the length of a pattern.
PATTERN_LIMITED = "1.14.0"

#: What Go says of a name that it does not know, and the names of what templates find.
UNDEFINED = regex(r"(?:undefined variable \"\$|function \")([A-Za-z]+)\"")
FIELD_NAMES = ("Name", "Zone", "Type", "Class", "Match", "Group", "Message", "Question", "Remote")

#: The longest regular expression, in bytes.
MAX_PATTERN = 10000
#: The release that brought the function `parseInt` (template.go).
PARSE_INT = "1.10.0"
#: The release that began to fail a query that no `match` fits: before, it did not exist.
NO_MATCH_FAILS = span("1.9.3")
#: Codes that CoreDNS takes for "no answer was written", and answers once more.
TWICE = frozenset({"REFUSED", "FORMERR", "NOTIMP"})


#: What expressions find around them beside what all of CoreDNS's do (template.go, exprEnv).
GROUP = {"group": "func(interface {}) string"}
#: Types of values that are known only when a query comes.
UNKNOWN_TYPE, TO_UNKNOWN = "interface {}", "*interface {}"
VARIABLE_NAME = regex("[a-zA-Z_][a-zA-Z0-9_]*", re.ASCII)
EXPRESSION_EXAMPLE = "group(1) == 'www'"


@dataclass(frozen=True, slots=True)
class Variable(Brief):
    """A value that templates and the expressions after it find under a name."""

    #: The name.
    name: Value[str]
    #: The expression that gives the value.
    value: Condition


@dataclass(frozen=True, slots=True)
class ExtendedError(Brief):
    """An extended DNS error (RFC 8914)."""

    #: The number.
    code: Value[int]
    #: The text that goes with it.
    reason: Value[str] | None


def read_patterns(cursor: Cursor) -> tuple[Value[str], ...]:
    """Read regular expressions."""
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    for arg in args:
        size = len(arg.text.encode("utf-8", "surrogateescape"))
        if size > MAX_PATTERN and cursor.release in span(
            PATTERN_LIMITED
        ):  # it began to count (setup.go)
            message = f"regex pattern too long: {size} > {MAX_PATTERN}"
            raise on(cursor.error(message), arg)
        try:
            check_regex(arg.text, go_of(cursor.release))
        except Invalid as invalid:
            message = f"could not parse regex: {arg.text}, {invalid}"
            advice = without_star(arg.text) or "write a regular expression as Go reads them (RE2)"
            raise on(cursor.error(message, advice), arg) from None
    return tuple(Value(arg.text, arg) for arg in args)


def records(section: str) -> Reader[tuple[Value[str], ...]]:
    """Read templates of records."""
    # CoreDNS ends the line in all sections but one.
    end = "" if section == "answer" else "\n"

    def read(cursor: Cursor) -> tuple[Value[str], ...]:
        args = cursor.remaining()
        if not args:
            raise cursor.arg_error()
        old = cursor.release not in span(PARSE_INT)
        for arg in args:
            try:
                functions = BUILTINS if old else FUNCTIONS
                go = go_of(cursor.release)
                check_template(arg.text, functions=functions, name=section, go=go)
            except Invalid as invalid:
                message = f"could not compile template: {cursor.value}, {invalid}{end}"
                unknown = str(invalid).endswith('function "parseInt" not defined')
                help_text = f"`parseInt` appeared in CoreDNS {PARSE_INT}" if old and unknown else ""
                help_text = help_text or meant(str(invalid), arg.text)
                if len(args) > 1 and any("}}" in other.text for other in args):
                    help_text = 'each record is one word: put it into quotes, `"…"`'
                raise on(cursor.error(message, help_text), arg) from None
        return tuple(Value(arg.text, arg) for arg in args)

    return Reader("RECORD…", read)


def meant(error: str, text: str) -> str:
    """Say how to write what a template takes for a variable or a function."""
    found = UNDEFINED.search(error)
    name = found[1].capitalize() if found else ""
    if name in FIELD_NAMES:
        return f"write `{{{{ .{name} }}}}`"
    return "close each `{{` with `}}`" if text.count("{{") > text.count("}}") else ""


def read_variable(cursor: Cursor) -> Variable:
    """Read the name of a variable, and the expression that gives its value."""
    args = cursor.remaining()
    if len(args) < 2:
        raise cursor.arg_error()
    name, *words = args
    if VARIABLE_NAME.fullmatch(name.text) is None:
        message = f"invalid variable name {quote(name.text)}"
        raise on(cursor.error(message, "write letters, digits and underscores"), name)
    known = name.text in cursor.notes or name.text in EXPRESSION_BUILTINS
    if known or not is_identifier(name.text):
        message = f"variable name {quote(name.text)} is reserved"
        raise on(cursor.error(message, "give the variable another name"), name)
    try:
        value = condition(words, partial(compile_expression, environment=cursor.notes))
    except Invalid as invalid:
        # What is wrong with one expression says nothing of those that use its value.
        cursor.notes[name.text] = UNKNOWN_TYPE
        message = f"could not compile expression: {name.text}, {invalid}"
        raise on(
            cursor.error(message, advice_for(invalid, words, EXPRESSION_EXAMPLE)), words[0]
        ) from None
    cursor.notes[name.text] = variable_type(value.expression.type)
    return Variable(Value(name.text, name), value)


def variable_type(result: str) -> str:
    """Return the type of a variable for that of its value."""
    return TO_UNKNOWN if result in ("", "nil") or go_type(result).kind == "interface" else result


def read_expression(cursor: Cursor) -> Condition:
    """Read an expression that the whole line makes up."""
    args = cursor.remaining()
    if not args:
        raise cursor.arg_error()
    try:
        return condition(args, partial(compile_expression, environment=cursor.notes))
    except Invalid as invalid:
        message = f"could not compile expression: {invalid}"
        raise on(
            cursor.error(message, advice_for(invalid, args, EXPRESSION_EXAMPLE)), args[0]
        ) from None


#: What people call response codes.
OTHER_CODES = {
    "SUCCESS": "NOERROR",
    "OK": "NOERROR",
    "NODATA": "NOERROR",
    "NOTFOUND": "NXDOMAIN",
    "FAIL": "SERVFAIL",
    "DENIED": "REFUSED",
}


def read_rcode(cursor: Cursor) -> Value[str]:
    """Read the name of a response code, in capital letters."""
    if not cursor.next_arg():
        raise cursor.arg_error()
    if cursor.value not in rcodes_of(cursor.release):
        upper = cursor.value.upper()
        meant = OTHER_CODES.get(upper) or nearest(upper, tuple(sorted(RCODES)))
        help_text = f"did you mean `{meant}`?" if meant else "write a code such as `NXDOMAIN`"
        if upper in RCODES:
            help_text = f"write `{upper}`"
        raise cursor.error(f"unknown rcode {cursor.value}", help_text)
    return Value(cursor.value, cursor.token)


def read_extended_error(cursor: Cursor) -> ExtendedError:
    """Read a code and a reason."""
    args = cursor.remaining()
    if not 1 <= len(args) <= 2:
        raise cursor.arg_error()
    try:
        code = parse_uint(args[0].text, 16)
    except Invalid as invalid:
        message = f"error parsing extended DNS error code {cursor.value}, {invalid}\n"
        raise on(cursor.error(message, "write a number from 0 to 65535"), args[0]) from None
    return ExtendedError(Value(code, args[0]), Value(args[1].text, args[1]) if args[1:] else None)


#: The first release that takes a template without an answer.
NO_ANSWER_NEEDED = "1.5.1"
#: What older releases say of it; after it comes what was read, here of a first stanza.
NO_ANSWER = "no answer section for template found"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template(Plugin):
    """Answers queries with records that are made from the query by Go templates."""

    name: ClassVar[str] = "template"
    usage: ClassVar[str] = "template CLASS TYPE [ZONE…]"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "answers"
    serves: ClassVar[Serves] = "names"
    sends_to: ClassVar[Peer] = "nobody"
    changes: ClassVar[tuple[Change, ...]] = (
        *upstream_changes("template"),
        Change(
            release=NO_ANSWER_NEEDED,
            kind="added",
            what="no answer",
            text="a template needs no `answer`, `authority` or `rcode`",
            source="plugin/template/setup.go",
        ),
        Change(
            release=str(NO_MATCH_FAILS.since),
            kind="meaning",
            what="match",
            text="a name in its zones that no `match` fits gets SERVFAIL; before, NXDOMAIN",
            advice="write `fallthrough` to pass it on",
        ),
        Change(
            release=PATTERN_LIMITED,
            kind="removed",
            what="long patterns",
            text="a pattern of more than 10,000 characters is refused",
            advice="write a shorter one",
        ),
    )

    #: The class of the queries that are answered: mostly IN, or ANY.
    query_class: Value[str]
    #: Their type; ANY is for all.
    query_type: Value[str]
    #: The zones that are answered for: by default those of the server block.
    zones: tuple[Zone, ...] = ()
    match: tuple[tuple[Value[str], ...], ...] = settings(
        Reader("REGEX…", read_patterns),
        "which names are answered; the first expression that matches applies",
        default=".*",
    )
    answer: tuple[tuple[Value[str], ...], ...] = settings(
        records("answer"), "records of the answer"
    )
    additional: tuple[tuple[Value[str], ...], ...] = settings(
        records("additional"), "records next to the answer"
    )
    authority: tuple[tuple[Value[str], ...], ...] = settings(
        records("authority"), "records about the authority, such as a SOA"
    )
    var: tuple[Variable, ...] = settings(
        Reader("NAME EXPRESSION", read_variable),
        "a value that the expressions after it know as NAME, and templates as `.Var.NAME`",
    )
    expr: tuple[Condition, ...] = settings(
        Reader("EXPRESSION", read_expression),
        "a condition that a query must meet for an answer to be made",
    )
    rcode: Value[str] | None = setting(
        Reader("RCODE", read_rcode), "the response code", default="NOERROR"
    )
    ederror: ExtendedError | None = setting(
        Reader("CODE [REASON]", read_extended_error), "an extended DNS error"
    )
    fallthrough: tuple[Zone, ...] | None = setting(
        fallthrough(), "pass names on that no expression fits"
    )
    upstream: tuple[Value[str], ...] | None = setting(
        old_upstream(), "does nothing any more", ignored=NO_UPSTREAM
    )

    @classmethod
    def arguments(cls, cursor: Cursor, scope: Scope) -> dict[str, Any]:
        """Read class, type and zones."""
        if not cursor.next_arg():
            raise cursor.arg_error()
        if cursor.value not in CLASSES:
            message = f"invalid query class {cursor.value}"
            raise cursor.error(message, capitals(cursor.value, CLASSES, "`IN` or `ANY`"))
        query_class = Value(cursor.value, cursor.token)
        if not cursor.next_arg():
            raise cursor.arg_error()
        if cursor.value not in types_of(cursor.release):
            message = f"invalid RR class {cursor.value}"
            raise cursor.error(message, capitals(cursor.value, TYPES, "a type such as `A`"))
        query_type = Value(cursor.value, cursor.token)
        zones = scope.origins(cursor.remaining())
        cursor.notes = ENVIRONMENT | GROUP
        return {"query_class": query_class, "query_type": query_type, "zones": zones}

    @classmethod
    def unknown(cls, cursor: Cursor, values: dict[str, Any], scope: Scope) -> None:
        """There are no other properties."""
        refused = cursor.arg_error()
        raise Refused(refused.message, refused.token, suggestion(cls, cursor.value))

    def check(self, cursor: Cursor) -> Iterator[Refused]:
        """Refuse a stanza without an answer, as older releases do (setup.go)."""
        if cursor.release in span(NO_ANSWER_NEEDED):
            return
        other = self.authority if cursor.release in span("1.1.3") else self.additional
        if not (self.answer or other or (self.rcode and self.rcode.value != "NOERROR")):
            said = f"{NO_ANSWER}: {{[{' '.join(names(self.zones))}] <nil> []}}"
            yield cursor.error(said, f"add `answer`, or upgrade to CoreDNS {NO_ANSWER_NEEDED}")

    def metadata_uses(self) -> Iterator[MetadataUse]:
        """Return the records that metadata is to be written into."""
        for record in chain.from_iterable((*self.answer, *self.additional, *self.authority)):
            if ".Meta" in record.value and ".Meta" in check_template(record.value).fields:
                yield record.token, "`.Meta` always gives an empty text"

    def mentions(self, read: ReadFile) -> Mentions:
        """Return its zones, its type, and what its conditions name."""
        class_, type_ = self.query_class.value, self.query_type.value
        own = (type_,) if class_ in ("IN", "ANY") else (f"{class_} {type_}",)
        conditions = (*self.expr, *(variable.value for variable in self.var))
        types, networks = literals(conditions)
        return Mentions(
            self.zone_names,
            types=(*(() if type_ == "ANY" and class_ in ("IN", "ANY") else own), *types),
            networks=networks,
        )

    @classmethod
    def answers_from(
        cls, stanzas: "tuple[Template, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return the records of the stanza that answers."""
        for stanza in stanzas:
            if stanza.is_for(query, chain) and stanza.fits(query) is not False:
                return words_of(stanza.answer, stanza.additional, stanza.authority)
        return ()

    @classmethod
    def patterns(
        cls, stanzas: "tuple[Template, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return all that stanzas with patterns or conditions say."""
        return tuple(
            word
            for stanza in stanzas
            if (stanza.match or stanza.expr) and stanza.is_for(query, chain)
            for word in (
                *words_of(stanza.match, stanza.var, stanza.expr, stanza.rcode),
                *words_of(stanza.answer, stanza.additional, stanza.authority),
                *(("fallthrough",) if chain.in_zones(names(stanza.fallthrough), query) else ()),
            )
        )

    @classmethod
    def lets_on(cls, stanzas: "tuple[Template, ...]", query: Query, chain: Chain) -> bool:
        """Tell whether no stanza has all names, and each has a `fallthrough` for the others."""
        return all(
            bool(stanza.match or stanza.expr)
            and bool(chain.in_zones(names(stanza.fallthrough), query))
            for stanza in stanzas
            if stanza.is_for(query, chain)
        )

    @classmethod
    def serve(cls, stanzas: "tuple[Template, ...]", query: Query, chain: Chain) -> Verdict:
        """Answer by the first stanza that fits; one that does not may fail it (template.go)."""
        zones = tuple(zone for stanza in stanzas for zone in names(stanza.zones))
        if not chain.in_zones(zones, query):
            return Verdict("not in its zones")
        ends: list[End] = []
        why = "no stanza is for this class and type"
        for stanza in stanzas:
            if not stanza.is_for(query, chain):
                continue
            fits = stanza.fits(query)
            if fits is not False:
                ends += stanza.answers_with(query, chain, "" if fits else "it fits the query")
                if fits:
                    return Verdict("`match` fits", tuple(ends), goes_on=False, token=stanza.token)
            if chain.in_zones(names(stanza.fallthrough), query):
                why = "`match` does not fit, `fallthrough`: goes on"
                continue
            rcode = "SERVFAIL" if chain.release in NO_MATCH_FAILS else "NXDOMAIN"
            missed = "" if fits is False else "it does not fit the query"
            fails = failure(cls.name, rcode, when=missed)
            why = "`match` does not fit, no `fallthrough`"
            advice = "" if missed else "write `fallthrough` in the block of `template`"
            return Verdict(why, (*ends, fails), goes_on=False, token=stanza.token, help=advice)
        return Verdict(why, tuple(ends))

    def is_for(self, query: Query, chain: Chain) -> bool:
        """Tell whether the stanza is about the name, the class and the type of a query."""
        classes, types = ("ANY", self.query_class.value), ("ANY", self.query_type.value)
        return (
            bool(chain.in_zones(names(self.zones), query))
            and ("ANY" in (query.class_, self.query_class.value) or query.class_ in classes)
            and ("ANY" in (query.type, self.query_type.value) or query.type in types)
        )

    def fits(self, query: Query) -> bool | None:
        """Tell whether a pattern matches and the conditions hold; None where that is not known."""
        try:
            found = self.found_in(query)
            if found is None:
                return False
            values = self.values(query, found[1])
        except (TooMuch, Invalid):
            return None
        except Failed:
            return False
        answers = [holds(condition, query, values) for condition in self.expr]
        return False if False in answers else None if None in answers else True

    def found_in(self, query: Query) -> tuple[str, Match] | None:
        """Return the first pattern that matches a query's name, and what it matches.

        Raises TooMuch and Invalid.
        """
        patterns = [value.value for line in self.match for value in line] or [".*"]
        for pattern in patterns:
            found = search(pattern, query.lower)
            if found is not None:
                return pattern, found
        return None

    def values(self, query: Query, found: Match) -> dict[str, Any]:
        """Return what expressions find beside what all of CoreDNS's do. Raises Failed."""
        groups = found.groups()
        values: dict[str, Any] = {"group": lambda group: groups.get(str(group), "")}
        for variable in self.var:
            name, text = variable.name.value, variable.value.text
            values[name] = evaluate(text, environment(query) | values)
        return values

    def answers_with(self, query: Query, chain: Chain, when: str) -> tuple[End, ...]:
        """Return how a query may end that the stanza answers."""
        rcode = self.rcode.value if self.rcode else "NOERROR"
        if rcode == "SERVFAIL":
            return (failure(self.name, when=when),)
        answered = End("answered", self.name, rcode, twice=rcode in TWICE)
        found = ends(self, answered, query, chain)
        return tuple(replace(end, when=when or end.when) for end in found)

    @classmethod
    def minds(cls, stanzas: "tuple[Template, ...]", query: Query, chain: Chain) -> bool:
        """Tell whether one of the stanzas is for the class and the type of a query."""
        return any(stanza.is_for(query, chain) for stanza in stanzas)

    @classmethod
    def subject(cls, args: Sequence[str]) -> tuple[str, ...]:
        """Return the class, the type and the zones of the queries."""
        return (*(arg.upper() for arg in args[:2]), *map(normalize, args[2:]))

    @classmethod
    def in_turn(cls, stanzas: "tuple[Template, ...]") -> "tuple[tuple[Template, ...], ...]":
        """Return the stanzas one by one: each ends a query or leaves it to the next."""
        return tuple((stanza,) for stanza in stanzas)


def capitals(word: str, known: frozenset[str], otherwise: str) -> str:
    """Say what to write for a word that is none of the known ones."""
    return f"write `{word.upper()}`" if word.upper() in known else f"write {otherwise}"
