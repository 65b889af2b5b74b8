"""The data of a record after its type (miekg/dns, scan_rr.go): its fields, and how to read them.

A table says it: by type, the fields in order, each with its kind and with the library's word for it
in a message. A type that is missing from the table is one that the library knows but that is not
worked out here, such as LOC; records of these are neither accepted nor refused.
"""

import re
from collections.abc import Callable

from corefile.go.errors import Invalid
from corefile.go.net import parse_ip
from corefile.go.records.encodings import is_base64, is_hex
from corefile.go.records.errors import BadRecord, NotKnown
from corefile.go.records.lexer import (
    BLANK,
    EOF,
    NEWLINE,
    QUOTE,
    STRING,
    TYPES,
    Lexer,
    Token,
    numbered,
    upper,
)
from corefile.go.records.names import absolute
from corefile.go.records.parameters import read_parameters
from corefile.go.strconv import parse_uint
from corefile.text.regex import regex
from corefile.text.typed import Final

#: The numbers of algorithms of DNSSEC by their names (dnssec.go).
ALGORITHMS: Final = frozenset(
    "RSAMD5 DH DSA RSASHA1 DSA-NSEC3-SHA1 RSASHA1-NSEC3-SHA1 RSASHA256 RSASHA512 ECC-GOST "
    "ECDSAP256SHA256 ECDSAP384SHA384 ED25519 ED448 INDIRECT PRIVATEDNS PRIVATEOID".split()
)
CERTIFICATES: Final = frozenset("PKIX SPKI PGP IPIX ISPKI IPGP ACPKIX IACPKIX URI OID".split())

_KEY = "u16:Flags u8:Protocol u8:Algorithm base64:PublicKey"
_DIGEST = "u16:KeyTag algorithm:Algorithm u8:DigestType hex:Digest"
_CERTIFICATE = "u8:Usage u8:Selector u8:MatchingType hex:Certificate"
_SIGNATURE = (
    "type:Typecovered algorithm:Algorithm u8:Labels u32:OrigTtl time:Expiration time:Inception "
    "u16:KeyTag name:SignerName base64:Signature"
)
#: The fields by type. `_` stands for a space in the word for a field.
FIELDS: Final = {
    "A": "ipv4:A",
    "AAAA": "ipv6:AAAA",
    "AFSDB": "u16:Subtype name:Hostname",
    "AVC": "texts:Txt",
    "CAA": "u8:Flag string:Tag blank text:Value",
    "CDNSKEY": _KEY,
    "CDS": _DIGEST,
    "CERT": "certificate:Type u16:KeyTag cert_algorithm:Algorithm base64:Certificate",
    "CNAME": "name:Target",
    "CSYNC": "u32:serial u16:flags types:TypeBitMap",
    "DHCID": "base64:Digest",
    "DLV": _DIGEST,
    "DNAME": "name:Target",
    "DNSKEY": _KEY,
    "DS": _DIGEST,
    "EID": "hex:Endpoint",
    "GID": "u32:Gid",
    "HINFO": "texts:Fields",
    "HTTPS": "u16:priority name:Target parameters",
    "ISDN": "texts:Fields",
    "KEY": _KEY,
    "KX": "u16:Pref name:Exchanger",
    "LP": "u16:Preference name:Fqdn",
    "MB": "name:Mb",
    "MD": "name:Md",
    "MF": "name:Mf",
    "MG": "name:Mg",
    "MINFO": "name:Rmail name:Email",
    "MR": "name:Mr",
    "MX": "u16:Pref name:Mx",
    "NAPTR": "u16:Order u16:Preference quoted:Flags quoted:Service quoted:Regexp name:Replacement",
    "NIMLOC": "hex:Locator",
    "NINFO": "texts:ZSData",
    "NS": "name:Ns",
    "NSAP-PTR": "name:Ptr",
    "NSEC": "name:NextDomain types:TypeBitMap",
    "NXT": "name:NextDomain types:TypeBitMap",
    "OPENPGPKEY": "base64:PublicKey",
    "PTR": "name:Ptr",
    "PX": "u16:Preference name:Map822 name:Mapx400",
    "RESINFO": "texts:Resinfo",
    "RKEY": _KEY,
    "RP": "name:Mbox name:Txt",
    "RRSIG": _SIGNATURE,
    "RT": "u16:Preference name:Host",
    "SIG": _SIGNATURE,
    "SMIMEA": _CERTIFICATE,
    "SOA": "name:Ns name:Mbox u32:zone_parameter" + 4 * " duration:zone_parameter",
    "SPF": "texts:Txt",
    "SRV": "u16:Priority u16:Weight u16:Port name:Target",
    "SSHFP": "u8:Algorithm u8:Type blank hex:Fingerprint",
    "SVCB": "u16:priority name:Target parameters",
    "TA": _DIGEST,
    "TALINK": "name:PreviousName name:NextName",
    "TLSA": _CERTIFICATE,
    "TXT": "texts:Txt",
    "UID": "u32:Uid",
    "UINFO": "texts:Uinfo",
    "URI": "u16:Priority u16:Weight blank text:Target",
    "X25": "word:PSDNAddress",
    "ZONEMD": "u32:Serial u8:Scheme u8:Hash_Algorithm hex:Digest",
}
#: The types whose messages have another type's name.
CALLED: Final = {"HTTPS": "SVCB", "NXT": "NSEC", "SIG": "RRSIG"}
#: The types that have no text; the message is another one.
NO_TEXT: Final = frozenset(("ANY", "NULL", "NXNAME", "OPT", "TSIG"))
#: What reads to the end of the line, so that nothing may follow.
TO_THE_END: Final = frozenset(("base64", "hex", "texts", "text", "types", "parameters"))

_TIME = regex(r"[0-9]{14}", re.ASCII)


def read_fields(lexer: Lexer, name: str, origin: str) -> tuple[tuple[str, ...], bool]:
    """Read the fields of a type; tell whether the library can put them into a message.

    Raises BadRecord and NotKnown.
    """
    if name in NO_TEXT:
        raise BadRecord(f"{name} records do not have a presentation format", Token())
    if name not in FIELDS:
        raise NotKnown
    found: list[str] = []
    fits = True
    kind = ""
    last = Token()
    for place, spec in enumerate(FIELDS[name].split()):
        kind, _, label = spec.partition(":")
        message = f"bad {CALLED.get(name, name)} {label.replace('_', ' ')}"
        if kind == "blank":
            lexer.next()
            continue
        if kind in TO_THE_END:
            words = _ENDINGS[kind](lexer, message, last)
            fits = fits and _FITS.get(kind, _any)(words)
            found += words
            continue
        if place:
            lexer.next()
        last = lexer.next()
        value = quoted(lexer, last, message) if kind == "quoted" else _KINDS[kind](last, origin)
        if value is None:
            raise BadRecord(message, last)
        found.append(value)
    if kind not in TO_THE_END:
        end_of_line(lexer)
    return tuple(found), fits


def end_of_line(lexer: Lexer) -> None:
    """Read the end of the line (slurpRemainder)."""
    token = lexer.next()
    if token.kind == BLANK:
        token = lexer.next()
    if token.kind not in (NEWLINE, EOF):
        raise BadRecord("garbage after rdata", token)


def number(bits: int) -> Callable[[Token, str], str | None]:
    """Return what reads a whole number of so many bits."""

    def read(token: Token, origin: str) -> str | None:
        try:
            return None if token.bad else str(parse_uint(token.text, bits))
        except Invalid:
            return None

    return read


def duration(text: str) -> int | None:
    """Read a number of seconds such as `300` or `1h30m` (stringToTTL)."""
    seconds = count = 0
    for letter in text:
        if letter in "0123456789":
            count = (count * 10 + int(letter)) % (1 << 64)
        elif letter.lower() in _UNITS and letter.isascii():
            seconds = (seconds + count * _UNITS[letter.lower()]) % (1 << 64)
            count = 0
        else:
            return None
    total = (seconds + count) % (1 << 64)
    return total if total < 1 << 32 else None


_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def name(token: Token, origin: str) -> str | None:
    """Read a domain name."""
    return None if token.bad else absolute(token.text, origin)


def address(token: Token, colon: bool) -> str | None:
    """Read an IP address with colons or without."""
    fits = (":" in token.text) == colon and not token.bad
    return token.text if fits and parse_ip(token.text) is not None else None


def seconds(token: Token, origin: str) -> str | None:
    """Read a number or a duration."""
    plain = number(32)(token, origin)
    if plain is not None or token.bad:
        return plain
    value = duration(token.text)
    return None if value is None else str(value)


def algorithm(token: Token, origin: str) -> str | None:
    """Read the number or the name of an algorithm."""
    return token.text if upper(token.text) in ALGORITHMS else number(8)(token, origin)


def cert_algorithm(token: Token, origin: str) -> str | None:
    """Read the number of an algorithm, or its name as it is spelled."""
    return token.text if token.text in ALGORITHMS else number(8)(token, origin)


def certificate(token: Token, origin: str) -> str | None:
    """Read the number or the name of a kind of certificate."""
    return token.text if token.text in CERTIFICATES else number(16)(token, origin)


def type_number(text: str) -> int | None:
    """Return the number of a type by its name, or by a word such as `TYPE65`."""
    known = TYPES.get(upper(text))
    return numbered(text, 4) if known is None and len(text) > 4 else known


def covered(token: Token, origin: str) -> str | None:
    """Read the type that a signature covers."""
    upper_case = upper(token.text)
    if upper_case not in TYPES and not upper_case.startswith("TYPE"):
        return None
    return None if type_number(token.text) is None else token.text


def moment(token: Token, origin: str) -> str | None:
    """Read a time; one in digits that do not form a day of the calendar is not computed."""
    if _TIME.fullmatch(token.text):
        raise NotKnown
    return number(32)(token, origin)


def word(token: Token, origin: str) -> str | None:
    """Read anything."""
    return None if token.bad else token.text


def string(token: Token, origin: str) -> str | None:
    """Read a word that is not in quotes."""
    return token.text if token.kind == STRING else None


def quoted(lexer: Lexer, token: Token, message: str) -> str:
    """Read a text in quotes, whose first token this is."""
    if token.kind != QUOTE:
        raise BadRecord(message, token)
    inside = lexer.next()
    if inside.kind == STRING:
        after = lexer.next()
        if after.kind != QUOTE:
            raise BadRecord(message, after)
        return inside.text
    if inside.kind != QUOTE:
        raise BadRecord(message, inside)
    return ""


def to_the_end(lexer: Lexer, message: str, last: Token) -> tuple[str, ...]:
    """Read words that make up one (endingToString)."""
    words: list[str] = []
    while (token := lexer.next()).kind not in (NEWLINE, EOF):
        if token.bad or token.kind not in (STRING, BLANK):
            raise BadRecord(message, token)
        if token.kind == STRING:
            words.append(token.text)
    return ("".join(words),)


def texts(lexer: Lexer, message: str, last: Token) -> tuple[str, ...]:
    """Read texts of at most 255 octets, in quotes or not (endingToTxtSlice)."""
    found: list[str] = []
    inside = empty = False
    while (token := lexer.next()).kind not in (NEWLINE, EOF) or token.bad:
        if token.bad or (token.kind == BLANK and inside):
            raise BadRecord(message, token)
        if token.kind == STRING:
            empty = False
            found += pieces(token, message)
        elif token.kind == QUOTE:
            if empty and inside:
                found.append("")
            inside, empty = not inside, True
        elif token.kind != BLANK:
            raise BadRecord(message, token)
    if inside:
        raise BadRecord(message, token)
    return tuple(found)


_OCTET = regex(r"\\[0-9]{3}|\\?.", re.DOTALL | re.ASCII)


def pieces(token: Token, message: str) -> list[str]:
    """Cut a text into pieces of 255 octets; an escape is one."""
    octets = _OCTET.findall(token.text)
    # A backslash that nothing follows is refused, but only where it is looked at.
    if octets and octets[-1] == "\\":
        raise BadRecord(message, token)
    return ["".join(octets[at : at + 255]) for at in range(0, max(len(octets), 1), 255)]


def text(lexer: Lexer, message: str, last: Token) -> tuple[str, ...]:
    """Read one text."""
    found = texts(lexer, message, last)
    if len(found) != 1:
        raise BadRecord(message, last)
    return found


def types(lexer: Lexer, message: str, last: Token) -> tuple[str, ...]:
    """Read names of types."""
    found: list[str] = []
    while (token := lexer.next()).kind not in (NEWLINE, EOF):
        if token.kind not in (STRING, BLANK):
            raise BadRecord(message, token)
        if token.kind == STRING:
            if type_number(token.text) is None:
                raise BadRecord(message, token)
            found.append(token.text)
    return tuple(found)


def _any(words: tuple[str, ...]) -> bool:
    return True


_KINDS: Final[dict[str, Callable[[Token, str], str | None]]] = {
    "algorithm": algorithm,
    "cert_algorithm": cert_algorithm,
    "certificate": certificate,
    "duration": seconds,
    "ipv4": lambda token, origin: address(token, False),
    "ipv6": lambda token, origin: address(token, True),
    "name": name,
    "string": string,
    "time": moment,
    "type": covered,
    "u8": number(8),
    "u16": number(16),
    "u32": number(32),
    "word": word,
}
_FITS: Final[dict[str, Callable[[tuple[str, ...]], bool]]] = {"hex": is_hex, "base64": is_base64}
_ENDINGS: Final[dict[str, Callable[[Lexer, str, Token], tuple[str, ...]]]] = {
    "base64": to_the_end,
    "hex": to_the_end,
    "parameters": read_parameters,
    "text": text,
    "texts": texts,
    "types": types,
}
