"""How `rewrite` matches names, and rewrites them (plugin/rewrite/name.go)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.mentions import Mentions
from corefile.coredns.catalogue.metadata_uses import MetadataUse
from corefile.coredns.catalogue.older import later
from corefile.coredns.catalogue.query import End, Query
from corefile.coredns.catalogue.schema import Value
from corefile.coredns.catalogue.zones import fqdn, misplaced_address, normalize, without_star
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.libraries import go_of
from corefile.coredns.releases.release import span
from corefile.go.errors import Invalid
from corefile.go.regexp.compile import Regex, check_regex
from corefile.go.regexp.match import search
from corefile.go.strconv import atoi, quote
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.typed import Literal

#: The first release that limits the length of a pattern.
PATTERN_LIMITED = "1.14.0"

Mode = Literal["stop", "continue"]
#: exact, prefix, suffix, substring or regex.
MATCHES = ("exact", "prefix", "suffix", "substring", "regex")
#: The words that rules begin with.
KINDS = ("name", "class", "type", "edns0", "ttl", "cname", "rcode")
MAX_PATTERN = 10000
#: `{0}` to `{100}` stand for what a group matched.
GROUP_REFERENCE = regex(r"\{(0|[1-9][0-9]?|100)\}", re.ASCII)
#: The release that began to read other answer rules than `answer name FROM TO` of a regex rule.
ANSWERS = "1.8.4"
#: The release that began to read `metadata` (plugin/rewrite/name.go).
METADATA = "1.15.0"
PLACEHOLDER_HELP = "write `{1}` for a group, `{PLUGIN/NAME}` for metadata"
PATTERN_HELP = "write a regular expression as Go reads them (RE2)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Brief):
    """A rule of `rewrite`: the base of all kinds."""

    #: Whether the rules after this one are still looked at when it has done something.
    mode: Mode

    def rewrite(self, query: Query) -> Query | None:
        """Return the query as the rule changes it, None where the rule does not apply."""
        return query

    def mentions(self) -> Mentions:
        """Return what the rule tells apart among queries."""
        return Mentions()

    def earlier_names(self, name: str) -> Iterator[str]:
        """Yield the names that the rule makes another of, save those that it mentions."""
        return iter(())

    def metadata_uses(self) -> Iterator[MetadataUse]:
        """Return where the rule uses metadata, and what comes of it when there is none."""
        return iter(())

    @property
    def by_letters(self) -> bool:
        """Whether the rule looks at the letters of names, wherever zones end."""
        return False

    @property
    def turns_answers(self) -> bool:
        """Whether the rule also changes answers where it applies."""
        return False

    def turn(self, end: End) -> End:
        """Return what the rule makes of the way in which a query ends."""
        return end


@dataclass(frozen=True, slots=True)
class Answer(Brief):
    """How names in the answer are rewritten."""

    #: The owner's name of a record, or a name in its data.
    part: Literal["name", "value"]
    pattern: Value[str]
    to: Value[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRule(Rule):
    """Rewrites the name of the query."""

    #: One of MATCHES.
    match: str
    from_: Value[str]
    to: Value[str]
    #: Whether the answer's names are rewritten back as well as can be.
    auto: bool = False
    answers: tuple[Answer, ...] = ()
    #: Whether `to` may name metadata of the query: `{geoip/country/code}`.
    metadata: bool = False

    def rewrite(self, query: Query) -> Query | None:
        """Return the query for another name (name.go)."""
        name = rewritten(self.match, self.from_.value, self.to.value, query.lower)
        return None if name is None else query.renamed(name)

    def mentions(self) -> Mentions:
        """Return the name or the zone that is rewritten."""
        return mentioned(self.match, self.from_.value)

    def earlier_names(self, name: str) -> Iterator[str]:
        """Yield what a suffix or a prefix makes another name of."""
        before, after = self.from_.value, self.to.value
        if self.match == "suffix" and name.endswith(after):
            yield name[: len(name) - len(after)] + before
        if self.match == "prefix" and name.startswith(after):
            yield before + name[len(after) :]

    @property
    def lacks_name(self) -> bool:
        """Whether a kind of match is read as the name, because only one name follows it."""
        return self.match == "exact" and self.from_.token.text.lower() in MATCHES

    @property
    def by_letters(self) -> bool:
        """Whether the rule looks at the letters of names, wherever zones end."""
        return by_letters(self.match, self.from_.value)

    @property
    def turns_answers(self) -> bool:
        """Whether names in answers are rewritten, too."""
        return self.auto or self.match == "exact" or bool(self.answers)


def mentioned(match: str, pattern: str) -> Mentions:
    """Return the name or the zone that a way of matching names tells from others."""
    if match == "exact":
        return Mentions(names=(pattern,))
    return Mentions((pattern.lstrip("."),)) if match == "suffix" else Mentions()


def by_letters(match: str, pattern: str) -> bool:
    """Tell whether a way of matching names looks at letters, wherever zones end."""
    return match != "exact" and not (match == "suffix" and pattern.startswith("."))


def within_label(match: str, name: Value[str]) -> bool:
    """Tell whether a rule is for a part of a label: CoreDNS adds a dot to it, so none matches."""
    return match in ("prefix", "substring") and name.token.text.endswith("-")


def matches(match: str, pattern: str, name: str) -> bool:
    """Tell whether a name matches in one of the ways of MATCHES."""
    return rewritten(match, pattern, "", name) is not None


def rewritten(match: str, pattern: str, to: str, name: str) -> str | None:
    """Return what becomes of a name; None where it does not match."""
    if match == "exact":
        return to if name == pattern else None
    if match == "prefix":
        return to + name[len(pattern) :] if name.startswith(pattern) else None
    if match == "suffix":
        return name[: len(name) - len(pattern)] + to if name.endswith(pattern) else None
    if match == "substring":
        return name.replace(pattern, to) if pattern in name else None
    found = search(pattern, name)
    if found is None:
        return None
    for number in range(len(found.spans)):
        to = to.replace(f"{{{number}}}", found.group(number))
    return to


def read_name_rule(
    cursor: Cursor, mode: Mode, rule: ExpandedToken, args: list[ExpandedToken]
) -> NameRule:
    """Read `[MATCH] FROM TO [metadata] [answer …]` (newNameRule). Raises Refused."""
    if len(args) < 2:
        help_text = "write `name FROM TO`, or `name exact|prefix|suffix|substring|regex FROM TO`"
        raise Refused("too few arguments for a name rule", rule, help_text)
    match = "exact" if len(args) == 2 else args[0].text.lower()
    before, after = args if len(args) == 2 else args[1:3]
    source = before.text if match == "regex" else normalize(before.text)
    target = after.text if match == "regex" else normalize(after.text)
    rest = args[3:]
    if rest and cursor.release not in span(ANSWERS):
        check_answer_words(cursor, match, rest)
    metadata = read_metadata(cursor, match, rest)
    rest = rest[metadata:]
    auto, answers = read_answers(cursor, match, rest) if rest else (False, ())
    if match not in MATCHES:
        names = "exact, prefix, suffix, substring, and regex name matching"
        message = f"name rule supports only {names}, received: {match}"
        help_text = f"write one of {', '.join(f'`{name}`' for name in MATCHES)}"
        raise Refused(message, args[0], help_text)
    if match == "exact":  # CoreDNS takes the name to write for a pattern here, not the other one
        check_pattern(cursor, target, source, after)
    if metadata:
        groups = check_pattern(cursor, source, "", before).groups
        check_replacement(fqdn(target), groups, after)
    elif match == "regex":
        check_pattern(cursor, source, target, before)
        target = normalize(target)
    return NameRule(
        mode=mode,
        match=match,
        from_=Value(source, before),
        to=Value(target, after),
        auto=auto,
        answers=answers,
        metadata=metadata,
    )


def check_answer_words(cursor: Cursor, match: str, args: list[ExpandedToken]) -> None:
    """Check that answers are rewritten in the one way that releases before had. Raises Refused."""
    if len(args) != 4:
        wanted = "a name rule with 3 arguments and an answer rule with 3 arguments"
        message = f"response rewrites must consist only of {wanted}"
    elif match != "regex":
        message = "the rewrite of response is supported only for name regex rule"
    elif args[0].text != "answer" or args[1].text.lower() != "name":
        message = "exceeded the number of arguments for a regex name rule"
    else:
        return
    try:
        read_answers(cursor, match, args)
    except Refused as newer:  # newer releases refuse it as well
        raise Refused(message, newer.token, newer.help) from None
    kinds = [kind for word, kind in pairwise(args) if word.text == "answer"]
    newer_kind = next((kind for kind in kinds if kind.text.lower() != "name"), None)
    newer_word, what = args[0], f"`answer` after `name {match}`"
    if match == "regex" and newer_kind is not None:
        newer_word, what = newer_kind, f"`answer {newer_kind.text}`"
    elif match == "regex":
        again = (word for word in args[1:] if word.text == "answer")
        newer_word, what = next(again, args[0]), "a second `answer`"
    raise later(Refused(message, newer_word), newer_word, ANSWERS, what)


def read_metadata(cursor: Cursor, match: str, args: list[ExpandedToken]) -> bool:
    """Tell whether a rule says `metadata` after TO. Raises Refused where it must not."""
    if not args or args[0].text != "metadata":
        return False
    if cursor.release not in span(METADATA):
        try:
            read_answers(cursor, match, args)
        except Refused as refused:
            raise later(refused, args[0], METADATA) from None
    if match != "regex":
        message = "metadata is only supported for regex name rules"
        raise Refused(message, args[0], "write `name regex FROM TO metadata`")
    return True


def check_replacement(replacement: str, groups: int, token: ExpandedToken) -> None:
    """Check a name with groups and metadata in braces (parseNameReplacement). Raises Refused."""
    while replacement:
        before, found, rest = replacement.partition("{")
        if "}" in before:
            message = "unmatched closing brace in metadata name replacement"
            raise Refused(message, token, PLACEHOLDER_HELP)
        if not found:
            return
        label, closed, replacement = rest.partition("}")
        if not closed:
            message = "unclosed placeholder in metadata name replacement"
            raise Refused(message, token, PLACEHOLDER_HELP)
        check_placeholder(label, groups, token)


def check_placeholder(label: str, groups: int, token: ExpandedToken) -> None:
    """Check what is in braces: the number of a group, or a label. Raises Refused."""
    try:
        group = atoi(label)
    except Invalid:
        if not is_label(label) or "{" in label:
            message = f"invalid metadata label {quote(label)} in name replacement"
            raise Refused(message, token, PLACEHOLDER_HELP) from None
        return
    if not 0 <= group <= groups:
        message = f"capture group {label} does not exist in name matching pattern"
        raise Refused(message, token, "`{1}` is what the first group `(…)` matched")


def is_label(text: str) -> bool:
    """Tell whether text names metadata: PLUGIN/NAME (plugin/metadata/provider.go, IsLabel)."""
    plugin, slash, name = text.partition("/")
    return bool(plugin and slash and name)


def read_answers(
    cursor: Cursor, match: str, args: list[ExpandedToken]
) -> tuple[bool, tuple[Answer, ...]]:
    """Read `answer auto|name FROM TO|value FROM TO …` (parseAnswerRules). Raises Refused.

    `answer` may be left out of all but the first.
    """
    help_text = "write `answer auto`, `answer name FROM TO` or `answer value FROM TO`"
    if match not in MATCHES:
        help_text = "say how the name has to match: `name exact FROM TO answer …`"
    if len(args) < 2:
        raise Refused(f"invalid arguments for {match} rule", args[0], help_text)
    if args[0].text != "answer":
        what = "exceeded the number of arguments for a non-answer rule argument"
        help_text = another_rule(later_line(cursor, args[0])) or help_text
        raise Refused(f"{what} for {match} rule", args[0], help_text)
    auto = False
    answers: list[Answer] = []
    rest = args
    while rest:
        start, *rest = rest
        if start.text == "answer":
            if not rest:
                raise Refused(f"type missing for answer rule for {match} rule", start, help_text)
            start, *rest = rest
        if start.text == "auto":
            auto = True
            continue
        if start.text not in ("name", "value"):
            message = f"invalid type {quote(start.text)} for answer rule for {match} rule"
            raise Refused(message, start, another_rule(start.text) or help_text)
        answers.append(read_answer(cursor, match, start, rest))
        rest = rest[2:]
    if auto and any(answer.part == "name" for answer in answers):
        message = "auto name answer rule cannot be combined with explicit name anwer rules"
        raise Refused(message, args[0], "leave out `answer auto`, or every `answer name`")
    return auto, tuple(answers)


def later_line(cursor: Cursor, token: ExpandedToken) -> str:
    """Return the first word on the line of a token, "" where that is the first of its block."""
    on_line = (
        (before.text, one.text)
        for before, one in pairwise(cursor.tokens)
        if one.line == token.line and one.source is token.source
    )
    before, first = next(on_line, ("", ""))
    return first if before not in ("{", "rewrite") else ""


def another_rule(word: str) -> str:
    """Return what to write where a word begins another rule; "" where it does not."""
    if word.lower() not in KINDS:
        return ""
    return f"`{word}` begins another rule: write `rewrite {word} …` for it, on a line of its own"


def read_answer(
    cursor: Cursor, match: str, part: ExpandedToken, rest: list[ExpandedToken]
) -> Answer:
    """Read the FROM and TO of an answer rule. Raises Refused."""
    rule = f"{part.text} answer rule for {match} rule"
    if len(rest) < 2:
        help_text = f"write `answer {part.text} FROM TO`"
        raise Refused(f"{rule}: 2 arguments required", part, help_text)
    before, after = rest[:2]
    try:
        check_pattern(cursor, before.text, after.text, before)
    except Refused as refused:
        raise Refused(f"{rule}: {refused.message}", refused.token, refused.help) from None
    to = Value(normalize(after.text), after)
    return Answer("name" if part.text == "name" else "value", Value(before.text, before), to)


def check_pattern(cursor: Cursor, pattern: str, replacement: str, token: ExpandedToken) -> Regex:
    """Check a pattern and the groups its replacement asks for (isValidRegexPattern)."""
    too_long, invalid = "regex pattern too long", "invalid regex matching pattern"
    regex = read_pattern(cursor, pattern, token, too_long, invalid)
    if len(set(GROUP_REFERENCE.findall(replacement))) > regex.groups:
        message = (
            f"the rewrite regex pattern ({replacement}) uses more subexpressions than its "
            f"corresponding matching regex pattern ({pattern})"
        )
        raise Refused(message, token, "`{1}` is what the first group `(…)` matched")
    return regex


def read_pattern(
    cursor: Cursor, pattern: str, token: ExpandedToken, too_long: str, invalid: str
) -> Regex:
    """Read a regular expression. Raises Refused with words of CoreDNS's own, not of Go."""
    check_length(cursor, pattern, token, too_long)
    try:
        return check_regex(pattern, go_of(cursor.release))
    except Invalid as why:
        advice = without_star(pattern) or f"{PATTERN_HELP}: {why}"
        raise Refused(f"{invalid}: {pattern}", token, advice) from None


def check_length(cursor: Cursor, pattern: str, token: ExpandedToken, message: str) -> None:
    """Check that a pattern is not too long, as 1.14.0 began to. Raises Refused."""
    size = len(pattern.encode("utf-8", "surrogateescape"))
    if size > MAX_PATTERN and cursor.release in span(PATTERN_LIMITED):
        raise Refused(f"{message}: {size} > {MAX_PATTERN}", token)


def address_of(to: Value[str]) -> str:
    """Return the address that a new name looks like; "" for a name like any other.

    A group of a name may be a part of it, and so may what comes before a suffix.
    """
    return misplaced_address(GROUP_REFERENCE.sub("1", to.token.text).removeprefix("."))
