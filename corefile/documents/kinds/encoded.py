"""Texts in base64 and in data URLs (RFC 2397), with the place of each of their characters."""

from __future__ import annotations

import binascii
from base64 import b64decode

from corefile.text.offsets import MappedText
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from corefile.text.offsets import OffsetMap

__all__ = ["from_base64", "from_data_url"]

_URL = regex(r"data:[^,]*?(?P<base64>;base64)?,")
_PERCENT = regex(r"(?:%[0-9A-Fa-f]{2})+|[^%]+|%")


#: In characters. What is encoded has a place for each of its characters, and Corefiles are short.
_LONGEST = 200_000


def from_data_url(text: str) -> tuple[str, OffsetMap] | None:
    """Return the text that a data URL has, and the places of its characters; None for others."""
    found = _URL.match(text)
    if found is None or len(text) > _LONGEST:
        return None
    if found["base64"]:
        return from_base64(text, found.end())
    made = MappedText(text, found.end())
    for part in _PERCENT.finditer(text, found.end()):
        start, end = part.span()
        if text[start] != "%" or end - start < 3:
            made.copy(start, end)
            continue
        at = start
        for character in _characters(bytes.fromhex(part[0].replace("%", ""))):
            size = 3 * len(character.encode("utf-8", "surrogateescape"))
            made.make(character, at, at + size)
            at += size
    return made.text(), made.map()


def from_base64(text: str, start: int = 0) -> tuple[str, OffsetMap] | None:
    """Return the text that is written in base64, and the places of its characters."""
    if len(text) > _LONGEST:
        return None
    places = [at for at in range(start, len(text)) if not text[at].isspace()]
    try:
        data = b64decode("".join(text[at] for at in places), validate=True)
    except (binascii.Error, ValueError):
        return None
    if b"\0" in data:
        return None  # gzip, or the like
    made = MappedText(text, start)
    number = 0
    for character in _characters(data):
        # Three bytes are four characters.
        made.make(character, places[number * 4 // 3])
        number += len(character.encode("utf-8", "surrogateescape"))
    return made.text(), made.map()


def _characters(data: bytes) -> Iterator[str]:
    yield from data.decode("utf-8", "surrogateescape")
