"""Ways of reading that only releases before the newest have.

Here `since` is the first release that reads as the newest does.
"""

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.schema import Plugin, Reading, Scope, read_first, read_stanzas
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.release import span
from corefile.text.typed import Any, TypeVar

P = TypeVar("P", bound=Plugin)


class Lines(Cursor):
    """Walks over the tokens for a set-up that knows no blocks: a brace begins a stanza."""

    def next_block(self) -> bool:
        """Find no block."""
        return False


def lines(cursor: Cursor) -> Lines:
    """Return a cursor over the same tokens that finds no blocks."""
    return Lines(cursor.tokens, cursor.file, cursor.release)


def read_name(cls: type[P], cursor: Cursor, **values: Any) -> Reading[P]:
    """Read the plugin's name and look at nothing after it."""
    return Reading((cls(token=cursor.token, **values),) if cursor.next() else (), ())


def read_first_line(cls: type[P], cursor: Cursor, scope: Scope) -> Reading[P]:
    """Read the first line and look at nothing after it."""
    return read_first(cls, lines(cursor), scope)


def read_lines(cls: type[P], cursor: Cursor, scope: Scope, since: str) -> Reading[P]:
    """Read all lines of a plugin that occurs once; a brace is treated as one more stanza."""
    reading = read_stanzas(cls, lines(cursor), scope)
    refusals: list[Refused] = []
    for refused in reading.refusals:
        if refused.token is not None and refused.token.text == "{":
            help_text = f"the block appeared in CoreDNS {since}: remove it, or upgrade"
            refusals.append(Refused(refused.message, refused.token, help_text))
            break  # what follows is in the block
        refusals.append(refused)
    return Reading(reading.stanzas, tuple(refusals))


def later(refused: Refused, token: ExpandedToken, since: str, what: str = "") -> Refused:
    """Return the refusal of a word that a later release was the first to know.

    `what` says which of its uses it is, if the word alone does not.
    """
    help_text = f"{what or f'`{token.text}`'} appeared in CoreDNS {since}: leave it out, or upgrade"
    return Refused(refused.message, token, help_text, reason="not in release")


def at_most(cursor: Cursor, args: list[ExpandedToken], limits: tuple[tuple[str, int], ...]) -> None:
    """Refuse words too many for a release; each limit is that of the releases before one."""
    for since, most in limits:
        if cursor.release not in span(since) and len(args) > most:
            raise later(cursor.arg_error(), args[most], since)
