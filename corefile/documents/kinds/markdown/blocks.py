"""The Corefiles in the blocks of code of a Markdown text.

A block counts when it is marked as `corefile` or `coredns`, or as YAML or JSON that holds a
ConfigMap. What an example leaves to its readers is read as what a template puts in; one that
describes the syntax of a plugin, with `[` and `...`, is not a Corefile and is ignored.

Importing this module imports markdown-it-py.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from corefile.documents.kinds.markdown.examples import describes_syntax, filled
from corefile.documents.kinds.markdown.lines import LINE_BREAK, Fence
from corefile.documents.kinds.markdown.origin import CodeBlock
from corefile.documents.kinds.plain import PlainFile
from corefile.documents.kinds.template.variants import filled_in
from corefile.documents.model import Document, Embedded, Problem
from corefile.documents.sniff import may_hold_corefile
from corefile.text.offsets import MappedText, OffsetMap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

__all__ = ["MAX_DEPTH", "MAX_SIZE", "read_file"]

_LANGUAGE = re.compile(r"\{?\.?([a-z]+)")
_COREFILE = frozenset(("corefile", "coredns"))
_MANIFEST = frozenset(("yaml", "yml", "json"))

#: A mark of a list, where further lines of its item have spaces.
_MARK_OF_LIST = re.compile(r"[^ \t>]")
#: After this sign such lines need one space more: the sign takes it.
_GLUED_MARK = re.compile(r"(?<=>)(?=[^ \t>])")

#: To read more takes minutes; a book has less.
MAX_SIZE = 2_000_000

#: How deep lists and quotations are read, in levels: a list has two, itself and its item. The
#: parser recurses, and skips what is deeper without a word.
MAX_DEPTH = 100

_TOO_DEEP = (
    "Lists and quotations are nested too deep here: no Corefile in the deepest of them is checked."
    " Move the blocks of code out of the list or quotation."
)

_TOO_LARGE = (
    f"This text has more than {MAX_SIZE:,} characters, and no Corefile in it is checked. Divide it."
)


def read_file(text: str, name: str, _: str = "") -> Document:
    """Find the Corefiles in the blocks of code of a text. Never raises."""
    if len(text) > MAX_SIZE:
        return Document(name, text, (), (Problem(0, 0, _TOO_LARGE),))
    lines = _Lines(text)
    corefiles: list[Embedded] = []
    tokens = MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH}).disable("inline").parse(text)
    for number, (language, block) in enumerate(_blocks(tokens), 1):
        corefiles += _corefiles(language, block, lines, number)
    deep = next((token for token in tokens if token.level >= MAX_DEPTH - 1), None)
    problems = () if deep is None else (lines.problem(deep, _TOO_DEEP),)
    return Document(name, text, tuple(corefiles), problems)


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    """Yield the fenced blocks of code, each with its language."""
    for token in tokens:
        if token.type == "fence" and token.map:
            language = _LANGUAGE.match(token.info.strip().lower())
            yield (language[1] if language else ""), token


def _corefiles(language: str, block: Token, lines: _Lines, number: int) -> Iterator[Embedded]:
    """Yield what a block of code holds."""
    content = block.content
    if language in _MANIFEST and may_hold_corefile(content):
        from corefile.documents.kinds.kubernetes import read_file as read_manifest  # noqa: PLC0415 - imports YAML
    elif language not in _COREFILE or describes_syntax(content):
        return
    offsets = lines.place(block)
    rendered = filled(content)
    outer = rendered.map.through(offsets)
    if language in _COREFILE:
        places = OffsetMap.identity(len(rendered.text))
        whole = Embedded(rendered.text, "example", places, PlainFile())
        inner = Document("", rendered.text, (whole,), ())
    else:
        inner = read_manifest(rendered.text, "")
    # One string may be several Corefiles, by aliases, which their map tells.
    maps = {id(item.map): item.map.through(outer) for item in inner.corefiles}
    fence = Fence(content, *lines.start(block), block.markup)
    for raw, item in zip(inner.corefiles, filled_in(inner).corefiles, strict=True):
        origin = CodeBlock(number, fence, rendered, item, item.origin.pieces)
        yield Embedded(item.text, item.kind, maps[id(raw.map)], origin)


class _Lines:
    """The lines of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        breaks = [found.span() for found in LINE_BREAK.finditer(text)]
        self._starts = [0, *(end for _, end in breaks)]
        self._ends = [*(start for start, _ in breaks), len(text)]

    def problem(self, token: Token, message: str) -> Problem:
        """Return a problem of the line that a token begins on."""
        number = (token.map or [0])[0]
        return Problem(self._starts[number], self._ends[number], message)

    def start(self, block: Token) -> tuple[int, str | None]:
        """Return where the first line of a block's content begins, and what is before it."""
        number = (block.map or [0])[0]
        opening = self._text[self._starts[number] : self._ends[number]]
        start = [*self._starts[number + 1 : number + 2], len(self._text)][0]
        return start, _prefix_like(opening[: opening.index(block.markup)])

    def place(self, block: Token) -> OffsetMap:
        """Return the place of each character of a block's content.

        The lines of a block in a list or a quotation lack what is before them; of a tab there,
        spaces may be left that are in no file.
        """
        number = (block.map or [0])[0] + 1
        made = MappedText(self._text, self.start(block)[0])
        # After the last line break there is no other line of the block.
        for line in block.content.removesuffix("\n").split("\n") if block.content else ():
            start, end = self._starts[number], self._ends[number]
            copied = line if self._text.endswith(line, start, end) else line.lstrip(" ")
            made.make(line[: len(line) - len(copied)], end - len(copied))
            made.copy(end - len(copied), end, copied)
            # The break is copied too where it is one character.
            if self._text.startswith("\n", end):
                made.copy(end, end + 1)
            else:
                made.make("\n", end)
            number += 1
        return made.map()


def _prefix_like(opening: str) -> str | None:
    """Return what is before the lines of a block that begins after `opening` on its line.

    None where tabs in a quotation make that hard to say.
    """
    if "\t" in opening and ">" in opening:
        return None
    return _MARK_OF_LIST.sub(" ", _GLUED_MARK.sub(" ", opening))
