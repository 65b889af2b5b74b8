"""What a word may have been meant to be."""

from collections.abc import Iterable
from functools import lru_cache

__all__ = ["did_you_mean"]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean `…`?" with the known word that is nearest, or "" when none is near."""
    near = nearest(word.lower(), tuple(known))
    return f"did you mean `{near}`?" if near else ""


@lru_cache(maxsize=1024)
def nearest(word: str, known: tuple[str, ...]) -> str:
    """Return the nearest word, "" for none. The same mistake is often made many times."""
    from difflib import get_close_matches  # noqa: PLC0415 - only needed for what is wrong

    return next(iter(get_close_matches(word, known, 1)), "")
