"""The Corefiles in the blocks of code of a Markdown text.

A block counts when it is marked as `corefile` or `coredns`, as YAML or JSON that holds a ConfigMap
or the like, or as a script or code for Terraform with one in it; and when it is marked as plain
text, or not at all, and is server blocks with known plugins. Prompts of a shell before them are
skipped, and a block that is copied from a terminal is read as such a file. What an example leaves
to its readers is read as what a template puts in; one that describes the syntax of a plugin, with
`[` and `...`, is not a Corefile and is ignored.

Importing this module imports markdown-it-py.
"""

from __future__ import annotations

from markdown_it import MarkdownIt

from corefile.documents.kinds.markdown.examples import describes_syntax, filled
from corefile.documents.kinds.markdown.lines import LINE_BREAK, Fence
from corefile.documents.kinds.markdown.origin import CodeBlock, Printed
from corefile.documents.kinds.plain import PlainFile
from corefile.documents.kinds.template.variants import filled_in
from corefile.documents.model import Document, Embedded, Problem
from corefile.documents.recognise import reads_as_corefile
from corefile.documents.sniff import is_manifest, is_terminal, may_hold_corefile
from corefile.text.offsets import MappedText, OffsetMap, Segment
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from markdown_it.token import Token

__all__ = ["MAX_DEPTH", "MAX_SIZE", "read_file"]

_LANGUAGE = regex(r"\{?\.?([a-z]+)")
_COREFILE = frozenset(("corefile", "coredns"))
_MANIFEST = frozenset(("yaml", "yml", "json"))
_SCRIPT = frozenset(("bash", "sh", "shell", "zsh", "console", "hcl", "terraform", "tf"))
#: What Corefiles are marked as where nothing better is known.
_PLAIN = frozenset(
    (
        "",
        "text",
        "txt",
        "plain",
        "plaintext",
        "nginx",
        "conf",
        "config",
        "caddy",
        "caddyfile",
        "ini",
    )
)

#: Lines with a prompt of a shell, before what the command prints.
_PROMPTS = regex(r"(?:[ \t]*+(?:[\w@:~-]*[$%>]|#)[ \t][^\n]*\n)+")
_PROMPT = regex(r"[ \t]*+(?:[\w@:~-]*[$%>]|#[ \t]+(?:cat|kubectl|vim?|nano)\b)")

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
    read = _reader(language, content)
    if read is None:
        return
    offsets = lines.place(block)
    rendered = filled(content)
    outer = rendered.map.through(offsets)
    inner = Document("", rendered.text, tuple(read(rendered.text)), ())
    # One string may be several Corefiles, by aliases, which their map tells.
    maps = {id(item.map): item.map.through(outer) for item in inner.corefiles}
    fence = Fence(content, *lines.start(block), block.markup)
    for raw, item in zip(inner.corefiles, filled_in(inner).corefiles, strict=True):
        origin = CodeBlock(number, fence, rendered, item, item.origin.pieces)
        yield Embedded(item.text, item.kind, maps[id(raw.map)], origin)


def _reader(language: str, content: str) -> Callable[[str], Iterable[Embedded]] | None:
    """Return what reads a block of code in a language; None where it holds no Corefile."""
    if language in _COREFILE:
        return None if describes_syntax(content) else _whole
    if language in _MANIFEST or (language in _PLAIN and is_manifest("", content)):
        is_read = may_hold_corefile(content)
        return (_terminal if is_terminal("", content) else _manifest) if is_read else None
    if language in _SCRIPT and "<<" in content and language[0] in "ht":
        return _hcl
    if language not in _PLAIN and language not in _SCRIPT:
        return None
    if "{" in content and reads_as_corefile(content[_prompts(content) :]):
        return None if describes_syntax(content) else _whole
    is_copied = any(sign in content for sign in ("<<", "orefile", ".server", ".override"))
    return _terminal if is_copied else None


def _prompts(content: str) -> int:
    """Return how much of a text is prompts, with commands, before what they print."""
    found = _PROMPTS.match(content) if _PROMPT.match(content) else None
    return found.end() if found else 0


def _whole(text: str) -> Iterator[Embedded]:
    start = _prompts(text)
    places = OffsetMap((Segment(0, start, len(text) - start),))
    yield Embedded(text[start:], "example", places, PlainFile() if not start else Printed(start))


def _manifest(text: str) -> Iterable[Embedded]:
    from corefile.documents.kinds.kubernetes import read_file as read_manifest  # noqa: PLC0415 - imports YAML

    return read_manifest(text, "").corefiles


def _terminal(text: str) -> Iterable[Embedded]:
    from corefile.documents.kinds.terminal import texts_in  # noqa: PLC0415 - for such blocks only

    return texts_in(text)


def _hcl(text: str) -> Iterable[Embedded]:
    from corefile.documents.kinds.code import texts_in  # noqa: PLC0415 - for such blocks only

    return texts_in(text, "tf")


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
