"""The Corefiles in the blocks of code of texts in reStructuredText and AsciiDoc."""

from __future__ import annotations

from corefile.documents.kinds.inside import chart_problems
from corefile.documents.kinds.markdown.shown import Block, Lines, corefiles_in
from corefile.documents.model import Document
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["read_file"]

#: In reStructuredText: what comes before lines that are indented deeper. `::` ends a paragraph.
_DIRECTIVE = regex(
    r"(?P<before>[ \t]*)\.\.[ \t]+(?:code-block|code|sourcecode|parsed-literal|highlight)::"
    r"[ \t]*(?P<language>[\w+-]*)"
)
_LITERAL = regex(r"(?P<before>[ \t]*+)(?!\.\. ).*::[ \t]*\r?")
_OPTION = regex(r"[ \t]+:[\w-]+:")

#: In AsciiDoc: the mark of a block, and the line before it that says what it is.
_MARKS = regex(r"(?:-{4,}|\.{4,}|```)(?P<language>\w*)[ \t]*\r?")
_SOURCE = regex(r"\[(?:source|,)[ ,%\w=]*?,[ \t]*(?P<language>[\w+-]+)")


def read_file(text: str, name: str, bare: str) -> Document:
    """Find the Corefiles in the blocks of code of a text. Never raises.

    `bare` is its name without the endings of templates.
    """
    lines = Lines(text)
    blocks = _in_rst(lines) if bare.lower().endswith(".rst") else _in_adoc(lines)
    found = [
        corefile
        for number, block in enumerate(blocks, 1)
        for corefile in corefiles_in(block, lines, number)
    ]
    return Document(name, text, tuple(found), chart_problems(found))


def _in_rst(lines: Lines) -> Iterator[Block]:
    """Yield the blocks of code in reStructuredText."""
    number = 0
    while number < len(lines):
        opening = lines.line(number)
        directive = _DIRECTIVE.match(opening)
        found = directive or _LITERAL.fullmatch(opening)
        number += 1
        if found is None:
            continue
        depth = len(found["before"].expandtabs())
        while directive and number < len(lines) and _OPTION.match(lines.line(number)):
            number += 1
        first = number
        while number < len(lines) and _is_deeper(lines.line(number), depth):
            number += 1
        yield from _indented(lines, first, number, directive["language"] if directive else "")


def _is_deeper(line: str, depth: int) -> bool:
    """Tell whether a line is blank, or has more spaces before it than so many."""
    return not line.strip() or len(line.expandtabs()) - len(line.expandtabs().lstrip()) > depth


def _indented(lines: Lines, first: int, last: int, language: str) -> Iterator[Block]:
    """Yield the block that some lines are, without the blank ones around it."""
    numbers = [number for number in range(first, last) if lines.line(number).strip()]
    if not numbers:
        return
    written = [lines.line(number) for number in range(numbers[0], numbers[-1] + 1)]
    margin = min(len(line) - len(line.lstrip()) for line in written if line.strip())
    prefix = written[0][:margin]
    content = "".join(f"{line[margin:]}\n" for line in written)
    yield Block(language.lower(), content, numbers[0], prefix, "")


def _in_adoc(lines: Lines) -> Iterator[Block]:
    """Yield the blocks of code in AsciiDoc."""
    number = 0
    while number < len(lines):
        mark = lines.line(number).rstrip()
        found = _MARKS.fullmatch(mark)
        number += 1
        if found is None:
            continue
        source = _SOURCE.match(lines.line(number - 2)) if number > 1 else None
        language = (source or found)["language"].lower()
        end = mark.removesuffix(found["language"])
        first = number
        while number < len(lines) and lines.line(number).rstrip() != end:
            number += 1
        if number < len(lines):
            content = "".join(f"{lines.line(each)}\n" for each in range(first, number))
            yield Block(language, content, first, "", end)
        number += 1
