"""The Corefiles in the blocks of code of a Markdown text.

A block counts when it is marked as ``corefile`` or ``coredns``, or as YAML or JSON that holds a
ConfigMap.  What an example leaves to its readers is read as what a template puts in; one that
describes the syntax of a plugin, with ``[`` and ``...``, is no Corefile and is let be.

Importing this module imports markdown-it-py.
"""

from __future__ import annotations

import re
from dataclasses import replace

from markdown_it import MarkdownIt

from corefile.documents.model import Document, Embedded, OffsetMap, Problem, Segment
from corefile.documents.placeholders import stand_ins
from corefile.documents.sniff import may_hold_corefile
from corefile.documents.template import filled_in, template_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from markdown_it.token import Token

__all__ = ["MAX_SIZE", "read_markdown"]

_LANGUAGE = re.compile(r"\{?\.?([a-z]+)")
_COREFILE = frozenset(("corefile", "coredns"))
_MANIFEST = frozenset(("yaml", "yml", "json"))

#: Of `cache [TTL] [ZONES...]`.
_SYNTAX = re.compile(r"\[[A-Z]|[A-Z\]]\.\.\.|\.\.\.\]|…")
_COMMENT = re.compile(r"#[^\n]*")

_BREAK = re.compile(r"\r\n?|\n")


#: To read more takes minutes; a book has less.
MAX_SIZE = 2_000_000

_TOO_LARGE = (
    f"This text has more than {MAX_SIZE:,} characters, and no Corefile in it is checked. Divide it."
)


def read_markdown(text: str, name: str) -> Document:
    """Find the Corefiles in the blocks of code of a text.  Never raises."""
    if len(text) > MAX_SIZE:
        return Document(name, text, (), (Problem(0, 0, _TOO_LARGE),))
    lines = _Lines(text)
    corefiles: list[Embedded] = []
    for number, (language, block) in enumerate(_blocks(text), 1):
        place = f"code block {number}"
        corefiles += _corefiles(language, block, lines, place)
    return Document(name, text, tuple(corefiles), ())


def _blocks(text: str) -> Iterator[tuple[str, Token]]:
    """Yield the fenced blocks of code, each with its language."""
    parser = MarkdownIt("commonmark").disable("inline")
    for token in parser.parse(text):
        if token.type == "fence" and token.map:
            language = _LANGUAGE.match(token.info.strip().lower())
            yield (language[1] if language else ""), token


def _corefiles(language: str, block: Token, lines: _Lines, place: str) -> Iterator[Embedded]:
    """Yield what a block of code holds."""
    content = block.content
    if language in _MANIFEST and may_hold_corefile(content):
        from corefile.documents.kubernetes import read_manifest  # noqa: PLC0415 - imports YAML
    elif language not in _COREFILE or _SYNTAX.search(_COMMENT.sub("", content)):
        return
    offsets = lines.place(block)
    variant = next(template_of(content, stand_ins(content)).variants())
    outer = variant.map.through(offsets)
    if language in _COREFILE:
        whole = Embedded(variant.text, "example", OffsetMap.identity(len(variant.text)))
        inner = Document("", variant.text, (whole,), ())
    else:
        inner = read_manifest(variant.text, "")
    for item in filled_in(inner).corefiles:
        where = f"{place}, {item.label}" if item.label else place
        places = item.map.through(outer)
        # An example does not show all that is there.
        yield replace(
            item, map=places, place=where, key="", holder=None, folder=None, pieces=(), slots=()
        )


class _Lines:
    """The lines of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        breaks = [found.span() for found in _BREAK.finditer(text)]
        self._starts = [0, *(end for _, end in breaks)]
        self._ends = [*(start for start, _ in breaks), len(text)]

    def place(self, block: Token) -> OffsetMap:
        """Give the place of each character of a block's content.

        The lines of a block in a list or a quotation lack what stands before them; of a tab there,
        blanks may be left that are in no file.
        """
        segments: list[Segment] = []
        inner = 0
        number = (block.map or [0])[0] + 1
        for line in block.content.split("\n"):
            start, end = self._starts[number], self._ends[number]
            copied = line if self._text.endswith(line, start, end) else line.lstrip(" ")
            made = len(line) - len(copied)
            if made:
                segments.append(Segment(inner, end - len(copied), 0))
            inner += made
            # The break is copied too where it is one character.
            length = len(copied) + self._text.startswith("\n", end)
            segments.append(Segment(inner, end - len(copied), length))
            inner += len(copied) + 1
            number += 1
            if number == len(self._starts):
                break
        return OffsetMap(tuple(_joined(segments)))


def _joined(segments: list[Segment]) -> Iterator[Segment]:
    """Yield runs that follow each other as one."""
    run = segments[0]
    for after in segments[1:]:
        if run.length and (after.inner - run.inner, after.outer - run.outer) == (run.length,) * 2:
            run = replace(run, length=run.length + after.length)
        else:
            yield run
            run = after
    yield run
