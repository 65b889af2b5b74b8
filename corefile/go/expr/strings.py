"""What the strings of an expression stand for (expr-lang, parser/lexer/utils.go)."""

import re

from corefile.text.regex import regex

SIMPLE = dict(zip("abfnrtv\\'\"`?", "\a\b\f\n\r\t\v\\'\"`?", strict=True))
ESCAPE = regex(
    r"\\(?:(?P<simple>[abfnrtv\\'\"`?])|u\{(?P<braces>[0-9a-fA-F]{1,6})\}|[xX](?P<x>[0-9a-fA-F]{2})"
    r"|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|(?P<octal>[0-3][0-7]{2}))",
    re.ASCII,
)
NOT_UTF8 = regex("[\ud800-\udfff]")
NEWLINES = regex("\r\n?")


class Malformed(ValueError):
    """A string that is not right; the argument is expr-lang's message."""


def unescape(body: str) -> str:
    """Return what is between the marks of a string. Raises Malformed."""
    return joined(replaced(body, bytes_only=False))


def unescape_bytes(body: str) -> str:
    """Return what is between the marks of a bytes literal. Raises Malformed."""
    return joined(replaced(body, bytes_only=True))


def joined(text: str) -> str:
    """Return a text in which bytes that make a character together are that character."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def byte(code: int) -> str:
    """Return a byte; one that is not a character becomes a lone surrogate."""
    return chr(code) if code < 0x80 else chr(0xDC00 + code)


def replaced(body: str, *, bytes_only: bool) -> str:
    """Return a text with its escapes replaced."""
    body = NOT_UTF8.sub("\ufffd", NEWLINES.sub("\n", body))
    parts = []
    place = 0
    while (backslash := body.find("\\", place)) >= 0:
        match = ESCAPE.match(body, backslash)
        unicode = match is not None and match.lastgroup in ("braces", "u", "U")
        if match is None or (bytes_only and unicode):
            raise Malformed("unable to unescape string")
        parts += [body[place:backslash], value(match, bytes_only=bytes_only)]
        place = match.end()
    return "".join([*parts, body[place:]])


def value(match: re.Match[str], *, bytes_only: bool) -> str:
    """Return what an escape stands for. Raises Malformed."""
    kind = match.lastgroup or ""
    if kind == "simple":
        return SIMPLE[match[kind]]
    code = int(match[kind], 8 if kind == "octal" else 16)
    if bytes_only:
        return byte(code)
    if code >= 1 << 31:
        # Go's rune is then negative, and expr-lang takes what is so small for a byte.
        return byte(code & 0xFF)
    if code > 0x10FFFF:
        raise Malformed("unable to unescape string")
    return "\ufffd" if 0xD800 <= code < 0xE000 else chr(code)
