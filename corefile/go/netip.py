"""IP addresses, with Go's words where they are none (net/netip/netip.go)."""

from corefile.go.errors import Invalid
from corefile.go.strconv import quote
from corefile.text.regex import regex

HEX_DIGITS = regex("[0-9A-Fa-f]*")


def check_address(text: str) -> None:
    """Check an IP address, which may have a zone (netip.ParseAddr). Raises Invalid."""
    kind = next((character for character in text if character in ".:%"), "")
    if kind == ".":
        check_ipv4(text, text)
    elif kind == ":":
        check_ipv6(text)
    elif kind == "%":
        raise address_error(text, "missing IPv6 address")
    else:
        raise address_error(text, "unable to parse IP")


def address_error(text: str, message: str, at: str = "") -> Invalid:
    """Return the error for an address."""
    where = f" (at {quote(at)})" if at else ""
    return Invalid(f"ParseAddr({quote(text)}): {message}{where}")


def check_ipv4(whole: str, text: str) -> None:
    """Check four decimal numbers. Raises Invalid."""
    value = fields = digits = 0
    for index, character in enumerate(text):
        if character in "0123456789":
            if digits == 1 and value == 0:
                raise address_error(whole, "IPv4 field has octet with leading zero")
            value, digits = value * 10 + int(character), digits + 1
            if value > 255:
                raise address_error(whole, "IPv4 field has value >255")
        elif character == ".":
            if index in (0, len(text) - 1) or text[index - 1] == ".":
                message = "IPv4 field must have at least one digit"
                raise address_error(whole, message, text[index:])
            if fields == 3:
                raise address_error(whole, "IPv4 address too long")
            fields, value, digits = fields + 1, 0, 0
        else:
            raise address_error(whole, "unexpected character", text[index:])
    if fields < 3:
        raise address_error(whole, "IPv4 address too short")


def check_ipv6(whole: str) -> None:
    """Check an IPv6 address. Raises Invalid."""
    text, percent, zone = whole.partition("%")
    if percent and not zone:
        raise address_error(whole, "zone must be a non-empty string")
    if text == "::":
        return
    gap = text.startswith("::")
    size, gap, rest = check_groups(whole, text[2:] if gap else text, gap)
    if rest:
        raise address_error(whole, "trailing garbage after address", rest)
    if size < 16 and not gap:
        raise address_error(whole, "address string too short")
    if size == 16 and gap:
        raise address_error(whole, "the :: must expand to at least one field of zeros")


def check_groups(whole: str, text: str, gap: bool) -> tuple[int, bool, str]:
    """Check groups of digits with colons between them. Raises Invalid.

    Gives how many bytes they are, whether there is a `::`, and what is left of the text.
    """
    size = 0
    while size < 16:
        digits = hex_group(whole, text)
        if text[digits : digits + 1] == ".":
            check_embedded(whole, text, size, gap)
            return size + 4, gap, ""
        text, size = text[digits:], size + 2
        if not text:
            break
        text = behind_colon(whole, text)
        if text[0] == ":":
            if gap:
                raise address_error(whole, "multiple :: in address", text)
            gap, text = True, text[1:]
            if not text:
                break
    return size, gap, text


def behind_colon(whole: str, text: str) -> str:
    """Return what follows the colon that the text must begin with. Raises Invalid."""
    if text[0] != ":":
        raise address_error(whole, "unexpected character, want colon", text)
    if text == ":":
        raise address_error(whole, "colon must be followed by more characters", text)
    return text[1:]


def hex_group(whole: str, text: str) -> int:
    """Return how many hexadecimal digits the text begins with. Raises Invalid."""
    found = HEX_DIGITS.match(text)
    digits = found.end() if found else 0
    if digits > 4:
        raise address_error(whole, "each group must have 4 or less digits", text)
    if not digits:
        message = "each colon-separated field must have at least one digit"
        raise address_error(whole, message, text)
    return digits


def check_embedded(whole: str, text: str, size: int, gap: bool) -> None:
    """Check an IPv4 address at the end of an IPv6 address. Raises Invalid."""
    if not gap and size != 12:
        message = "embedded IPv4 address must replace the final 2 fields of the address"
        raise address_error(whole, message, text)
    if size + 4 > 16:
        message = "too many hex fields to fit an embedded IPv4 at the end of the address"
        raise address_error(whole, message, text)
    check_ipv4(whole, text)
