"""rewrite: change queries and answers (plugin/rewrite/setup.go, rewrite.go)."""

from dataclasses import dataclass
from typing import ClassVar

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.schema import Plugin, Reading, Role, Scope
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.rewrite.names import Rule
from corefile.coredns.plugins.rewrite.rules import read_rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewrite(Plugin):
    """Changes the name, type, class or EDNS0 options of queries, or what answers say."""

    name: ClassVar[str] = "rewrite"
    usage: ClassVar[str] = "rewrite [continue|stop] name|type|class|edns0|ttl|cname|rcode WORD…"
    role: ClassVar[Role] = "changes"

    #: What is changed.
    rule: Rule

    @classmethod
    def read(cls, cursor: Cursor, scope: Scope) -> "Reading[Rewrite]":
        """Read one rule after the other.

        A rule's words may stand in a block, but only if at most one stands before it: otherwise
        the brace is itself taken for the beginning of a rule.
        """
        stanzas: list[Rewrite] = []
        refusals: list[Refused] = []
        while cursor.next():
            name = cursor.token
            words = read_words(cursor)
            if refusals and name.text != cls.name:
                continue  # what follows from the fault before is no other fault
            try:
                stanzas.append(cls(token=name, rule=read_rule(cursor, name, words)))
            except Refused as refused:
                refusals.append(refused)
        return Reading(tuple(stanzas), tuple(refusals))


def read_words(cursor: Cursor) -> list[ExpandedToken]:
    """Return the words of a rule: those of the line, and those of the block."""
    words = cursor.remaining()
    if len(words) < 2:
        while cursor.next_block():
            words.append(cursor.token)
    return words
