"""Habits of reading that several plugins share beside those in `schema`."""

from collections.abc import Iterator

from corefile.coredns.catalogue.cursor import Cursor
from corefile.coredns.catalogue.reading import begins_line
from corefile.coredns.imports.expansion import ExpandedToken


def block_arguments(cursor: Cursor) -> list[ExpandedToken]:
    """Return the arguments of the stanza in whose block the cursor is."""
    return cursor.at(cursor.stanza).remaining()


def earlier_stanzas(cursor: Cursor) -> Iterator[list[ExpandedToken]]:
    """Yield the arguments of the stanzas before the one whose name the cursor is on.

    Those that were yielded for an earlier stanza are not yielded again. A brace that begins a line
    opens no block: it is taken for a stanza's name.
    """
    tokens = cursor.tokens
    start, cursor.looked = cursor.looked, max(cursor.looked, cursor.position)
    for index in range(start, cursor.position):
        named = tokens[index].text in (tokens[0].text, "{")
        if named and (index == 0 or begins_line(tokens[index - 1], tokens[index])):
            yield cursor.at(index).remaining()
