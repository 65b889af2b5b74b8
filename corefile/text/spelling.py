"""What a word may have been meant to be."""

from collections.abc import Iterable
from functools import lru_cache

from corefile.text.regex import regex

__all__ = ["did_you_mean", "nearest"]

#: In a shorter word, one other letter makes another word.
_SHORTEST = 3

#: What is between the parts of long names.
_BETWEEN = regex(r"[-_. ]")


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean `…`?" with the known word that is one slip away, "" for none."""
    near = nearest(word, tuple(known))
    return f"did you mean `{near}`?" if near else ""


@lru_cache(maxsize=1024)
def nearest(word: str, known: tuple[str, ...]) -> str:
    """Return the known word that is at most one slip away, whatever the case; "" for none.

    One that has the same first letter is preferred. The same mistake is often made many times.
    """
    lower = word.lower()
    near = [each for each in known if is_near(lower, each.lower())]

    def farness(each: str) -> tuple[bool, bool]:
        return each.lower() != lower, each[:1].lower() != lower[:1]

    return min(near, key=farness, default="")


def is_near(word: str, meant: str) -> bool:
    """Tell whether two words differ by one slip at most, or by one in each part of their names."""
    if is_slip(word, meant):
        return True
    parts, others = _BETWEEN.split(word), _BETWEEN.split(meant)
    return len(parts) == len(others) > 1 and all(map(is_slip, parts, others))


def is_slip(word: str, meant: str) -> bool:
    """Tell whether one slip at most makes one word of another.

    That is a character too many, one that is missing, one for another, or two that changed places.
    """
    if word == meant:
        return True
    if min(len(word), len(meant)) < _SHORTEST or abs(len(word) - len(meant)) > 1:
        return False
    start = next((at for at, (a, b) in enumerate(zip(word, meant, strict=False)) if a != b), None)
    if start is None:
        return True
    mine, theirs = word[start:], meant[start:]
    return (
        mine[1:] == theirs
        or mine == theirs[1:]
        or mine[1:] == theirs[1:]
        or (mine[:2] == theirs[1::-1] and mine[2:] == theirs[2:])
    )
