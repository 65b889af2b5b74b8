"""How wide what a program prints may be."""

import os

__all__ = ["USUAL", "columns"]

#: How many columns there are where that is not known.
USUAL = 80
#: The most and the fewest that are used.
_WIDEST, _NARROWEST = 96, 40


def columns() -> int:
    """Return how many columns help may have."""
    try:
        found = int(os.environ.get("COLUMNS", "")) or USUAL
    except ValueError:
        try:
            found = os.get_terminal_size(1).columns or USUAL
        except (OSError, ValueError):  # no terminal
            found = _WIDEST
    return max(_NARROWEST, min(found, _WIDEST))
