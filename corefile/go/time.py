"""Durations as Go reads and prints them (time.ParseDuration, time.Duration.String)."""

import re

from corefile.go.errors import Invalid
from corefile.go.strconv import MAX_INT64
from corefile.text.regex import regex

UNIT_SECONDS = {
    "ns": 1e-9,
    "us": 1e-6,
    "µs": 1e-6,  # U+00B5, the micro sign
    "μs": 1e-6,  # U+03BC, the Greek letter mu
    "ms": 1e-3,
    "s": 1.0,
    "m": 60.0,
    "h": 3600.0,
}


UNIT_NANOSECONDS = {unit: round(seconds * 1e9) for unit, seconds in UNIT_SECONDS.items()}


DURATION_PART = regex(r"([0-9]*)(?:(\.)([0-9]*))?([^.0-9]*)", re.ASCII)


def parse_duration(text: str) -> int:
    """Read a duration such as `1h30m` and give nanoseconds (time.ParseDuration). Raises Invalid."""
    rest = text[1:] if text[:1] in ("+", "-") and text else text
    if rest == "0":
        return 0
    if not rest:
        raise Invalid(f"time: invalid duration {quote_bytes(text)}")
    total = 0
    while rest:
        match = DURATION_PART.match(rest)
        assert match is not None  # noqa: S101 - the pattern matches anything
        whole, dot, fraction, unit = match.groups()
        if not whole and not fraction:
            raise Invalid(f"time: invalid duration {quote_bytes(text)}")
        if len(whole.lstrip("0")) > 19 or int(whole or "0") > MAX_INT64 + 1:
            raise Invalid(f"time: invalid duration {quote_bytes(text)}")
        if not unit:
            raise Invalid(f"time: missing unit in duration {quote_bytes(text)}")
        if unit not in UNIT_NANOSECONDS:
            raise Invalid(f"time: unknown unit {quote_bytes(unit)} in duration {quote_bytes(text)}")
        scale = UNIT_NANOSECONDS[unit]
        total += int(whole or "0") * scale
        if dot and fraction:
            total += int(int(fraction[:18]) * scale / 10 ** len(fraction[:18]))
        if total > MAX_INT64 + (text.startswith("-")):
            raise Invalid(f"time: invalid duration {quote_bytes(text)}")
        rest = rest[match.end() :]
    return -total if text.startswith("-") else total


def quote_bytes(text: str) -> str:
    """Return text as package time prints it in its errors: all but printable ASCII byte by byte."""
    return '"' + "".join(map(quote_time_character, text)) + '"'


def quote_time_character(character: str) -> str:
    """Return one character as package time prints it in its errors."""
    if character in ('"', "\\"):
        return f"\\{character}"
    if " " <= character < "\x80":
        return character
    if "\udc80" <= character <= "\udcff":  # a byte that is not UTF-8
        return f"\\x{ord(character) - 0xDC00:02x}"
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))


def format_duration(nanoseconds: int) -> str:
    """Return a duration as Go prints it (time.Duration.String): 90 s are `1m30s`."""
    if nanoseconds == 0:
        return "0s"
    sign = "-" if nanoseconds < 0 else ""
    value = abs(nanoseconds)
    for unit, scale in (("ns", 1), ("µs", 1000), ("ms", 1_000_000)):
        if value < scale * 1000 and value < 1_000_000_000:
            return sign + trimmed(value, scale) + unit
    hours, rest = divmod(value, 3_600_000_000_000)
    minutes, rest = divmod(rest, 60_000_000_000)
    parts = f"{hours}h{minutes}m" if hours else f"{minutes}m" if minutes else ""
    return sign + parts + trimmed(rest, 1_000_000_000) + "s"


def trimmed(value: int, scale: int) -> str:
    """Return value / scale without trailing zeros."""
    whole, rest = divmod(value, scale)
    digits = str(rest).rjust(len(str(scale)) - 1, "0").rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)
