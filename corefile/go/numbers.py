"""Fractions, and whole numbers with a prefix, as Go reads them (strconv: atof.go, atoi.go)."""

import re

from corefile.go.errors import Invalid
from corefile.go.strconv import quote
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from fractions import Fraction

SPECIAL = regex(r"[+-]?inf(inity)?|nan", re.ASCII | re.IGNORECASE)
DECIMAL = regex(r"([+-]?)([0-9_]*)(?:\.([0-9_]*))?(?:e([+-]?[0-9][0-9_]*))?", re.IGNORECASE)
HEXADECIMAL = regex(r"([+-]?)0x([0-9a-f_]*)(?:\.([0-9a-f_]*))?p([+-]?[0-9][0-9_]*)", re.IGNORECASE)
#: Half a step beyond the greatest float32: from here on a number is rounded to infinity.
TOO_GREAT = 2**128 - 2**103
#: Exponents beyond this make no difference any more.
MAX_EXPONENT = 10000
#: Digits beyond this change nothing, and Python refuses very long numbers.
MAX_DIGITS = 1000
DIGITS = "0123456789abcdef"
BASES = {"b": 2, "o": 8, "x": 16}
MISPLACED_UNDERSCORE = regex(r"_(?![0-9a-f])|(?<![0-9a-fx])_", re.IGNORECASE)
MISPLACED_AMONG_DECIMALS = regex(r"_(?![0-9])|(?<![0-9])_")
#: `_` after `0b` or `0o` follows a prefix, not a letter.
BINARY_PREFIX = regex(r"(?<![0-9a-z])0[bo](?=_)", re.IGNORECASE)


def parse_float32(text: str) -> float:
    """Read a fraction of 32 bits (strconv.ParseFloat). Raises Invalid."""
    if SPECIAL.fullmatch(text):
        return float(text)
    decimal, hexadecimal = DECIMAL.fullmatch(text), HEXADECIMAL.fullmatch(text)
    found = hexadecimal or decimal
    base, power = (16, 2) if hexadecimal else (10, 10)
    if found is None or not re.search("[0-9a-f]", found[2] + (found[3] or ""), re.IGNORECASE):
        raise not_a_number("ParseFloat", text, "invalid syntax")
    misplaced = MISPLACED_UNDERSCORE if hexadecimal else MISPLACED_AMONG_DECIMALS
    if misplaced.search(text):
        raise not_a_number("ParseFloat", text, "invalid syntax")
    whole, fraction = (part.replace("_", "") for part in (found[2], found[3] or ""))
    digits = (whole + fraction).lstrip("0")
    size = len(digits[:MAX_DIGITS])
    from fractions import Fraction  # noqa: PLC0415 - it takes long to load, and few files need it

    mantissa = Fraction(int(digits[:size] or "0", base))
    shift = Fraction(base) ** (len(digits) - size - len(fraction))
    value = mantissa * shift * scale(power, (found[4] or "0").replace("_", ""))
    if value >= TOO_GREAT:
        raise not_a_number("ParseFloat", text, "value out of range")
    return -float(value) if found[1] == "-" else float(value)


def scale(power: int, exponent: str) -> "Fraction":
    """Return a power of two or ten."""
    digits = exponent.lstrip("+-").lstrip("0")
    size = MAX_EXPONENT if len(digits) > 5 else min(int(digits or "0"), MAX_EXPONENT)
    from fractions import Fraction  # noqa: PLC0415

    return Fraction(power) ** (-size if exponent.startswith("-") else size)


def parse_uint_prefixed(text: str, bits: int) -> int:
    """Read `10`, `0xffee`, `0o17`, `017` or `0b11` (strconv.ParseUint, base 0). Raises Invalid."""
    base, digits = 10, text
    if text.startswith("0"):
        prefixed = text[1:2].lower() in BASES and len(text) >= 3
        base = BASES[text[1].lower()] if prefixed else 8
        digits = text[2:] if prefixed else text[1:]
    value = 0
    for character in digits.lower():
        if character == "_":
            continue
        digit = DIGITS.find(character)
        if not 0 <= digit < base:
            raise not_a_number("ParseUint", text, "invalid syntax")
        value = value * base + digit
        if value >= 1 << bits:
            raise not_a_number("ParseUint", text, "value out of range")
    plain = BINARY_PREFIX.sub("0x", text)
    if not text or MISPLACED_UNDERSCORE.search(plain):
        raise not_a_number("ParseUint", text, "invalid syntax")
    return value


def not_a_number(function: str, text: str, why: str) -> Invalid:
    """Return the error of a strconv function."""
    return Invalid(f"strconv.{function}: parsing {quote(text)}: {why}")
