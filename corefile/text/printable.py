"""Text from files, made harmless for terminals, and the room it takes there."""

import unicodedata

from corefile.text.regex import regex

__all__ = ["REPLACEMENT", "encodable", "printable", "width"]

REPLACEMENT = "\ufffd"

_PLAIN = regex(r"[\t -~]*\Z")

_SURROGATE = regex("[\ud800-\udfff]")

#: Categories of characters that a terminal acts on, hides, or cannot show: controls, formats (the
#: direction marks among them), halves of surrogate pairs, separators of lines and paragraphs.
_HARMFUL = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))

_CONTROL_PICTURES = {**{code: chr(0x2400 + code) for code in range(0x20)}, 0x7F: "\u2421"}


def printable(text: str) -> str:
    r"""Return a text with every harmful character replaced by one that is safe; tabs are kept.

    The result has the same length.  `\x1b` becomes the picture of an escape, and what has no
    picture becomes U+FFFD.
    """
    return text if _PLAIN.match(text) else "".join(map(_safe, text))


def encodable(text: str) -> str:
    """Return a text with lone surrogates replaced, which many programs refuse in JSON.

    They stand for bytes that are not UTF-8 (:class:`corefile.Source`).
    """
    return _SURROGATE.sub(REPLACEMENT, text)


def _safe(character: str) -> str:
    if character == "\t" or unicodedata.category(character) not in _HARMFUL:
        return character
    return _CONTROL_PICTURES.get(ord(character), REPLACEMENT)


def width(character: str) -> int:
    """Return the number of columns that a printable character takes in a terminal."""
    if character < "\u0300":
        return 1
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
