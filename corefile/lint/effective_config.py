"""What CoreDNS reads from a Corefile, so that two texts can be compared."""

from collections import Counter
from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.expansion import ExpandedToken, Expansion
from corefile.coredns.imports.files import Reader
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile

__all__ = ["EffectiveConfig", "differs_only", "effective_config", "effective_of"]

#: Words, each with whether it is on the line of the word before it.
Words = tuple[tuple[str, bool], ...]

#: So many pairs of words are compared at most.
_MOST_PAIRS = 1_000_000

#: What is after the last word.
_NO_WORD = None, False

#: For each server block the words of each plugin, and its keys under an empty name.
EffectiveConfig = tuple[dict[str, Words], ...]


def effective_config(tree: Corefile | str, read: Reader | None = None) -> EffectiveConfig | None:
    """Return what CoreDNS reads from a Corefile; None when it refuses to.

    The order of different plugins in a server block does not matter to CoreDNS, and so not here.
    """
    tree = parse(tree) if isinstance(tree, str) else tree
    return effective_of(expand(tree, env=None, read=read))


def effective_of(expansion: Expansion) -> EffectiveConfig | None:
    """Return what CoreDNS reads, of what `expand` gave; None when it refuses the text."""
    if expansion.error is not None:
        return None
    return tuple(
        {
            "": tuple((key, False) for key in server.keys),
            **{name: words(tokens) for name, tokens in server.tokens().items()},
        }
        for server in expansion.servers
    )


def words(tokens: Sequence[ExpandedToken]) -> Words:
    """Return tokens as words."""
    first = tuple((token.text, False) for token in tokens[:1])
    return first + tuple(
        (token.text, (before.file, before.line) == (token.file, token.line))
        for before, token in pairwise(tokens)
    )


def differs_only(
    before: EffectiveConfig, after: EffectiveConfig, adds: Collection[str], removes: Collection[str]
) -> bool:
    """Tell whether nothing has changed but that some words are more and some are fewer."""
    return len(before) == len(after) and all(
        words_differ_only(old, new, adds, removes)
        for server, other in zip(before, after, strict=True)
        for old, new in changed(server, other)
    )


def changed(before: dict[str, Words], after: dict[str, Words]) -> list[tuple[Words, Words]]:
    """Return the words that differ: plugin by plugin, or together where one is renamed."""
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    if all(name in before and name in after for name in names):
        return [(before[name], after[name]) for name in names]
    olds, news = (
        tuple(word for name, words in side.items() if name in names for word in words)
        for side in (before, after)
    )
    return [(olds, news)]


def left_out(before: Words, after: Words, adds: Collection[str], removes: Collection[str]) -> bool:
    """Tell whether words are the same when some are left out, taken as they come."""
    old = new = 0
    is_after_change = False
    while old < len(before) or new < len(after):
        was, was_on_line = before[old] if old < len(before) else _NO_WORD
        now, now_on_line = after[new] if new < len(after) else _NO_WORD
        if was == now and (is_after_change or was_on_line is now_on_line):
            old, new, is_after_change = old + 1, new + 1, False
        elif was in removes:
            old, is_after_change = old + 1, True
        elif now in adds:
            new, is_after_change = new + 1, True
        else:
            return False
    return True


def words_differ_only(
    before: Words, after: Words, adds: Collection[str], removes: Collection[str]
) -> bool:
    """Tell whether words are the same but for some; lines may change next to those only.

    Mostly it is enough to leave out word after word. Where that goes wrong, all ways are compared,
    unless the words are very many.
    """
    if left_out(before, after, adds, removes):
        return True
    if len(before) * len(after) > _MOST_PAIRS:
        return False
    changes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for tag, start, end, new_start, new_end in changes:
        if tag == "equal":
            continue
        old = Counter(text for text, _ in before[start:end])
        new = Counter(text for text, _ in after[new_start:new_end])
        gone, come = old - new, new - old
        if not (gone or come) or not (gone.keys() <= {*removes} and come.keys() <= {*adds}):
            return False
    return True
