"""Patterns of paths, as in `.gitignore` (gitignore(5))."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache

from corefile.text.records import dataclass
from corefile.text.regex import regex

__all__ = ["matches"]

_PIECE = regex(r"\\.|\*\*+/|/\*\*+\Z|\*+|\?|\[(?:\\.|[!^]?+\]?+(?:\\.|[^\]\\])*)\]|.", re.DOTALL)

#: More of them mean the same.
_MANY = regex(r"\*\*+")

#: A character of a class, and what a class is made of: characters and ranges.
_CHARACTER = regex(r"\\.|[^\\]", re.DOTALL)
_MEMBER = regex(r"(?:\\.|[^\\])-(?:\\.|[^\\])|\\.|[^\\]", re.DOTALL)

#: No path is so long, and what is longer would take long to read.
_LONGEST = 4096

_WILDCARDS = {"/**": "/.+", "?": "[^/]"}

#: What stands for any number of folders, and for any characters of a name.
_DEEP, _STAR = "(?:[^/]*/)*", "[^/]*"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern, ready to be used."""

    expression: re.Pattern[str]
    #: False for a pattern that takes back what others cover.
    covers: bool
    folders_only: bool


def matches(patterns: Iterable[str], path: str, *, folder: bool = False) -> bool:
    """Tell whether patterns cover a path or a folder it is in.

    The path is that of a file, or of a `folder`, from where the patterns are, with `/` between
    its parts.
    The last pattern that matches decides; one that begins with `!` takes back what those before it
    cover, though not inside a folder that is covered itself.
    """
    known = [compiled(pattern) for pattern in patterns]
    above = any(covered(known, part, True) for part in folders_of(path))
    return above or covered(known, path, folder)


def folders_of(path: str) -> Iterator[str]:
    """Return the folders that a path is in, the outermost first."""
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
    if len(text) > _LONGEST:
        return Pattern(re.compile("(?!)"), covers, folders_only)
    start = "" if "/" in body else "(?:.*/)?"
    expression = re.compile(start + translated(body.removeprefix("/")), re.DOTALL)
    return Pattern(expression, covers, folders_only)


def translated(body: str) -> str:
    """Return the expression for a pattern."""
    expressions = []
    literal, before = True, "/"
    for found in _PIECE.findall(body):
        piece = _MANY.sub("**", found)
        # Git compares what has no wildcard first, so that `a**/b` is read like `**/b` after `a`.
        whole = literal or before.endswith("/")
        if piece == "**/":
            expressions += [_DEEP] if whole else [_STAR, "/"]
        else:
            expressions.append(expression_of(piece))
        literal = literal and piece not in _WILDCARDS and piece[0] not in "*["
        before = piece
    return settled(expressions, _DEEP, of_names)


def of_names(expressions: Sequence[str]) -> str:
    """Return the expression for names with slashes between them."""
    return "/".join(settled(name, _STAR, "".join) for name in split(expressions, "/"))


def settled(
    expressions: Sequence[str], wildcard: str, joined: Callable[[Sequence[str]], str]
) -> str:
    """Join expressions so that no more is tried than has to be, of which there may be very much.

    What is between a wildcard and the next fits best where it fits first: the next one takes
    all that comes.  What is after the last has to reach the end, and may fit further on.
    """
    first, *others = map(joined, split(expressions, wildcard))
    between = "".join(f"(?>{wildcard}?{each})" for each in others[:-1])
    return first + between + "".join(wildcard + each for each in others[-1:])


def split(expressions: Sequence[str], separator: str) -> list[list[str]]:
    """Cut expressions at each separator."""
    parts: list[list[str]] = [[]]
    for each in expressions:
        if each == separator:
            parts.append([])
        else:
            parts[-1].append(each)
    return parts


def member(part: str) -> str:
    """Return a character of a class, or a range of them, for an expression."""
    first, *rest = (str(end)[-1] for end in _CHARACTER.findall(part))
    # A range that runs backwards holds its beginning alone.
    return re.escape(first) + (f"-{re.escape(rest[-1])}" if rest and rest[-1] >= first else "")


def expression_of(piece: str) -> str:
    """Return the expression for a piece of a pattern."""
    if piece in _WILDCARDS:
        return _WILDCARDS[piece]
    if piece.startswith("*"):
        return _STAR
    if piece == "[":  # never closed: Git has it match nothing
        return "(?!)"
    if piece.startswith("["):
        negated = piece[1] in "!^"
        members = "".join(map(member, _MEMBER.findall(piece[1 + negated : -1])))
        return f"(?!/)[{'^' if negated else ''}{members}]"
    return re.escape(piece[-1])
