"""Proposes lines for server blocks that are written on one line."""

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from corefile.lint.recovery.slip import Slip
from corefile.lint.recovery.words import Words
from corefile.syntax.tree import Token
from corefile.text.edits import Edit
from corefile.text.source import Span

__all__ = ["propose"]

_INDENT = " " * 4
#: How odd a word may be as the key of a server block.
_ODD_KEY = 3.0


def propose(tokens: Sequence[Token], words: Words) -> Iterator[Slip]:
    """Yield the server blocks on one line, with the edits that give each plugin one of its own."""
    for _, row in groupby(tokens[:-1], key=lambda token: token.line):
        line = tuple(row)
        if len(line) > 4 and line[-1].raw == "}" and words.as_key(line[0].value) <= _ODD_KEY:
            yield from of_line(line, words)


def of_line(line: Sequence[Token], words: Words) -> Iterator[Slip]:
    """Yield the slip of a line, if it is whole server blocks with more than a single word each."""
    margin = line[0].prefix.rpartition("\n")[2]
    depth = 0
    edits: list[Edit] = []
    plugins: list[Token] = []
    for before, token in pairwise(line):
        depth += (before.raw == "{") - (token.raw == "}")
        if depth < 0 or not begins(before, token, depth, words):
            continue
        edits.append(Edit(before.end, token.start, f"\n{margin}{_INDENT * depth}"))
        if depth == 1 and token.raw != "}":
            plugins.append(token)
    if depth or len(edits) < 3 or not all(token.value in words.plugins for token in plugins):
        return
    first = plugins[0]
    yield Slip(
        "brace-misplaced",
        Span(first.start, line[-1].end),
        "a server block is written on one line: CoreDNS reads what is after "
        f"`{first.value}` there as its arguments",
        "write each plugin on a line of its own, and each `}`",
        "write each plugin on a line of its own",
        tuple(edits),
    )


def begins(before: Token, token: Token, depth: int, words: Words) -> bool:
    """Tell whether a word belongs on a line of its own, at a depth of blocks."""
    if token.raw == "{":
        return False
    if token.raw == "}" or before.raw in ("{", "}"):
        return True
    if depth == 1:
        return token.value in words.plugins or token.value == "import"
    return depth > 1 and words.is_property(token.value)
