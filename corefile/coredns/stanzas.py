"""Habits of reading that several plugins share beside those in `corefile.coredns.schema`."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from corefile.coredns.cursor import Cursor
from corefile.coredns.expansion import ExpandedToken
from corefile.coredns.reading import begins_line
from corefile.coredns.schema import Plugin, Reading, Scope, read_stanza

P = TypeVar("P", bound=Plugin)


def read_first(cls: type[P], cursor: Cursor, scope: Scope) -> Reading[P]:
    """Read the first stanza; what follows is never looked at (`c.Next()` without a loop)."""
    if not cursor.next():
        return Reading((), ())
    stanza, refused = read_stanza(cls, cursor, scope)
    return Reading((stanza,) if stanza is not None else (), tuple(refused))


def used_before(cursor: Cursor, position: int) -> bool:
    """Tell whether the property whose name stands at a position stands in its block before.

    This holds for plugins that take the rest of every line: in their blocks a property's name is
    what begins a line, or what follows the opening brace.
    """
    tokens = cursor.tokens
    for index in range(position - 1, 0, -1):
        token = tokens[index]
        if token.text == "{":
            return False
        if token.text == tokens[position].text and begins_line(tokens[index - 1], token):
            return True
    return False


def block_arguments(cursor: Cursor) -> list[ExpandedToken]:
    """Give the arguments of the stanza in whose block the cursor stands."""
    tokens = cursor.tokens
    first = max(i for i in range(cursor.position) if opens_block(tokens, i)) - 1
    opening = first + 1
    while first > 0 and tokens[first - 1].text != "}":
        if begins_line(tokens[first - 1], tokens[first]):
            break
        first -= 1
    return list(tokens[first + 1 : opening])


def opens_block(tokens: Sequence[ExpandedToken], index: int) -> bool:
    """Tell whether a token is a stanza's opening brace, and not the word behind a property."""
    if index == 0 or tokens[index].text != "{":
        return False
    before = tokens[index - 1]
    alone = index == 1 or begins_line(tokens[index - 2], before)
    return not alone or before.text in (tokens[0].text, "{")


def earlier_stanzas(cursor: Cursor) -> Iterator[list[ExpandedToken]]:
    """Give the arguments of the stanzas before the one whose name the cursor stands on.

    A brace that begins a line opens no block: it is taken for a stanza's name.
    """
    tokens = cursor.tokens
    for index in range(cursor.position):
        named = tokens[index].text in (tokens[0].text, "{")
        if named and (index == 0 or begins_line(tokens[index - 1], tokens[index])):
            ahead = Cursor(tokens)
            ahead.position = index
            yield ahead.remaining()
