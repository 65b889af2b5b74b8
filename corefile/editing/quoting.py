r"""How a value is written, so that CoreDNS reads that very value (caddyfile/lexer.go).

A string has one escape, `\"`, and a brace is a brace in quotes too. So some values cannot be
written at all.
"""

from collections.abc import Iterable
from datetime import timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from corefile.editing.errors import Inexpressible
from corefile.go.time import format_duration
from corefile.syntax.lexer import NOT_UTF8, cut

__all__ = ["WORD_TYPES", "Word", "text_of", "texts_of", "written"]

#: What may be given for a word. A duration is written as Go does, 90 seconds as `1m30s`.
Word = str | int | timedelta | IPv4Address | IPv6Address | IPv4Network | IPv6Network
WORD_TYPES = (str, int, timedelta, IPv4Address, IPv6Address, IPv4Network, IPv6Network)


def text_of(value: Word) -> str:
    """Return the text of what is given for a word. Raises TypeError for anything else.

    Raises ValueError for a negative duration, which means nothing to any plugin.
    """
    if isinstance(value, bool) or not isinstance(value, WORD_TYPES):
        kind = type(value).__name__
        raise TypeError(f"a word is a str, an int, a timedelta or an address, not {kind}")
    if isinstance(value, timedelta):
        if value < timedelta():
            raise ValueError(f"a duration is not negative: {value.total_seconds():g} seconds")
        return format_duration(value // timedelta(microseconds=1) * 1000)
    return str(value)


def texts_of(values: Word | Iterable[Word]) -> list[str]:
    """Return the texts of words. Raises TypeError for one word instead of a list of them."""
    if isinstance(values, (*WORD_TYPES, bytes, bytearray)):  # bytes are a list of numbers
        raise TypeError(f"a list of words is wanted, not one word: {values!r}")
    return [text_of(value) for value in values]


def written(value: Word) -> str:
    """Write a value as one word, in quotes when and only when it needs them.

    `{$NAME}` stays what it is, for CoreDNS to replace. Raises Inexpressible, and TypeError for what
    cannot be a word.
    """
    value = text_of(value)
    quoted = '"' + value.replace('"', '\\"') + '"'
    for text in (value, quoted):
        if reads_as(text, value):
            return text
    raise Inexpressible(f"{shortened(value)} cannot be written as a word: {reason(value)}")


def reads_as(text: str, value: str) -> bool:
    """Tell whether a text is one word wherever it is, and has this value."""
    tokens, _ = cut(f"x {text} x")
    return (
        [token.value for token in tokens] == ["x", value, "x", ""]
        and tokens[1].raw == text
        and not tokens[1].glued_comment
        and value not in ("{", "}")
    )


def reason(value: str) -> str:
    """Say why no text has this value."""
    if value in ("{", "}"):
        return "a brace alone opens or closes a block, in quotes too"
    surrogate = NOT_UTF8.search(value)
    if surrogate:
        # Python keeps bytes of arguments and files in these.
        is_byte = "\udc80" <= surrogate[0] <= "\udcff"
        half = "half of a surrogate pair, which is not a character"
        return f"it holds {'a byte that is not UTF-8' if is_byte else half}"
    if value.endswith("\\"):
        return "it needs quotes, and its last backslash would keep the closing quote from closing"
    return "it needs quotes, and in quotes a backslash cannot be written before a quote"


def shortened(value: str) -> str:
    """Return a value for a message."""
    return repr(value if len(value) <= 60 else f"{value[:59]}…")
