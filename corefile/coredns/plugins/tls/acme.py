"""The names that a certificate can be had for automatically (plugin/tls/acme.go, x/net/idna)."""

import unicodedata

from corefile.coredns.catalogue.zones import is_domain_name
from corefile.go.errors import Invalid
from corefile.go.net import parse_ip
from corefile.go.strconv import quote
from corefile.go.strings import lower

ALLOWED = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")
PUNYCODE = "xn--"
#: Categories of characters that no label may have: control, private use, surrogates, separators.
FORBIDDEN = frozenset(("Cc", "Co", "Cs", "Zs", "Zl", "Zp"))


def acme_domain(text: str) -> str:
    """Return a domain in the form in which it is asked for. Raises Invalid."""
    domain = lower(text.removesuffix("."))
    name = domain.removeprefix("*.")
    if not domain or not name or "*" in name or parse_ip(name) is not None:
        raise Invalid(f"invalid ACME domain {quote(domain)}")
    try:
        name = checked_name(name)
    except Invalid as invalid:
        raise Invalid(f"invalid ACME domain {quote(domain)}: {invalid}") from None
    if name.isascii() and not is_domain_name(name):
        raise Invalid(f"invalid ACME domain {quote(domain)}")
    return f"*.{name}" if domain.startswith("*.") else name


def checked_name(name: str) -> str:
    """Check a name in lower case (idna.Lookup.ToASCII). Raises Invalid.

    Which other letters than those of ASCII may be in a name is left open.
    """
    wrong = next((c for c in name if c.isascii() and c not in ALLOWED), "")
    if wrong:
        raise Invalid(f"idna: disallowed rune U+{ord(wrong):04X}")
    return ".".join(checked_label(label) for label in name.split(".")) if name.isascii() else name


def checked_label(label: str) -> str:
    """Check a label of ASCII characters. Raises Invalid."""
    if not label.startswith(PUNYCODE):
        check_hyphens(label)
        return label
    encoded = label.removeprefix(PUNYCODE)
    plain = decode_punycode(encoded)
    if plain and plain.isascii():
        raise Invalid(f"idna: invalid label {quote(encoded)}")
    categories = [unicodedata.category(character) for character in plain]
    if (
        FORBIDDEN.intersection(categories)
        or unicodedata.normalize("NFC", plain) != plain
        or any(category.startswith("M") for category in categories[:1])
    ):
        raise Invalid(f"idna: invalid label {quote(plain)}")
    check_hyphens(plain)
    return label if plain else ""


def decode_punycode(encoded: str) -> str:
    """Return the characters that a label stands for. Raises Invalid."""
    try:
        if encoded.rfind("-") == 0:
            raise Invalid("")
        return encoded.encode().decode("punycode")
    except (Invalid, UnicodeError):
        raise Invalid(f"idna: invalid label {quote(encoded)}") from None


def check_hyphens(label: str) -> None:
    """Check that hyphens are only where they may be. Raises Invalid."""
    data = label.encode("utf-8", "replace")
    if (len(data) > 4 and data[2:4] == b"--") or data[:1] == b"-" or data[-1:] == b"-":
        raise Invalid(f"idna: invalid label {quote(label)}")
