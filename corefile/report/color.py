"""Colours, where they are wanted."""

from collections.abc import Iterable, Iterator, Mapping

from corefile.text.regex import regex

__all__ = ["linked", "paint", "painted_patch", "wanted"]

_CODES = {
    "bold": "1",
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "note": "1;36",
    "help": "1;32",
    "fix": "1;32",
    "gutter": "34",
    "added": "32",
    "removed": "31",
    "hunk": "36",
}

#: What is before the lines of a patch: the names of the file, and where in it they are.
_HEAD = regex(r"(?P<names>--- .*\n\+\+\+ .*\n)?(?P<place>@@ .*\n)")
_SIGNS = {"+": "added", "-": "removed"}


def wanted(environ: Mapping[str, str], *, terminal: bool, when: str = "auto") -> bool:
    """Tell whether to use colours.

    With `when` as `auto`, NO_COLOR in `environ` forbids them, FORCE_COLOR asks for them, and else
    `terminal` decides, which says whether it goes to one. `always` and `never` decide themselves.
    """
    if when != "auto":
        return when == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return terminal and environ.get("TERM") != "dumb"


def paint(text: str, style: str, *, color: bool) -> str:
    """Return a text in a style, for a terminal that shows colours."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if color else text


def painted_patch(pieces: Iterable[str]) -> Iterator[str]:
    """Yield a patch in colours; `pieces` are those of `corefile.text.patch.patch`."""
    for piece in pieces:
        head = _HEAD.fullmatch(piece)
        if head:
            yield from (paint_line(line, "bold") for line in (head["names"] or "").splitlines(True))
            yield paint_line(head["place"], "hunk")
        else:
            yield paint_line(piece, _SIGNS[piece[0]]) if piece[0] in _SIGNS else piece


def paint_line(line: str, style: str) -> str:
    """Return a line in a style that ends before its line feed."""
    text, feed, rest = line.partition("\n")
    return paint(text, style, color=True) + feed + rest


def linked(text: str, uri: str) -> str:
    """Return a text that leads to an address, in terminals that know such; others show the text."""
    return f"\x1b]8;;{uri}\x1b\\{text}\x1b]8;;\x1b\\"
