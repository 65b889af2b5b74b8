r"""How a value is written, so that CoreDNS reads that very value (caddyfile/lexer.go).

A string has one escape, `\"`, and a brace is a brace in quotes too. So some values cannot be
written at all.
"""

from corefile.editing.errors import Inexpressible
from corefile.syntax.lexer import NOT_UTF8, cut

__all__ = ["Word", "written"]

#: What may be given for a word.
Word = str | int


def written(value: Word) -> str:
    """Write a value as one word, in quotes when and only when it needs them.

    `{$NAME}` stays what it is, for CoreDNS to replace. Raises Inexpressible.
    """
    value = str(value)
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
