"""What changes in a file, as a patch that `git apply` and `patch` take."""

from collections.abc import Iterator
from difflib import unified_diff

from corefile.report.path import displayed

__all__ = ["patch"]

_NO_NEWLINE = "\\ No newline at end of file\n"
#: What Git writes in the place of characters that would end or confuse a header.
_ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r", '"': r"\"", "\\": r"\\"}


def patch(path: str, before: str, after: str) -> Iterator[str]:
    """Yield the lines of a patch, each with what ends it; none when nothing changes."""
    name = displayed(path).replace("\\", "/") if "\\" not in path else displayed(path)
    old, new = lines(before), lines(after)
    for line in unified_diff(old, new, header("a", name), header("b", name)):
        yield line
        if not line.endswith("\n"):
            yield "\n" + _NO_NEWLINE


def lines(text: str) -> list[str]:
    """Give the lines of a text with their line feeds: nothing else ends a line of a patch."""
    pieces = [line + "\n" for line in text.split("\n")]
    pieces[-1] = pieces[-1][:-1]
    return pieces if pieces[-1] else pieces[:-1]


def header(side: str, name: str) -> str:
    """Give the name of a file as Git writes it: in quotes where that is needed."""
    path = f"{side}/{name}"
    if not any(char in _ESCAPES or char < " " for char in path):
        return path
    escaped = "".join(_ESCAPES.get(c) or (c if c >= " " else f"\\{ord(c):03o}") for c in path)
    return f'"{escaped}"'
