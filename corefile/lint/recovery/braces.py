"""Proposes where braces belong: the readings of a text that take the fewest changes of braces."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from corefile.lint.recovery.brace_readings import Change, Reader
from corefile.lint.recovery.brace_slips import slips_of
from corefile.lint.recovery.odd_words import odd_words
from corefile.lint.recovery.slip import Candidate
from corefile.lint.recovery.words import Words
from corefile.syntax.tree import Token

__all__ = ["oddness", "propose"]

#: How many proposals are made.
_MOST = 10


def margin(tokens: Sequence[Token]) -> int:
    """Return how deep the first line of a text is."""
    return len(tokens[0].prefix.rpartition("\n")[2].expandtabs())


def oddness(tokens: Sequence[Token], words: Words, around: int = 0) -> float:
    """Return how odd a text is as it is; `around` blocks have been put around it by others."""
    reader = Reader(words, around, may_change=False, margin=margin(tokens))
    return min(reading.cost for reading in reader.read(tokens)) + odd_words(tokens, around)


def propose(
    text: str, tokens: Sequence[Token], words: Words, around: int = 0
) -> Iterator[Candidate]:
    """Yield changes of braces that make more sense of a text, the likeliest first."""
    if not any(token.value[-1:] in ("{", "}") for token in tokens):
        return
    reader = Reader(words, around, margin=margin(tokens))
    changed = [reading for reading in reader.read(tokens) if reading.changes]
    for reading in changed[:_MOST]:
        slips = tuple(slips_of(text, reading.changes))
        cost = 2.0 * len(slips) + len(reading.changes) + 4.0 * joins_blocks(reading.changes)
        yield Candidate(slips, cost, about_braces=True)


def joins_blocks(changes: Sequence[Change]) -> bool:
    """Tell whether two blocks become one, because what is between them is taken away."""
    return any(
        (one.act, other.act) == ("drop }", "drop {") and other.token.line - one.token.line <= 2
        for one, other in pairwise(changes)
    )
