"""What the strings of an expression stand for (expr-lang, parser/lexer/utils.go)."""

import re

SIMPLE = dict(zip("abfnrtv\\'\"`?", "\a\b\f\n\r\t\v\\'\"`?", strict=True))
ESCAPE = re.compile(
    r"\\(?:(?P<simple>[abfnrtv\\'\"`?])|u\{(?P<braces>[0-9a-fA-F]{1,6})\}|[xX](?P<x>[0-9a-fA-F]{2})"
    r"|u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|(?P<octal>[0-3][0-7]{2}))",
    re.ASCII,
)
NOT_UTF8 = re.compile("[\ud800-\udfff]")
NEWLINES = re.compile("\r\n?")


class Malformed(ValueError):
    """A string that is not right; the argument is expr-lang's message."""


def unescape(body: str) -> str:
    """Give what stands between the marks of a string. Raises Malformed."""
    return replaced(body, bytes_only=False)


def unescape_bytes(body: str) -> str:
    """Give what stands between the marks of a bytes literal, with each byte that is no UTF-8 as a
    lone surrogate. Raises Malformed.
    """  # noqa: D205
    text = replaced(body, bytes_only=True)
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def replaced(body: str, *, bytes_only: bool) -> str:
    """Give a text with its escapes replaced."""
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
    """Give what an escape stands for. Raises Malformed."""
    kind = match.lastgroup or ""
    if kind == "simple":
        return SIMPLE[match[kind]]
    code = int(match[kind], 8 if kind == "octal" else 16)
    if bytes_only:
        return chr(code) if code < 0x80 else chr(0xDC00 + code)
    if 0x10FFFF < code < 1 << 31:
        raise Malformed("unable to unescape string")
    # Go's rune has 31 bits and a sign: greater numbers are negative, which is no character either.
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "\ufffd"
