"""Tells how odd the words of a text are, whatever they are for."""

from collections.abc import Sequence
from itertools import groupby
from unicodedata import category

from corefile.lint.recovery.words import is_described
from corefile.lint.rules.syntax.quotes import PAIRS
from corefile.syntax.tree import Token
from corefile.text.regex import regex

__all__ = ["odd_words"]

#: Names or addresses with commas between them.
_LISTED = r"[\w:/-][\w/-]*+[.:][\w.:/-]++"
_LIST = regex(rf"{_LISTED}(?:,{_LISTED})+")
#: An IPv6 address in brackets.
_ADDRESS = regex(r"\[[0-9A-Fa-f:.]+(?:%\w+)?\]")

#: A function that is called.
_CALL = regex(r"\w+\(")

#: Signs of other languages: at the end of a word, alone, in patterns, and in expressions.
_ENDS = frozenset(",;\\")
_SIGNS = frozenset(("=", "//", ";", "--", "{}"))
_CODE = frozenset("()[]|*")
_OPERATORS = frozenset(("==", "!=", "=~", "!~", "&&"))


def odd_words(tokens: Sequence[Token], around: int) -> float:
    """Return how odd the words after the first of each line are, whatever they are for.

    `around` blocks have been put around them by others.
    """
    odd = 0.0
    opened: list[str] = []
    for _, line in groupby(tokens[:-1], key=lambda token: token.line):
        name, *words = line
        # A plugin of somebody else's may have lists in its block.
        may_list = len(opened) + around > 1 and not is_described(opened[-1] if opened else "")
        if name.raw == "}":
            del opened[-1:]
        elif words and words[-1].raw == "{":
            opened.append(name.value)
        odd += 4.0 * (is_unseen(name) + sum(map(is_unseen, words)))
        if any(map(is_expression, words)):
            continue  # it may have any sign
        odd += 4.0 * sum(word.raw[:1] in PAIRS and not word.quoted for word in words)
        words = [word for word in words if not is_code(word)]
        if words and words[-1].value == "{" and name.column == 1:  # keys may have commas
            words = [word for word in words if not word.raw.endswith(",")]
        if may_list:
            words = [word for word in words if "," not in word.raw]
        odd += 4.0 * sum(map(is_odd, words)) + 4.0 * is_odd_name(name)
    return odd


def is_code(word: Token) -> bool:
    """Tell whether a word is a part of a pattern or a list in brackets."""
    return bool(set(_ADDRESS.sub("", word.raw)) & _CODE) and not word.quoted


def is_expression(word: Token) -> bool:
    """Tell whether a word is one of an expression, which has quotes of its own."""
    return not word.quoted and (word.raw in _OPERATORS or _CALL.match(word.raw) is not None)


def is_unseen(word: Token) -> bool:
    """Tell whether a word has a character that cannot be seen."""
    return not (word.quoted or word.raw.isascii()) and any(category(c) == "Cf" for c in word.raw)


def is_odd_name(word: Token) -> bool:
    """Tell whether the first word of a line has a sign of another language, or is one."""
    return not word.quoted and (word.raw == "-" or (len(word.raw) > 1 and word.raw[-1] in ":;"))


def is_odd(word: Token) -> bool:
    """Tell whether a word has a sign of another language."""
    raw = word.raw
    if word.quoted or not raw:
        return False
    if raw[-1] in _ENDS or raw in _SIGNS or raw.startswith("//"):
        return True
    if raw[-1] == '"' and raw.count('"') == 1:
        return True
    return _LIST.fullmatch(raw) is not None
