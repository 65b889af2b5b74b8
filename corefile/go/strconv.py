"""Whole numbers, truth values and quoted strings as Go's strconv reads and prints them."""

import re

from corefile.go.errors import Invalid
from corefile.text.regex import regex

ATOI = regex(r"[+-]?[0-9]+", re.ASCII)


DIGITS = regex(r"[0-9]+", re.ASCII)


MAX_INT64 = (1 << 63) - 1


def quote(text: str) -> str:
    """Return text as Go's %q prints it (strconv.Quote)."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    escapes |= {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
    return '"' + "".join(escapes.get(c) or quote_character(c) for c in text) + '"'


def quote_ascii(text: str) -> str:
    """Return text as Go's %+q prints it (strconv.QuoteToASCII)."""
    return "".join(
        c if c.isascii() else (f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}")
        for c in quote(text)
    )


def quote_character(character: str) -> str:
    """Return one character as Go's %q prints it."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if character == " " or (character.isprintable() and not character.isspace()):
        return character
    if code < 0x80:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def atoi(text: str, low: int = -MAX_INT64 - 1, high: int = MAX_INT64) -> int:
    """Read a whole number (strconv.Atoi). Raises Invalid."""
    return whole_number("Atoi", text, ATOI, low, high)


def parse_int(text: str, bits: int) -> int:
    """Read a whole number of so many bits (strconv.ParseInt, base 10). Raises Invalid."""
    high = (1 << (bits - 1)) - 1
    return whole_number("ParseInt", text, ATOI, -high - 1, high)


def parse_uint(text: str, bits: int) -> int:
    """Read a whole number without sign (strconv.ParseUint, base 10). Raises Invalid."""
    return whole_number("ParseUint", text, re.compile("[0-9]+", re.ASCII), 0, (1 << bits) - 1)


def whole_number(function: str, text: str, pattern: re.Pattern[str], low: int, high: int) -> int:
    """Read a whole number within bounds, or raise Invalid with the words of a strconv function."""
    if not pattern.fullmatch(text):
        # Go reads digit by digit: what is too great already is so whatever follows.
        start = DIGITS.match(text, 1 if low < 0 and text[:1] in ("+", "-") else 0)
        digits = start[0].lstrip("0") if start else ""
        most = 2 * high + 1 if low < 0 else high
        great = len(digits) > 20 or int(digits or "0") > most
        why = "value out of range" if great else "invalid syntax"
        raise Invalid(f"strconv.{function}: parsing {quote(text)}: {why}")
    # Python refuses very long numbers; no bound is that long.
    digits = text.lstrip("+-").lstrip("0")
    value = int(text[0].strip("+0123456789") + (digits or "0")) if len(digits) < 25 else None
    if value is None or not low <= value <= high:
        raise Invalid(f"strconv.{function}: parsing {quote(text)}: value out of range")
    return value


def parse_bool(text: str) -> bool:
    """Read a truth value (strconv.ParseBool). Raises Invalid."""
    if text in ("1", "t", "T", "TRUE", "true", "True"):
        return True
    if text in ("0", "f", "F", "FALSE", "false", "False"):
        return False
    raise Invalid(f"strconv.ParseBool: parsing {quote(text)}: invalid syntax")
