"""What a word may have been meant to be."""

from collections.abc import Iterable

__all__ = ["did_you_mean"]


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Give "did you mean `…`?" with the known word that is nearest, or "" when none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - only needed for what is wrong

    near = get_close_matches(word.lower(), list(known), 1)
    return f"did you mean `{near[0]}`?" if near else ""
