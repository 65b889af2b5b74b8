"""Texts in base64 and in data URLs (RFC 2397), with the place of each of their characters.

They may be compressed, as cloud-init and Ignition have them: all of such a text is in one place.
"""

from __future__ import annotations

import binascii
import zlib
from base64 import b64decode

from corefile.text.offsets import MappedText, OffsetMap
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["from_base64", "from_data_url", "is_base64_of"]

_URL = regex(r"data:[^,]*?(?P<base64>;base64)?,")
_PERCENT = regex(r"(?:%[0-9A-Fa-f]{2})+|[^%]+|%")


#: In characters. What is encoded has a place for each of its characters, and Corefiles are short.
_LONGEST = 200_000
#: What gzip begins with, and what tells zlib that it does.
_GZIP = b"\x1f\x8b"
_HAS_HEADER = zlib.MAX_WBITS | 16


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
        data = bytes.fromhex(part[0].replace("%", ""))
        for character in data.decode("utf-8", "surrogateescape"):
            size = 3 * len(character.encode("utf-8", "surrogateescape"))
            made.make(character, at, at + size)
            at += size
    return made.text(), made.map()


def is_base64_of(text: str, look: Callable[[str], bool]) -> bool:
    """Tell whether the text that is written in base64 looks as it should, before it is read."""
    data = _decoded(text)
    return data is not None and look(_plain(data) or "")


def from_base64(text: str, start: int = 0) -> tuple[str, OffsetMap] | None:
    """Return the text that is written in base64, and the places of its characters."""
    data = _decoded(text[start:])
    plain = None if data is None else _plain(data)
    if data is None or plain is None:
        return None
    if data.startswith(_GZIP):
        return plain, OffsetMap.coarse(start)
    places = [at for at in range(start, len(text)) if not text[at].isspace()]
    made = MappedText(text, start)
    number = 0
    for character in plain:
        # Three bytes are four characters.
        made.make(character, places[number * 4 // 3])
        number += len(character.encode("utf-8", "surrogateescape"))
    return plain, made.map()


def _decoded(text: str) -> bytes | None:
    """Return what is written in base64."""
    if len(text) > _LONGEST:
        return None
    try:
        return b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return None


def _plain(data: bytes) -> str | None:
    """Return the text that some bytes are, or that gzip has made them of."""
    if data.startswith(_GZIP):
        unpacking = zlib.decompressobj(_HAS_HEADER)
        try:
            data = unpacking.decompress(data, _LONGEST)
        except zlib.error:
            return None
        if not unpacking.eof:
            return None
    return None if b"\0" in data else data.decode("utf-8", "surrogateescape")
