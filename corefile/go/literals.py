"""Go's own literals as strconv reads them: strings, characters and numbers."""

import re

from corefile.text.regex import regex

ESCAPES = dict(zip("abfnrtv\\", "\a\b\f\n\r\t\v\\", strict=True))
ESCAPE = regex(
    r"\\(?:(?P<simple>[abfnrtv\\'\"])|x(?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})"
    r"|U(?P<U>[0-9a-fA-F]{8})|(?P<o>[0-7]{3}))",
    re.ASCII,
)
INTEGER = regex(
    r"([+-]?)(?:0[xX](?P<x>[0-9a-fA-F_]+)|0[oO](?P<o>[0-7_]+)|0[bB](?P<b>[01_]+)"
    r"|0(?P<old>[0-7_]*)|(?P<d>[1-9][0-9_]*))",
    re.ASCII,
)
BASES = {"x": 16, "o": 8, "b": 2, "old": 8, "d": 10}
FLOAT = regex(
    r"[+-]?(?:0[xX](?=[0-9a-fA-F_.]*[0-9a-fA-F])[0-9a-fA-F_]*+\.?+[0-9a-fA-F_]*+[pP][+-]?[0-9][0-9_]*"
    r"|(?=[0-9_.]*[0-9])[0-9_]*+\.?+[0-9_]*+(?:[eE][+-]?[0-9][0-9_]*)?)",
    re.ASCII,
)
BAD_UNDERSCORE = regex(r"(?<![0-9])_|_(?![0-9])", re.ASCII)
BAD_UNDERSCORE_HEXADECIMAL = regex(r"(?<![0-9a-fA-F])_|_(?![0-9a-fA-F])", re.ASCII)
PREFIX = regex("[+-]?0([xXoObB])")
MAX_UINT64 = (1 << 64) - 1


class Malformed(ValueError):
    """A literal that is not right; the argument is Go's message."""


def unicode_point(character: str) -> str:
    """Return a character as Go's %#U prints it."""
    if "\ud800" <= character <= "\udfff":  # no UTF-8, which Go reads as this
        character = "\ufffd"
    shown = f" '{character}'" if character.isprintable() else ""
    return f"U+{ord(character):04X}{shown}"


def unquote(text: str) -> str:
    """Return what a quoted string stands for (strconv.Unquote). Raises Malformed."""
    if text.startswith("`"):
        return text[1:-1].replace("\r", "")
    return unescape(text[1:-1], '"')


def unescape(body: str, mark: str) -> str:
    """Return what is between the marks of a string or character. Raises Malformed."""
    parts = []
    place = 0
    while place < len(body):
        character = body[place]
        if character in (mark, "\n"):
            raise Malformed("invalid syntax")
        if character == "\\":
            match = ESCAPE.match(body, place)
            if match is None:
                raise Malformed("invalid syntax")
            parts.append(escaped(match, mark))
            place = match.end()
        else:
            parts.append(character)
            place += 1
    return "".join(parts)


def escaped(match: re.Match[str], mark: str) -> str:
    """Return what an escape stands for. Raises Malformed."""
    simple = match["simple"]
    if simple:
        if simple in "'\"" and simple != mark:
            raise Malformed("invalid syntax")
        return ESCAPES.get(simple, simple)
    if match["o"]:
        code = int(match["o"], 8)
        valid = code <= 0xFF
    else:
        code = int(match["x"] or match["u"] or match["U"], 16)
        valid = code <= 0x10FFFF and not (0xD800 <= code < 0xE000)
    if not valid:
        raise Malformed("invalid syntax")
    return chr(code)


def check_character(text: str) -> None:
    """Check a character constant, marks included. Raises Malformed."""
    body = text[1:-1]
    first = ESCAPE.match(body)
    unescape(first[0] if first else body[:1] or "'", "'")
    if len(body) != (first.end() if first else 1):
        raise Malformed(f"malformed character constant: {text}")


def underscores_fit(text: str) -> bool:
    """Say whether every underscore is between digits or after a prefix like `0x`."""
    if "_" not in text:
        return True
    prefix = PREFIX.match(text)
    if prefix is None:
        return not BAD_UNDERSCORE.search(text.lstrip("+-"))
    bad = BAD_UNDERSCORE_HEXADECIMAL if prefix[1] in "xX" else BAD_UNDERSCORE
    return not bad.search("0" + text[prefix.end() :])


def integer(text: str) -> int | None:
    """Read a whole number as Go source has it (strconv.ParseInt with base 0), of any size."""
    match = INTEGER.fullmatch(text)
    if match is None or not underscores_fit(text):
        return None
    base = BASES[match.lastgroup or "d"]
    digits = (match[match.lastgroup or "d"] or "0").replace("_", "").lstrip("0")
    # Python refuses very long numbers; no bound is that long.
    value = int(digits or "0", base) if len(digits) <= 64 else MAX_UINT64 + 1
    return -value if match[1] == "-" else value


def parse_float(text: str) -> float:
    """Read a floating-point number (strconv.ParseFloat). Raises Malformed."""
    if not FLOAT.fullmatch(text) or not underscores_fit(text):
        raise Malformed("invalid syntax")
    plain = text.replace("_", "")
    try:
        value = float.fromhex(plain) if "x" in plain.lower() else float(plain)
    except OverflowError:
        value = float("inf")
    if value in (float("inf"), float("-inf")):
        raise Malformed("value out of range")
    return value
