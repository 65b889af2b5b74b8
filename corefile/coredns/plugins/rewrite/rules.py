"""Rules of `rewrite` (plugin/rewrite: rewrite.go, class.go, type.go, ttl.go, rcode.go, …)."""

import re
from collections.abc import Callable

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.mentions import Mentions
from corefile.coredns.catalogue.query import End, Query
from corefile.coredns.catalogue.schema import Value
from corefile.coredns.catalogue.zones import normalize, without_star
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.rewrite.edns0 import read_edns0_rule
from corefile.coredns.plugins.rewrite.names import (
    MATCHES,
    PATTERN_HELP,
    Mode,
    Rule,
    by_letters,
    check_length,
    matches,
    mentioned,
    read_name_rule,
    read_pattern,
)
from corefile.coredns.releases.libraries import go_of, rcodes_of, types_of
from corefile.coredns.releases.release import Release, span
from corefile.go.dns import CLASSES, TYPES
from corefile.go.errors import Invalid
from corefile.go.regexp.compile import check_regex
from corefile.go.strconv import atoi, parse_uint, quote
from corefile.text.records import dataclass, replace
from corefile.text.typed import Literal, TypeAlias

MAX_TTL = 2147483647
MAX_RCODE = 23
#: Response codes by their numbers (miekg/dns, RcodeToString).
RCODE_NAMES = dict(
    zip(
        map(str, range(11)),
        "NOERROR FORMERR SERVFAIL NXDOMAIN NOTIMP REFUSED YXDOMAIN YXRRSET NXRRSET NOTAUTH "
        "NOTZONE".split(),
        strict=True,
    )
)
#: The rules that were not there from the start, and the release that brought them (rewrite.go).
SINCE = {"cname": "1.11.0", "rcode": "1.11.3"}
#: Before, a bad pattern of a `cname` rule matched nothing (cname_target.go).
CNAME_PATTERNS_CHECKED = span("1.13.2")
NO_TYPE = "no rule type specified for rewrite"
MATCHING = "exact, prefix, suffix, substring, and regex name matching"
MATCH_HELP = f"write one of {', '.join(f'`{name}`' for name in MATCHES)}"

#: Reads the words after a rule's name.
RuleReader: TypeAlias = Callable[[Cursor, Mode, ExpandedToken, list[ExpandedToken]], Rule]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule(Rule):
    """Rewrites the class or the type of the query."""

    field: Literal["class", "type"]
    #: In capital letters.
    from_: Value[str]
    to: Value[str]

    def mentions(self) -> Mentions:
        """Return the type, or all that may be asked in another class."""
        if self.field == "type":
            return Mentions(types=(self.from_.value,))
        own = () if self.from_.value == "IN" else (f"{self.from_.value} TXT",)
        return Mentions(types=own)

    def rewrite(self, query: Query) -> Query | None:
        """Return the query of another class or type (class.go, type.go)."""
        attribute: Literal["class_", "type"] = "class_" if self.field == "class" else "type"
        if getattr(query, attribute) != self.from_.value:
            return None
        if self.field == "class":
            return replace(query, class_=self.to.value)
        return replace(query, type=self.to.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class TtlRule(Rule):
    """Brings the TTLs of answers within bounds."""

    #: One of MATCHES; and the queries' names.
    match: str
    name: Value[str]
    minimum: int
    maximum: int
    ttl: ExpandedToken

    def rewrite(self, query: Query) -> Query | None:
        """Tell whether it applies, by returning the query (ttl.go)."""
        return query if matches(self.match, self.name.value, query.lower) else None

    def mentions(self) -> Mentions:
        """Return the name or the zone that it is about."""
        return mentioned(self.match, self.name.value)

    @property
    def by_letters(self) -> bool:
        """Whether the rule looks at the letters of names, wherever zones end."""
        return by_letters(self.match, self.name.value)

    @property
    def turns_answers(self) -> bool:
        """Whether answers are changed: always."""
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class RcodeRule(Rule):
    """Rewrites the response code of answers."""

    #: One of MATCHES; and the queries' names.
    match: str
    name: Value[str]
    #: A name in capital letters, or a number.
    from_: Value[str]
    to: Value[str]

    def rewrite(self, query: Query) -> Query | None:
        """Tell whether it applies, by returning the query (rcode.go)."""
        return query if matches(self.match, self.name.value, query.lower) else None

    def mentions(self) -> Mentions:
        """Return the name or the zone that it is about."""
        return mentioned(self.match, self.name.value)

    @property
    def by_letters(self) -> bool:
        """Whether the rule looks at the letters of names, wherever zones end."""
        return by_letters(self.match, self.name.value)

    @property
    def turns_answers(self) -> bool:
        """Whether answers are changed: always."""
        return True

    def turn(self, end: End) -> End:
        """Return the end with another code."""
        codes = {self.from_.value, RCODE_NAMES.get(self.from_.value, "")}
        if end.rcode not in codes:
            return end
        return replace(end, rcode=RCODE_NAMES.get(self.to.value, self.to.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class CnameRule(Rule):
    """Rewrites the target of CNAME records, and asks for the new one."""

    #: One of MATCHES.
    match: str
    #: In lower case.
    from_: Value[str]
    to: Value[str]

    @property
    def turns_answers(self) -> bool:
        """Whether answers are changed: always."""
        return True


def read_rule(cursor: Cursor, name: ExpandedToken, args: list[ExpandedToken]) -> Rule:
    """Read the words after `rewrite` (newRule). Raises Refused."""
    if not args:
        raise Refused(NO_TYPE, name, "write a rule such as `name FROM TO`")
    first = args[0].text.lower()
    explicit = first in ("stop", "continue")
    if explicit and len(args) < 2:
        raise Refused(f"{first} rule must begin with a rule type", args[0], rule_help(cursor))
    rule, *rest = args[1:] if explicit else args
    kind = rule.text.lower()
    if kind == "answer":
        message = "response rewrites must begin with a name rule"
        raise Refused(message, rule, "write `name FROM TO` before `answer`")
    if kind not in kinds(cursor):
        help_text = rule_help(cursor)
        if kind in SINCE:
            help_text = f"`{kind}` appeared in CoreDNS {SINCE[kind]}: {help_text}, or upgrade"
        raise Refused(f"invalid rule type {quote(args[0].text)}", rule, help_text)
    return RULES[kind](cursor, "continue" if first == "continue" else "stop", rule, rest)


def kinds(cursor: Cursor) -> tuple[str, ...]:
    """Return the kinds of rules that the release has (rewrite.go)."""
    return tuple(k for k in RULES if k not in SINCE or cursor.release in span(SINCE[k]))


def rule_help(cursor: Cursor) -> str:
    """Return the help line that names all kinds of rules."""
    return f"write one of {', '.join(f'`{name}`' for name in kinds(cursor))}"


def read_field_rule(field: Literal["class", "type"], names: frozenset[str]) -> RuleReader:
    """Return the function that reads `FROM TO` of a field (newClassRule, newTypeRule)."""

    def read(cursor: Cursor, mode: Mode, rule: ExpandedToken, args: list[ExpandedToken]) -> Rule:
        if len(args) != 2:
            message = f"{field} rules must have exactly two arguments"
            raise Refused(message, args[2] if len(args) > 2 else rule, f"write `{field} FROM TO`")
        before, after = (Value(arg.text.upper(), arg) for arg in args)
        for value in (before, after):
            if value.value not in (types_of(cursor.release) if field == "type" else names):
                message = f"invalid {field} {quote(value.value)}"
                raise Refused(message, value.token, other_field(field, value.value))
        return FieldRule(mode=mode, field=field, from_=before, to=after)

    return read


def other_field(field: str, name: str) -> str:
    """Say what a name is that is none of a field's."""
    other, names = ("class", CLASSES) if field == "type" else ("type", TYPES)
    if name in names:
        return f"`{name}` is a {other}: write `rewrite {other} FROM TO`"
    return f"write the name of a {field} of DNS"


def read_match(
    cursor: Cursor, kind: str, token: ExpandedToken | None, name: ExpandedToken
) -> tuple[str, str]:
    """Return how a name is matched, and the name. Raises Refused."""
    match = token.text.lower() if token else "exact"
    if match not in MATCHES:
        raise Refused(f"{kind} rule supports only {MATCHING}", token, MATCH_HELP)
    if match != "regex":
        return match, normalize(name.text)
    too_long = f"regex pattern too long in a {kind} rule"
    read_pattern(cursor, name.text, name, too_long, f"invalid regex pattern in a {kind} rule")
    return match, name.text


def read_ttl_rule(
    cursor: Cursor, mode: Mode, rule: ExpandedToken, args: list[ExpandedToken]
) -> TtlRule:
    """Read `[MATCH] NAME SECONDS|MIN-MAX` (newTTLRule). Raises Refused."""
    help_text = "write `ttl [MATCH] NAME SECONDS` or `ttl [MATCH] NAME MIN-MAX`"
    if len(args) < 2:
        raise Refused(f"too few ({len(args)}) arguments for a ttl rule", rule, help_text)
    if len(args) > 3:
        raise Refused("invalid TTL '' for a ttl rule", args[3], help_text)
    # Before 1.9.4 there was one number only (ttl.go).
    old = cursor.release not in span("1.9.4")
    bounds = (ttl_number if old else ttl_bounds)(args[-1].text)
    if old and bounds is None and ttl_bounds(args[-1].text) is not None:
        help_text = "`MIN-MAX` appeared in CoreDNS 1.9.4: write one number, or upgrade"
    if bounds is None:
        raise Refused(f"invalid TTL '{args[-1].text}' for a ttl rule", args[-1], help_text)
    match, name = read_match(cursor, "ttl", args[0] if len(args) == 3 else None, args[-2])
    return TtlRule(
        mode=mode,
        match=match,
        name=Value(name, args[-2]),
        minimum=bounds[0],
        maximum=bounds[1],
        ttl=args[-1],
    )


def ttl_number(text: str) -> tuple[int, int] | None:
    """Read `30`, None when it is not a TTL (isValidTTL before 1.9.4)."""
    try:
        seconds = atoi(text)
    except Invalid:
        return None
    return (seconds, seconds) if 0 <= seconds <= MAX_TTL else None


def ttl_bounds(text: str) -> tuple[int, int] | None:
    """Read `30`, `30-300`, `-30` or `30-`; None when it is none of them (isValidTTL)."""
    low, dash, high = text.partition("-")
    try:
        least = parse_uint(low, 32) if low or not dash else 0
        most = parse_uint(high, 32) if high else MAX_TTL if dash else least
    except Invalid:
        return None
    return (least, most) if least <= most and (low or high) else None


def read_rcode_rule(
    cursor: Cursor, mode: Mode, rule: ExpandedToken, args: list[ExpandedToken]
) -> RcodeRule:
    """Read `[MATCH] NAME FROM TO` (newRCodeRule). Raises Refused."""
    help_text = "write `rcode [MATCH] NAME FROM TO`"
    if len(args) < 3:
        raise Refused(f"too few ({len(args)}) arguments for a rcode rule", rule, help_text)
    if len(args) > 4:
        raise Refused("invalid matching RCODE '' for a rcode rule", args[4], help_text)
    before, after = args[-2:]
    for what, token in (("matching", before), ("replacement", after)):
        if not is_rcode(token.text, cursor.release):
            message = f"invalid {what} RCODE '{token.text}' for a rcode rule"
            raise Refused(message, token, "write a code such as `NXDOMAIN`, or a number up to 23")
    match, name = read_match(cursor, "rcode", args[0] if len(args) == 4 else None, args[-3])
    return RcodeRule(
        mode=mode,
        match=match,
        name=Value(name, args[-3]),
        from_=Value(before.text.upper(), before),
        to=Value(after.text.upper(), after),
    )


def is_rcode(text: str, release: Release) -> bool:
    """Tell whether text is the name or the number of a response code."""
    small = re.fullmatch(r"0*[0-9]{1,2}", text, re.ASCII) is not None
    return (small and int(text[-2:]) <= MAX_RCODE) or text.upper() in rcodes_of(release)


def read_cname_rule(
    cursor: Cursor, mode: Mode, rule: ExpandedToken, args: list[ExpandedToken]
) -> CnameRule:
    """Read `[MATCH] FROM TO` (newCNAMERule). Raises Refused."""
    if len(args) not in (2, 3):
        message = f"too few ({len(args)}) arguments for a cname rule"
        token = args[3] if len(args) > 3 else rule
        raise Refused(message, token, "write `cname [MATCH] FROM TO`")
    match = args[0].text.lower() if len(args) == 3 else "exact"
    if match not in MATCHES:
        raise Refused(f"unknown cname rewrite type: {match}", args[0], MATCH_HELP)
    texts = (arg.text.lower() for arg in args[-2:])
    before, after = (normalize(text) if match == "exact" else text for text in texts)
    if match == "regex" and cursor.release in CNAME_PATTERNS_CHECKED:
        check_length(cursor, before, args[1], "regex pattern too long in a cname rule")
        try:
            check_regex(before, go_of(cursor.release))
        except Invalid as invalid:
            message = f"invalid cname rewrite regex pattern: {invalid}"
            raise Refused(message, args[1], without_star(before) or PATTERN_HELP) from None
    return CnameRule(
        mode=mode, match=match, from_=Value(before, args[-2]), to=Value(after, args[-1])
    )


RULES: dict[str, RuleReader] = {
    "name": read_name_rule,
    "class": read_field_rule("class", CLASSES),
    "type": read_field_rule("type", TYPES),
    "edns0": read_edns0_rule,
    "ttl": read_ttl_rule,
    "cname": read_cname_rule,
    "rcode": read_rcode_rule,
}
