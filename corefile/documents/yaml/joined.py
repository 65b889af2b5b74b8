"""Lines of a manifest that became one."""

from __future__ import annotations

from corefile.documents.model import Problem
from corefile.text.edits import Edit, line_break
from corefile.text.regex import regex

__all__ = ["line_lost"]

#: A key and a word that is its value, then a second key.
_TWO = regex(
    r"""(?P<margin>[ ]*)(?P<key>apiVersion|kind|name|namespace):[ ]+[\w./-]+(?P<gap>[ \t]+)"""
    r"""(?P<other>apiVersion|kind|metadata|data|name|namespace):(?:[ \t\r]|\Z)"""
)

_MESSAGE = (
    "The line break before the key `{other}` is missing: for YAML, a line has one key. Kubernetes"
    " refuses this file"
)


def line_lost(text: str, offset: int) -> Problem | None:
    """Return the problem of two keys on a line; `offset` is where a parser stopped.

    None where it is something else, or unclear how deep the second one belongs.
    """
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    found = _TWO.match(text, start, end if end >= 0 else len(text))
    if found is None or (found["margin"] and found["other"] not in ("name", "namespace")):
        return None
    return Problem(
        *found.span("other"),
        _MESSAGE.format(other=found["other"]),
        help=f"write `{found['other']}` on a line of its own",
        fix=f"put `{found['other']}` on a line of its own",
        edits=(Edit(*found.span("gap"), line_break(text) + found["margin"]),),
    )
