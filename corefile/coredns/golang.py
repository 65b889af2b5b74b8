"""Numbers, durations and addresses as Go reads them, with Go's own error messages."""

import re
from ipaddress import IPv4Address, IPv6Address

ATOI = re.compile(r"[+-]?[0-9]+", re.ASCII)
DIGITS = re.compile(r"[0-9]+", re.ASCII)
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
DURATION_PART = re.compile(r"([0-9]*)(?:(\.)([0-9]*))?([^.0-9]*)", re.ASCII)
MAX_INT64 = (1 << 63) - 1


class Invalid(ValueError):
    """A value that Go refuses; the argument is Go's message."""


def quote(text: str) -> str:
    """Give text as Go's %q prints it (strconv.Quote)."""
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    escapes |= {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
    return '"' + "".join(escapes.get(c) or quote_character(c) for c in text) + '"'


def quote_character(character: str) -> str:
    """Give one character as Go's %q prints it."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is no UTF-8
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
    """Give text as package time prints it in its errors: all but printable ASCII byte by byte."""
    return '"' + "".join(map(quote_time_character, text)) + '"'


def quote_time_character(character: str) -> str:
    """Give one character as package time prints it in its errors."""
    if character in ('"', "\\"):
        return f"\\{character}"
    if " " <= character < "\x80":
        return character
    if "\udc80" <= character <= "\udcff":  # a byte that is no UTF-8
        return f"\\x{ord(character) - 0xDC00:02x}"
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))


def format_duration(nanoseconds: int) -> str:
    """Give a duration as Go prints it (time.Duration.String): 90 s are `1m30s`."""
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
    """Give value / scale without trailing zeros."""
    whole, rest = divmod(value, scale)
    digits = str(rest).rjust(len(str(scale)) - 1, "0").rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)


def parse_bool(text: str) -> bool:
    """Read a truth value (strconv.ParseBool). Raises Invalid."""
    if text in ("1", "t", "T", "TRUE", "true", "True"):
        return True
    if text in ("0", "f", "F", "FALSE", "false", "False"):
        return False
    raise Invalid(f"strconv.ParseBool: parsing {quote(text)}: invalid syntax")


def lower(text: str) -> str:
    """Give text in lower case, letter by letter (strings.ToLower)."""
    return text.lower() if text.isascii() else "".join(letter.lower()[:1] for letter in text)


def parse_ip(text: str) -> IPv4Address | IPv6Address | None:
    """Read an IP address (net.ParseIP: no zone, no leading zeros); None when it is none."""
    if not text.isascii() or "%" in text or "/" in text:
        return None
    try:
        return IPv6Address(text) if ":" in text else IPv4Address(text)
    except ValueError:
        return None


def format_ip(address: IPv4Address | IPv6Address) -> str:
    """Give an IP address as Go prints it (net.IP.String): one of IPv4 in IPv6 as IPv4."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)


def parse_cidr(text: str) -> tuple[IPv4Address | IPv6Address, int] | None:
    """Read an address with a mask; give the network's address and mask length (net.ParseCIDR)."""
    address, slash, mask = text.partition("/")
    ip = parse_ip(address)
    if not slash or ip is None or not DIGITS.fullmatch(mask):
        return None
    length = int(mask.lstrip("0")[:4] or "0")
    if length > ip.max_prefixlen:
        return None
    host_bits = ip.max_prefixlen - length
    network = int(ip) >> host_bits << host_bits
    return (type(ip)(network), length)


def split_host_port(text: str) -> tuple[str, str]:
    """Split `host:port` or `[host]:port` (net.SplitHostPort). Raises Invalid."""

    def invalid(why: str) -> Invalid:
        return Invalid(f"address {text}: {why}" if text else why)

    colon = text.rfind(":")
    if colon < 0:
        raise invalid("missing port in address")
    if text.startswith("["):
        end = text.find("]")
        if end < 0:
            raise invalid("missing ']' in address")
        if end + 1 == len(text):
            raise invalid("missing port in address")
        if end + 1 != colon:
            too_many = text[end + 1] == ":"
            raise invalid("too many colons in address" if too_many else "missing port in address")
        host, opening, closing = text[1:end], 1, end + 1
    else:
        host, opening, closing = text[:colon], 0, 0
        if ":" in host:
            raise invalid("too many colons in address")
    if "[" in text[opening:]:
        raise invalid("unexpected '[' in address")
    if "]" in text[closing:]:
        raise invalid("unexpected ']' in address")
    return host, text[colon + 1 :]


def join_host_port(host: str, port: str) -> str:
    """Join host and port, with brackets where the host has a colon (net.JoinHostPort)."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
