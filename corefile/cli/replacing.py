"""Replaces the text of a file for a program, whatever signals come meanwhile."""

from corefile.cli.signals import raised
from corefile.text.writing import replace_file

__all__ = ["replaced"]


def replaced(path: str, before: str, after: str) -> str:
    """Replace the text of a file by another, and return why that cannot be done; "" if it is."""
    old, new = (text.encode("utf-8", "surrogateescape") for text in (before, after))
    try:
        with raised():
            replace_file(path, new, old)
    except OSError as error:
        return f"cannot be written: {error.strerror or error}"
    return ""
