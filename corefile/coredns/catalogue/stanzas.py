"""Habits of reading that several plugins share beside those in `schema`."""

from collections.abc import Iterator
from typing import TypeVar

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.reading import begins_line
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, read_stanza
from corefile.coredns.imports.expansion import ExpandedToken

P = TypeVar("P", bound=Plugin)


def read_first(cls: type[P], cursor: Cursor, scope: Scope) -> Reading[P]:
    """Read the first stanza; what follows is never looked at (`c.Next()` without a loop)."""
    if not cursor.next():
        return Reading((), ())
    stanza, refused = read_stanza(cls, cursor, scope)
    return Reading((stanza,) if stanza is not None else (), tuple(refused))


def block_arguments(cursor: Cursor) -> list[ExpandedToken]:
    """Return the arguments of the stanza in whose block the cursor stands."""
    ahead = Cursor(cursor.tokens)
    ahead.position = cursor.stanza
    return ahead.remaining()


def earlier_stanzas(cursor: Cursor) -> Iterator[list[ExpandedToken]]:
    """Yield the arguments of the stanzas before the one whose name the cursor stands on.

    A brace that begins a line opens no block: it is taken for a stanza's name.
    """
    tokens = cursor.tokens
    for index in range(cursor.position):
        named = tokens[index].text in (tokens[0].text, "{")
        if named and (index == 0 or begins_line(tokens[index - 1], tokens[index])):
            ahead = Cursor(tokens)
            ahead.position = index
            yield ahead.remaining()
