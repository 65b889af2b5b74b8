"""Checks the constants of a template (text/template/parse, node.go: newNumber)."""

import re

from corefile.go.literals import MAX_UINT64, Malformed, check_character, integer, parse_float
from corefile.go.strconv import quote
from corefile.go.template.lexer import CHARACTER_CONSTANT, COMPLEX, Item
from corefile.text.regex import regex

#: What fmt.Sscan takes for the number in a complex number (fmt/scan.go: floatToken).
#: It takes whatever fits and never goes back; an `i` might begin `inf`, and is then gone.
PART = (
    r"(?>[iI]?(?:0[xX][0-9a-fA-F_]*(?:\.[0-9a-fA-F_]*)?(?:[pP][+-]?[0-9_]*)?"
    r"|(?!0[xX])[0-9_]*(?:\.[0-9_]*)?(?:[eEpP][+-]?[0-9_]*)?))"
)
COMPLEX_NUMBER = regex(rf"([+-]?+{PART})([+-]{PART})i", re.ASCII)
MIN_INT64 = -(1 << 63)


def check_constant(item: Item) -> None:
    """Check a number or character constant. Raises Malformed."""
    if item.kind == CHARACTER_CONSTANT:
        check_character(item.value)
    elif item.kind == COMPLEX:
        check_complex(item.value)
    else:
        check_number(item.value)


def check_complex(text: str) -> None:
    """Check a complex number. Raises Malformed."""
    match = COMPLEX_NUMBER.match(text)
    if match is None:
        raise Malformed("syntax error scanning complex number")
    for part in match.groups():
        try:
            parse_float(part)
        except Malformed as problem:
            raise Malformed(f"strconv.ParseFloat: parsing {quote(part)}: {problem}") from None


def check_number(text: str) -> None:
    """Check an integer, a floating-point or an imaginary number. Raises Malformed."""
    if text.endswith("i") and is_float(text[:-1]):
        return
    value = integer(text)
    if value is not None:
        signed = text.startswith(("+", "-"))
        if MIN_INT64 <= value <= (-MIN_INT64 - 1 if signed else MAX_UINT64):
            return
    if not is_float(text):
        raise Malformed(f"illegal number syntax: {quote(text)}")
    if not re.search("[.eEpP]", text):
        raise Malformed(f"integer overflow: {quote(text)}")


def is_float(text: str) -> bool:
    """Say whether a text is a floating-point number."""
    try:
        parse_float(text)
    except Malformed:
        return False
    return True
