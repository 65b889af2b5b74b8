"""rewrite: change queries and answers (plugin/rewrite/setup.go, rewrite.go)."""

from collections.abc import Iterator, Sequence
from functools import partial

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.mentions import Mentions, ReadFile, words_of
from corefile.coredns.catalogue.metadata_uses import MetadataUse
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict, failure
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope
from corefile.coredns.catalogue.zones import is_domain_name
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.rewrite.names import (
    ANSWERS,
    MATCHES,
    METADATA,
    PATTERN_LIMITED,
    NameRule,
    Rule,
)
from corefile.coredns.plugins.rewrite.rules import SINCE, RcodeRule, read_rule
from corefile.coredns.plugins.rewrite.stopping import stopped
from corefile.coredns.releases.changes import Change
from corefile.coredns.releases.release import span
from corefile.text.records import dataclass, replace
from corefile.text.typed import ClassVar

#: The release that began to write the answer where no plugin after it did (rewrite.go).
WRITES_FAILURES = span("1.9.0")
#: The release that began to do so where no rule stopped, and to apply rules for codes to answers
#: without records (rewrite.go, rcode.go).
ALSO_CONTINUED = EMPTY_ANSWERS = span("1.14.7")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite(Plugin):
    """Changes the name, type, class or EDNS0 options of queries, or what answers say."""

    name: ClassVar[str] = "rewrite"
    usage: ClassVar[str] = "rewrite [continue|stop] name|type|class|edns0|ttl|cname|rcode WORD…"
    stanzas: ClassVar[Stanzas] = "merged"
    role: ClassVar[Role] = "changes"
    changes: ClassVar[tuple[Change, ...]] = (
        Change(
            release="1.0.5",
            kind="added",
            what="answer",
            text="`name regex` takes `answer name`; before, answers kept the rewritten name",
        ),
        Change(
            release="1.2.3",
            kind="added",
            what="ttl",
            text="`ttl` rewrites the TTL of answers",
        ),
        Change(
            release="1.2.5",
            kind="meaning",
            what="exact names",
            where=r"^name$",
            text="answers to a name that was rewritten as a whole have the name that was asked for",
        ),
        Change(
            release="1.8.2",
            kind="meaning",
            what="more records",
            where=r"^name$",
            text="the targets of SRV records and the names in the additional section are"
            " turned back too",
        ),
        Change(
            release=ANSWERS,
            kind="added",
            what="answer auto",
            text="`answer auto` turns the names in answers back",
        ),
        Change(
            release=ANSWERS,
            until="1.8.5",
            kind="avoid",
            what="the question of answers",
            where=r"^name$",
            text="answers to rewritten names have the rewritten name in their question, and"
            " most clients drop them",
            advice="take 1.8.5, or write `answer auto`",
            source="github.com/coredns/coredns/issues/4834",
        ),
        Change(
            release=SINCE["cname"],
            kind="added",
            what="cname",
            text="`cname` rewrites the targets of CNAME records",
        ),
        Change(
            release=SINCE["rcode"],
            kind="added",
            what="rcode",
            text="`rcode` rewrites response codes",
        ),
        Change(
            release=PATTERN_LIMITED,
            kind="removed",
            what="long patterns",
            text="a pattern of more than 10,000 characters is refused",
            advice="write a shorter one",
        ),
        Change(
            release=METADATA,
            kind="added",
            what="metadata",
            text="the new name of `name regex` may have metadata in it",
        ),
        Change(
            release="1.14.7",
            kind="order",
            text="it comes before `cache`: it sees every query, and the cache keeps"
            " rewritten names",
            source="core/dnsserver/zdirectives.go",
        ),
    )

    #: What is changed.
    rule: Rule

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Rewrite]":
        """Read one rule after the other.

        A rule's words may be in a block, but only if at most one is before it: otherwise
        the brace is itself taken for the beginning of a rule.
        """
        stanzas: list[Rewrite] = []
        refusals: list[Refused] = []
        while cursor.next():
            name = cursor.token
            words = read_words(cursor)
            if refusals and name.text != cls.name:
                continue  # what follows from the fault before is not another fault
            try:
                stanzas.append(cls(token=name, rule=read_rule(cursor, name, words)))
            except Refused as refused:
                refusals.append(refused)
        return Reading(tuple(stanzas), tuple(refusals))

    @classmethod
    def subject(cls, args: Sequence[str]) -> tuple[str, ...]:
        """Return what is changed, and which names, types or classes the rule looks for."""
        words = tuple(args[1:] if args and args[0] in ("continue", "stop") else args)
        if words[:1] == ("name",) and len(words) > 2 and words[1] not in MATCHES:
            words = ("name", "exact", *words[1:])
        return words[:3] if words[:1] == ("name",) else words[:2]

    @classmethod
    def never_asked(cls, stanzas: "tuple[Rewrite, ...]") -> "Iterator[tuple[Rewrite, Rewrite]]":
        """Yield the rules that no query comes to, each with one above that stops."""
        return stopped(stanzas)

    @property
    def renames(self) -> bool:
        """Whether the rule changes names."""
        return isinstance(self.rule, NameRule)

    def metadata_uses(self) -> Iterator[MetadataUse]:
        """Return the metadata that the rule is to send on."""
        return self.rule.metadata_uses()

    def mentions(self, read: ReadFile) -> Mentions:
        """Return the name and the type that the rule is about."""
        return self.rule.mentions()

    def earlier_names(self, name: str) -> Iterator[str]:
        """Yield the names that the rule makes another of."""
        return self.rule.earlier_names(name)

    @classmethod
    def patterns(
        cls, stanzas: "tuple[Rewrite, ...]", query: Query, chain: Chain
    ) -> tuple[str, ...]:
        """Return the rules that apply to names by their letters, in order."""
        return tuple(as_written(stanza.rule) for stanza in stanzas if stanza.rule.by_letters)

    @classmethod
    def decides(cls, stanzas: "tuple[Rewrite, ...]") -> bool:
        """Tell whether a rule is about codes: it may be there for the failure itself."""
        return any(isinstance(stanza.rule, RcodeRule) for stanza in stanzas)

    @classmethod
    def serve(cls, stanzas: "tuple[Rewrite, ...]", query: Query, chain: Chain) -> Verdict:
        """Apply one rule after the other, up to the first that stops (rewrite.go)."""
        changed = query
        turns: list[Rule] = []
        last: Rewrite | None = None
        stopped = False
        for stanza in stanzas:
            rewritten = stanza.rule.rewrite(changed)
            if rewritten is None:
                continue
            changed, last = rewritten, stanza
            if not is_domain_name(changed.name):
                error = f"invalid name after rewrite: {changed.name}"
                return Verdict(error, (failure(cls.name, error=error),), False, token=stanza.token)
            if stanza.rule.turns_answers:
                turns.append(stanza.rule)
            if stanza.rule.mode == "stop":
                stopped = True
                break
        if last is None:
            return Verdict("no rule applies")
        token = last.token
        told = [] if changed.name == query.name else [f"becomes {changed.name}"]
        told += [] if changed.type == query.type else [f"becomes a query for {changed.type}"]
        told += [] if changed.class_ == query.class_ else [f"becomes one of class {changed.class_}"]
        why = ", ".join(told) or ("changes the answer" if turns else "a rule applies")
        writes = chain.release in (WRITES_FAILURES if stopped else ALSO_CONTINUED)
        after = partial(turned, turns, writes, chain) if turns or stopped else None
        return Verdict(why, query=changed if changed != query else None, token=token, after=after)


def as_written(rule: Rule) -> str:
    """Return a rule in words, nearly as it is written."""
    words = [word for word in words_of(rule) if word not in ("True", "False", rule.mode)]
    mode = [] if rule.mode == "stop" else [rule.mode]
    switches = [name for name in ("auto", "metadata") if getattr(rule, name, False)]
    kind = type(rule).__name__.removesuffix("Rule").lower()
    return " ".join((*mode, kind, *words, *switches))


def read_words(cursor: Cursor) -> list[ExpandedToken]:
    """Return the words of a rule: those of the line, and those of the block."""
    words = cursor.remaining()
    if len(words) < 2:
        while cursor.next_block():
            words.append(cursor.token)
    return words


def turned(rules: list[Rule], writes: bool, chain: Chain, end: End) -> End:
    """Return what rules for answers make of the way in which a query ends.

    Where no plugin wrote an answer, `rewrite` writes it, and rules for codes apply to that.
    """
    if writes and not end.written and end.rcode is not None:
        end = replace(end, by="rewrite", written=True, when=end.when or f"`{end.by}` fails")
        rules = rules if chain.release in EMPTY_ANSWERS else []
    for rule in rules if end.written else ():
        end = rule.turn(end)
    return end
