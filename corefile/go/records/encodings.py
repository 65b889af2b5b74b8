"""Encodings of octets in a record."""

import re

from corefile.text.regex import regex

_BASE64 = regex("(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?", re.ASCII)


def is_hex(words: tuple[str, ...]) -> bool:
    """Tell whether a word is hexadecimal."""
    return all(re.fullmatch("(?:[0-9a-fA-F]{2})*", one, re.ASCII) is not None for one in words)


def is_base64(words: tuple[str, ...]) -> bool:
    """Tell whether a word is base64."""
    return all(_BASE64.fullmatch(one) is not None for one in words)
