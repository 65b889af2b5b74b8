"""How a text says that a word is not known: as a variable with dots for its name.

What a template puts in, or what an example leaves to its readers, is in a text as a reference
to the environment, which is CoreDNS's own way to say that a word is not known yet.
"""

from __future__ import annotations

__all__ = ["BEGINNING", "has_unknown", "has_unknown_line", "reference"]

_DOT = "…"
#: What a word that is not known begins with.
BEGINNING = "{$" + _DOT
#: What stands for a line, or for several, of which nothing is known.
_LINE = "import " + BEGINNING


def reference(length: int) -> str:
    """Return what stands for a word that is not known, in so many characters; 4 at least."""
    return "{$" + _DOT * max(length - 3, 0) + "}"


def has_unknown(text: str) -> bool:
    """Tell whether a text, or what is said of one, has a word in it that is not known.

    That is one which a template puts in, or which an example leaves to its readers.
    """
    return BEGINNING in text


def has_unknown_line(text: str) -> bool:
    """Tell whether a text has a line of which nothing is known, which may be any number of them."""
    return _LINE in text
