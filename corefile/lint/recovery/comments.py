"""Proposes blocks of which only the first line is a comment: their lines and `}` are left."""

from collections.abc import Iterator, Sequence

from corefile.lint.recovery.slip import Slip
from corefile.lint.recovery.words import Words
from corefile.syntax.tree import Token
from corefile.text.edits import Edit
from corefile.text.regex import regex
from corefile.text.source import Span

__all__ = ["propose"]

#: A comment that is the first line of a block, as the last line before a word.
_HEAD = regex(r"(?:^|\n)[ \t]*#+[ \t]*(?P<line>(?P<name>[^\s#{]+)(?:[ \t][^\n#{]*)?\{)[ \t]*\n\s*$")
#: How many words the rest of such a block may have.
_MOST_WORDS = 400


def propose(tokens: Sequence[Token], words: Words) -> Iterator[Slip]:
    """Yield the blocks whose first line is a comment, with the edit that takes their rest away."""
    for number, token in enumerate(tokens[:-1]):
        head = _HEAD.search(token.prefix) if "{" in token.prefix else None
        if head is None or not is_head(head["name"], words):
            continue
        end = end_of(tokens[number : number + _MOST_WORDS])
        if end is None:
            continue
        at = token.start - len(token.prefix) + head.start("line")
        yield Slip(
            "unbalanced-braces",
            Span(at, at + len(head["line"])),
            f"`{head['line']}` is a comment, but the lines of its block and its `}}` are not",
            "begin these lines with `#` too, or remove the `#` before the first",
            "",
            (Edit(token.start, end, ""),),
            is_repair=False,
        )


def is_head(name: str, words: Words) -> bool:
    """Tell whether a word may begin a line with a block: a plugin, or the key of a server block."""
    return name in words.plugins or name.startswith("(") or any(sign in name for sign in ".:")


def end_of(tokens: Sequence[Token]) -> int | None:
    """Return where the brace ends that closes more than is open; None if there is none."""
    depth = 0
    for token in tokens:
        depth += (token.raw == "{") - (token.raw == "}")
        if depth < 0:
            return token.end
    return None
