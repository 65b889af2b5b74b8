"""Where a setting is in a file in TOML: `tomllib` gives values without their places.

The lines above a setting are a file in TOML without it, and with its own lines they are one that
has it: so the parser itself says where a setting begins.
"""

import tomllib
from collections.abc import Sequence

__all__ = ["line_of"]

#: How many characters are parsed at most: nobody waits for the number of a line.
_MOST_PARSED = 1 << 18


class TooLong(Exception):
    """There is too much to look through."""


class Beginnings:
    """The beginnings of a text, each as it is parsed."""

    def __init__(self, text: str) -> None:
        self.lines: list[str] = [f"{line}\n" for line in text.split("\n")]
        self._left = _MOST_PARSED

    def have(self, number: int, keys: Sequence[str]) -> bool | None:
        """Tell whether a number of lines have a key; None for lines that are not TOML.

        Raises TooLong.
        """
        text = "".join(self.lines[:number])
        self._left -= len(text)
        if self._left < 0:
            raise TooLong
        try:
            said: object = tomllib.loads(text)
        except (ValueError, RecursionError):
            return None
        for key in keys:
            if not isinstance(said, dict) or key not in said:
                return False
            said = said[key]
        return True


def line_of(text: str, keys: Sequence[str]) -> int | None:
    """Return the 1-based line at which a key in a table in a table (…) begins.

    None where that is not found, or only after much of a long text was read again and again.
    """
    beginnings = Beginnings(text)
    try:
        for number, line in enumerate(beginnings.lines):
            if keys[-1] in line and begins(beginnings, number, keys):
                return number + 1
    except TooLong:
        pass
    return None


def begins(beginnings: Beginnings, number: int, keys: Sequence[str]) -> bool:
    """Tell whether a key begins after so many lines. Raises TooLong."""
    if beginnings.have(number, keys) is not False:
        return False
    ends = range(number + 1, len(beginnings.lines) + 1)
    found = (beginnings.have(end, keys) for end in ends)
    return next((has for has in found if has is not None), False)
