"""Patterns of paths, as in `.gitignore` (gitignore(5))."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

__all__ = ["matches"]

_PIECE = re.compile(r"\\.|\*\*/|/\*\*\Z|\*+|\?|\[(?:\\.|[!^]?+\]?+(?:\\.|[^\]\\])*)\]|.", re.DOTALL)

#: A character of a class, and what a class is made of: characters and ranges.
_CHARACTER = re.compile(r"\\.|[^\\]", re.DOTALL)
_MEMBER = re.compile(r"(?:\\.|[^\\])-(?:\\.|[^\\])|\\.|[^\\]", re.DOTALL)

_WILDCARDS = {"**/": "(?:.*/)?", "/**": "/.+", "?": "[^/]"}


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, ready to be used."""

    expression: re.Pattern[str]
    #: False for a pattern that takes back what others cover.
    covers: bool
    folders_only: bool


def matches(patterns: Iterable[str], path: str, *, folder: bool = False) -> bool:
    """Tell whether patterns cover a path or a folder it is in.

    The path is that of a file, or of a `folder`, from where the patterns stand, with `/` between
    its parts.
    The last pattern that matches decides; one that begins with `!` takes back what those before it
    cover, though not inside a folder that is covered itself.
    """
    known = [compiled(pattern) for pattern in patterns]
    above = any(covered(known, part, True) for part in folders_of(path))
    return above or covered(known, path, folder)


def folders_of(path: str) -> Iterator[str]:
    """Give the folders that a path is in, the outermost first."""
    parts = path.split("/")
    return ("/".join(parts[:count]) for count in range(1, len(parts)))


def covered(patterns: Sequence[Pattern], path: str, folder: bool) -> bool:
    """Tell whether the last pattern that matches a path itself covers it."""
    for pattern in reversed(patterns):
        if (folder or not pattern.folders_only) and pattern.expression.fullmatch(path):
            return pattern.covers
    return False


@cache
def compiled(text: str) -> Pattern:
    """Make a pattern ready. One with a slash before its end is about the whole path."""
    covers = not text.startswith("!")
    body = text if covers else text[1:]
    folders_only = body.endswith("/")
    body = body.removesuffix("/")
    start = "" if "/" in body else "(?:.*/)?"
    expression = re.compile(start + translated(body.removeprefix("/")), re.DOTALL)
    return Pattern(expression, covers, folders_only)


def translated(body: str) -> str:
    """Give the expression for a pattern."""
    expressions = []
    literal, before = True, "/"
    for piece in _PIECE.findall(body):
        # Git compares what has no wildcard first, so that `a**/b` is read like `**/b` behind `a`.
        whole = literal or before.endswith("/")
        expressions.append("[^/]*/" if piece == "**/" and not whole else expression_of(piece))
        literal = literal and piece not in _WILDCARDS and piece[0] not in "*["
        before = piece
    return "".join(expressions)


def member(part: str) -> str:
    """Give a character of a class, or a range of them, for an expression."""
    first, *rest = (str(end)[-1] for end in _CHARACTER.findall(part))
    # A range that runs backwards holds its beginning alone.
    return re.escape(first) + (f"-{re.escape(rest[-1])}" if rest and rest[-1] >= first else "")


def expression_of(piece: str) -> str:
    """Give the expression for a piece of a pattern."""
    if piece in _WILDCARDS:
        return _WILDCARDS[piece]
    if piece.startswith("*"):
        return "[^/]*"
    if piece == "[":  # never closed: Git has it match nothing
        return "(?!)"
    if piece.startswith("["):
        negated = piece[1] in "!^"
        members = "".join(map(member, _MEMBER.findall(piece[1 + negated : -1])))
        return f"(?!/)[{'^' if negated else ''}{members}]"
    return re.escape(piece[-1])
