"""Colours, where they are wanted."""

from collections.abc import Mapping

__all__ = ["paint", "wanted"]

_CODES = {
    "bold": "1",
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "note": "1;36",
    "help": "1;32",
    "gutter": "34",
}


def wanted(environ: Mapping[str, str], *, terminal: bool) -> bool:
    """Tell whether to use colours: NO_COLOR forbids, FORCE_COLOR asks, else a terminal decides."""
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return terminal and environ.get("TERM") != "dumb"


def paint(text: str, style: str, *, color: bool) -> str:
    """Return a text in a style, for a terminal that shows colours."""
    return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if color else text
