"""The Corefiles in the examples of a page of a manual, as `man` reads it."""

from __future__ import annotations

from corefile.documents.kinds.markdown.lines import Fence
from corefile.documents.kinds.markdown.origin import Derived
from corefile.documents.kinds.markdown.shown import shown_in
from corefile.documents.model import Document
from corefile.text.offsets import MappedText
from corefile.text.records import replace
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from corefile.documents.model import Embedded

__all__ = ["read_file"]

#: Lines that are not filled: an example.
_EXAMPLE = (".nf", ".EX")
_END = (".fi", ".EE")
#: What begins a request, and what a sign of a page is that is written otherwise.
_REQUESTS = (".", "'")
_ESCAPE = regex(r"\\(?:f(?:[A-Z]|\[\w*\]|\(..)|\((?P<name>..)|(?P<sign>.))")
_NAMES = {"dq": '"', "aq": "'", "ti": "~", "ha": "^", "rs": "\\", "bu": "*"}
_SIGNS = {"e": "\\", "&": "", "|": "", "^": "", "c": "", "%": "", ":": ""}


def read_file(text: str, name: str, _: str) -> Document:
    """Find the Corefiles in the examples of a page. Never raises."""
    found = [
        replace(item, origin=_origin(item))
        for number, made in enumerate(_examples(text), 1)
        for item in shown_in(Fence(made.text(), 0, None, ""), "", number, made.map)
    ]
    return Document(name, text, tuple(found), ())


def _origin(item: Embedded) -> Derived:
    """Return where a Corefile is."""
    of = item.origin
    return Derived("pages of a manual are not edited", of.title, "", of.config_map, of.key)


def _examples(text: str) -> Iterator[MappedText]:
    """Yield each example, without requests, and with the signs that are meant."""
    made: MappedText | None = None
    at = 0
    for line in text.splitlines(keepends=True):
        word = line.rstrip()
        start, at = at, at + len(line)
        if word in _EXAMPLE:
            made = MappedText(text, at)
        elif made is not None and word in _END:
            yield made
            made = None
        elif made is not None and not line.startswith(_REQUESTS):
            _add(made, text, start, at)


def _add(made: MappedText, text: str, start: int, end: int) -> None:
    """Add a line."""
    for found in _ESCAPE.finditer(text, start, end):
        made.copy(start, found.start())
        start = found.end()
        sign = found["sign"] or ""
        made.make(_NAMES.get(found["name"], _SIGNS.get(sign, sign)), *found.span())
    made.copy(start, end)
