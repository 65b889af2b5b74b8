"""rewrite: change queries and answers (plugin/rewrite/setup.go, rewrite.go)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import ClassVar

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.facts import Role, Stanzas
from corefile.coredns.catalogue.mentions import Mentions, ReadFile, words_of
from corefile.coredns.catalogue.query import Chain, End, Query, Verdict, failure
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope
from corefile.coredns.catalogue.zones import is_domain_name
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.rewrite.names import NameRule, Rule
from corefile.coredns.plugins.rewrite.rules import RcodeRule, read_rule
from corefile.coredns.releases.release import span

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

    @property
    def renames(self) -> bool:
        """Whether the rule changes names."""
        return isinstance(self.rule, NameRule)

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
        found = []
        for stanza in stanzas:
            if stanza.rule.by_letters:
                found += [type(stanza.rule).__name__, *words_of(stanza.rule)]
        return tuple(found)

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
