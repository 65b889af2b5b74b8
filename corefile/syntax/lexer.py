"""Cut a text into tokens, with the expressions of the grammar (caddyfile/lexer.go)."""

import re
from collections.abc import Callable
from functools import lru_cache

from corefile.syntax.tables import LITERALS, PATTERNS, TOKEN, TRIVIA
from corefile.syntax.tree import Token, ends_in_quote
from corefile.text.regex import regex

#: White space that is not of ASCII. Without it, the expression is compiled in half the time.
WIDE = "\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
PIECE = regex(f"({TRIVIA})({TOKEN}|\\Z)")
ASCII_PIECE = regex(f"({TRIVIA})({TOKEN}|\\Z)".replace(WIDE, ""))
KINDS = [(name, re.compile(pattern)) for name, pattern in PATTERNS]
ESCAPED_QUOTE = regex(r'\\(["\\])')
NOT_UTF8 = regex("[\ud800-\udfff]")

#: The words that are remembered from text to text have fewer characters.
SHORT = 64

#: A kind only where it begins a line.
LINE_ONLY = {"LINE_IMPORT"}


def cut(text: str) -> tuple[list[Token], list[str]]:
    """Return the tokens of a text and their kinds, as the grammar names them.

    The last token is empty and stands for the end of the text; its kind is "$END".
    """
    tokens: list[Token] = []
    kinds: list[str] = []
    known: dict[str, tuple[str, str, str, int]] = {}
    offset = 0
    line = 1
    line_start = 0
    for prefix, raw in (ASCII_PIECE if text.isascii() else PIECE).findall(text):
        start = offset + len(prefix)
        begins_line = not tokens
        if "\n" in prefix:
            begins_line = True
            line += prefix.count("\n")
            line_start = offset + prefix.rindex("\n") + 1
        if not raw:
            tokens.append(Token(prefix, "", "", start, line, start - line_start + 1))
            kinds.append("$END")
            break
        info = known.get(raw)
        if info is None:
            info = known[raw] = (read_again if len(raw) < SHORT else read)(raw)
        value, kind, line_kind, breaks = info
        tokens.append(Token(prefix, raw, value, start, line, start - line_start + 1))
        kinds.append(line_kind if begins_line else kind)
        offset = start + len(raw)
        if breaks:
            line += breaks
            line_start = start + raw.rindex("\n") + 1
    return tokens, kinds


def read(raw: str) -> tuple[str, str, str, int]:
    """Return value, kind within a line, kind at the start of a line, and number of line breaks."""
    value = value_of(raw)
    kind = LITERALS.get(value)
    if kind is None or kind in LINE_ONLY:
        other = next(name for name, pattern in KINDS if pattern.fullmatch(value))
        return value, other, kind or f"LINE_{other}", raw.count("\n")
    return value, kind, f"LINE_{kind}", raw.count("\n")


read_again: Callable[[str], tuple[str, str, str, int]] = lru_cache(maxsize=4096)(read)


def value_of(raw: str) -> str:
    """Return what CoreDNS reads for a token as written."""
    if raw.startswith('"'):
        value = string_value(raw)
    else:
        word, _, _ = raw.partition("#")
        value = word.replace("\r", "")
    return value if value.isascii() else NOT_UTF8.sub("\ufffd", value)


def string_value(raw: str) -> str:
    r"""Return what is inside a string: `\"` is a quote, every other backslash stands for itself.

    In a string that is never closed a backslash at the very end is lost.
    """
    body = raw[1:]
    if ends_in_quote(body) or (len(body) - len(body.rstrip("\\"))) % 2:
        body = body[:-1]
    return ESCAPED_QUOTE.sub(lambda match: match[0] if match[1] == "\\" else '"', body)
