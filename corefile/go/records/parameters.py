"""The parameters of SVCB and HTTPS records (miekg/dns, svcb.go)."""

import re

from corefile.go.errors import Invalid
from corefile.go.net import parse_ip
from corefile.go.records.encodings import is_base64
from corefile.go.records.errors import BadRecord, NotKnown
from corefile.go.records.lexer import BLANK, EOF, NEWLINE, QUOTE, STRING, Lexer, Token
from corefile.go.strconv import parse_uint
from corefile.text.regex import regex

#: The keys with a name, by number.
KEYS = "mandatory alpn no-default-alpn port ipv4hint ech ipv6hint dohpath ohttp".split()
#: A value with escapes that are right.
ESCAPED = regex(r"(?:\\[0-9]{3}|\\[^0-9]|[^\\])*", re.DOTALL | re.ASCII)


def known(key: str) -> bool:
    """Tell whether a parameter may have a name (svcbStringToKey)."""
    if not key.startswith("key"):
        return key in KEYS
    try:
        value = parse_uint(key[3:], 16)
    except Invalid:
        return False
    return key[3] != "0" and len(KEYS) <= value < 65535


def read_parameters(lexer: Lexer, message: str, last: Token) -> tuple[str, ...]:
    """Read parameters up to the end of the line. Raises BadRecord."""
    found: list[str] = []
    apart = True
    while (token := lexer.next()).kind not in (NEWLINE, EOF):
        if token.kind == BLANK:
            apart = True
            continue
        if token.kind != STRING:
            quote = "SVCB key can't contain double quotes"
            raise BadRecord(quote if token.kind == QUOTE else "bad SVCB values", token)
        if not apart:
            raise BadRecord("bad SVCB value quotation", token)
        key, equals, value = token.text.partition("=")
        if equals and not key:
            raise BadRecord("bad SVCB key", token)
        if equals and not value:
            token = lexer.next()
            if token.kind == QUOTE:
                apart = False
                value, token = in_quotes(lexer)
        if not known(key):
            raise BadRecord("bad SVCB key", token)
        if not fits(key, value):
            # The library loses its own words for it on the way.
            raise BadRecord("", token)
        found.append(f"{key}={value}" if value else key)
    return tuple(found)


def in_quotes(lexer: Lexer) -> tuple[str, Token]:
    """Read a value after its first quote; give it and the last token. Raises BadRecord."""
    token = lexer.next()
    if token.kind == QUOTE:
        return "", token
    if token.kind != STRING:
        raise BadRecord("bad SVCB value", token)
    after = lexer.next()
    if after.kind != QUOTE:
        raise BadRecord("SVCB unterminated value", after)
    return token.text, after


def fits(key: str, value: str) -> bool:
    """Tell whether a key takes a value. Raises NotKnown."""
    if key in ("no-default-alpn", "ohttp"):
        return not value
    if key == "port":
        try:
            return parse_uint(value, 16) is not None
        except Invalid:
            return False
    if key in ("ipv4hint", "ipv6hint"):
        return hints(value, ":" if key == "ipv6hint" else ".")
    if key == "mandatory" or "\\" not in value:
        if key == "alpn" and value:
            return all(value.split(","))
        return key != "ech" or is_base64((value,))
    if key in ("alpn", "ech"):
        raise NotKnown
    return ESCAPED.fullmatch(value) is not None and all(
        int(octet) < 256 for octet in re.findall(r"\\([0-9]{3})|\\.", value) if octet
    )


def hints(value: str, mark: str) -> bool:
    """Tell whether a value has addresses of one family."""
    if not value or (mark == "." and ":" in value):
        return False
    some = value.removesuffix(",").split(",")
    for one in map(parse_ip, some):
        if one is None:
            return False
        mapped = one.version == 4 or one.ipv4_mapped is not None
        if mapped == (mark == ":"):
            return False
    return True
