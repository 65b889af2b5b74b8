"""The Corefiles in the blocks of code of a Markdown text.

Those that are fenced are read, those that are indented, and those in what MkDocs indents: notes and
tabs, which are an indented block for everybody else.

Importing this module imports markdown-it-py.
"""

from __future__ import annotations

from markdown_it import MarkdownIt

from corefile.documents.kinds.inside import chart_problems
from corefile.documents.kinds.markdown.shown import Block, Lines, corefiles_in
from corefile.documents.model import Document, Embedded, Problem
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token

__all__ = ["MAX_DEPTH", "MAX_SIZE", "read_file"]

_LANGUAGE = regex(r"\{?\.?([a-z]+)")
_FENCES = ("```", "~~~")
#: How deep a note may be in a tab in a note.
_MAX_NOTES = 3

#: A mark of a list, where further lines of its item have spaces.
_MARK_OF_LIST = regex(r"[^ \t>]")
#: After this sign such lines need one space more: the sign takes it.
_GLUED_MARK = regex(r"(?<=>)(?=[^ \t>])")

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
    lines = Lines(text)
    corefiles: list[Embedded] = []
    tokens = _parse(text)
    for number, block in enumerate(_blocks(tokens, lines), 1):
        corefiles += corefiles_in(block, lines, number)
    deep = next((token for token in tokens if token.level >= MAX_DEPTH - 1), None)
    problems = () if deep is None else (lines.problem((deep.map or [0])[0], _TOO_DEEP),)
    return Document(name, text, tuple(corefiles), (*problems, *chart_problems(corefiles)))


def _parse(text: str) -> list[Token]:
    """Return what a text is made of."""
    return MarkdownIt("commonmark", {"maxNesting": MAX_DEPTH}).disable("inline").parse(text)


def _blocks(
    tokens: Sequence[Token], lines: Lines, above: int = 0, depth: int = 0
) -> Iterator[Block]:
    """Yield the blocks of code, of tokens whose text begins after so many lines of the file."""
    for token in tokens:
        if not token.map:
            continue
        number = above + token.map[0]
        if token.type == "fence":
            found = _LANGUAGE.match(token.info.strip().lower())
            opening = lines.line(number)
            before = _prefix_like(opening[: opening.index(token.markup)])
            language = found[1] if found else ""
            yield Block(language, token.content, number + 1, before, token.markup)
        elif token.type != "code_block":
            continue
        elif depth < _MAX_NOTES and any(fence in token.content for fence in _FENCES):
            yield from _blocks(_parse(token.content), lines, number, depth + 1)
        else:
            before = lines.line(number).removesuffix(token.content.partition("\n")[0])
            yield Block("", token.content, number, _prefix_like(before), "")


def _prefix_like(opening: str) -> str | None:
    """Return what is before the lines of a block that begins after `opening` on its line.

    None where tabs in a quotation make that hard to say.
    """
    if "\t" in opening and ">" in opening:
        return None
    return _MARK_OF_LIST.sub(" ", _GLUED_MARK.sub(" ", opening))
