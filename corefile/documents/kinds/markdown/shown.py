"""The Corefiles in the blocks of code of a documentation, whatever it is written in.

A block counts when it is marked as `corefile` or `coredns`, as YAML or JSON that holds a ConfigMap
or the like, or as a script or code for Terraform with one in it; and when it is marked as plain
text, or not at all, and is server blocks with known plugins. Prompts of a shell before them are
skipped, and a block that is copied from a terminal is read as such a file. What an example leaves
to its readers is read as what a template puts in; one that describes the syntax of a plugin, with
`[` and `...`, is not a Corefile and is ignored.
"""

from __future__ import annotations

from functools import partial

from corefile.documents.kinds.markdown.examples import describes_syntax, filled, is_cut_off
from corefile.documents.kinds.markdown.lines import LINE_BREAK, Fence
from corefile.documents.kinds.markdown.origin import CodeBlock, Derived, Printed
from corefile.documents.kinds.plain import PlainFile
from corefile.documents.kinds.template.variants import filled_in
from corefile.documents.model import Document, Embedded, Problem
from corefile.documents.recognise import reads_as_corefile, reads_as_part
from corefile.documents.sniff import is_manifest, is_terminal, may_hold_corefile
from corefile.text.brief import Brief
from corefile.text.offsets import MappedText, OffsetMap, Segment
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.vocabulary import PROMPT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Block", "Lines", "corefiles_in", "shown_in"]

_COREFILE = frozenset(("corefile", "coredns"))
_MANIFEST = frozenset(("yaml", "yml", "json", "jsonc"))
_SCRIPT = frozenset(
    "bash sh shell zsh console hcl terraform tf powershell pwsh dockerfile shellsession".split()
)
#: Programs, by what their blocks are marked as.
_CODE = {
    "csharp": "cs",
    "docker": "dockerfile",
    "golang": "go",
    "javascript": "js",
    "kotlin": "kt",
    "powershell": "ps1",
    "pwsh": "ps1",
    "puppet": "pp",
    "python": "py",
    "ruby": "rb",
    "rust": "rs",
    "typescript": "ts",
}
#: What Corefiles are marked as where nothing better is known.
_PLAIN = frozenset(
    (
        "",
        "text",
        "txt",
        "plain",
        "none",
        "plaintext",
        "nginx",
        "conf",
        "config",
        "caddy",
        "caddyfile",
        "ini",
    )
)

#: How a list of plugins for the chart of CoreDNS begins.
_LIST = regex(
    r"""(?>(?:[ \t]*(?:\#[^\n]*)?\n)*)(?:[ \t]*plugins:[ \t]*\n)?(?>(?:[ \t]*(?:\#[^\n]*)?\n)*)"""
    r"""[ \t]*-[ \t]+name:[ \t]*["']?[a-z]"""
)

#: What differences of files are marked as.
_DIFFERENCES = frozenset(("diff", "patch"))

#: Lines with a prompt of a shell, before what the command prints.
_COMMAND = r"(?:sudo[ \t]+)?(?:cat|kubectl|less|more|nano|oc|tee|vim?)[ \t]"
_PROMPTS = regex(
    rf"(?:[ \t]*+(?:{PROMPT}|(?:[\w@:~-]*[$%>]|#)[ \t]|{_COMMAND})[^\n]*\n(?:[ \t]*\n)*)+"
)
_PROMPT = regex(rf"[ \t]*+(?:{PROMPT}|[\w@:~-]*[$%>]|#[ \t]+{_COMMAND}|{_COMMAND}(?![^\n]*<<))")


@dataclass(frozen=True, slots=True)
class Block(Brief):
    """A block of code in a text."""

    #: What it is marked as, in small letters; empty where it is not.
    language: str
    #: Its text, without what is before each line.
    content: str
    #: The number of its first line in the file, from 0 on.
    first: int
    #: What is before its lines, as far as its first one shows; None where it does not.
    prefix: str | None
    #: What it begins with, such as three backticks; empty for one that is but indented.
    marker: str


def corefiles_in(block: Block, lines: Lines, number: int) -> Iterator[Embedded]:
    """Yield what a block of code holds."""
    fence = Fence(block.content, lines.start(block.first), block.prefix, block.marker)
    yield from shown_in(fence, block.language, number, lambda: lines.place(block))


def shown_in(
    fence: Fence, language: str, number: int, place: Callable[[], OffsetMap]
) -> Iterator[Embedded]:
    """Yield what a text holds that is shown; `place` gives the places of its characters."""
    content = fence.content
    read = None if is_cut_off(content) else _reader(language, content)
    if read is None:
        return
    rendered = filled(content)
    outer = rendered.map.through(place())
    inner = Document("", rendered.text, tuple(read(rendered.text)), ())
    # One string may be several Corefiles, by aliases, which their map tells.
    maps = {id(item.map): item.map.through(outer) for item in inner.corefiles}
    for raw, item in zip(inner.corefiles, filled_in(inner).corefiles, strict=True):
        origin = CodeBlock(number, fence, rendered, outer, item, item.origin.pieces)
        yield Embedded(item.text, item.kind, maps[id(raw.map)], origin)


def _reader(language: str, content: str) -> Callable[[str], Iterable[Embedded]] | None:
    """Return what reads a block of code in a language; None where it holds no Corefile."""
    if language in _COREFILE:
        return None if describes_syntax(content) else _whole
    if language in _DIFFERENCES:
        return _changed
    may_be = language in _MANIFEST or (language in _PLAIN and is_manifest("", content))
    if may_be and may_hold_corefile(content):
        return _terminal if is_terminal("", content) else _manifest
    if language in ("", *_MANIFEST) and _LIST.match(content):
        return _plugins
    if language in _SCRIPT and "<<" in content and language[0] in "ht":
        return _hcl
    if language not in _PLAIN | _MANIFEST | _SCRIPT:
        return partial(_in_code, _CODE.get(language, language)) if "{" in content else None
    text = content[_prompts(content) :]
    if ("{" in text and reads_as_corefile(text)) or reads_as_part(text):
        return None if describes_syntax(content) else _whole
    is_copied = any(sign in content for sign in ("<<", "orefile", ".server", ".override"))
    return partial(_copied, language) if is_copied else None


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


def _changed(text: str) -> Iterator[Embedded]:
    """Yield what the new side of a difference holds; most show a part of a file."""
    from corefile.documents.kinds.markdown.difference import new_sides  # noqa: PLC0415 - for few files
    from corefile.documents.kinds.strings import is_whole  # noqa: PLC0415

    for content, places in new_sides(text):
        read = _reader("", content)
        for item in filter(is_whole, read(content) if read else ()):
            of = item.origin
            where = of.title, of.config_map, of.key
            origin = Derived("it is one side of a difference", "new side", *where)
            yield Embedded(item.text, item.kind, item.map.through(places), origin)


def _plugins(text: str) -> Iterator[Embedded]:
    """Yield what the chart makes of a list of plugins, with a server around it."""
    from corefile.documents.kinds.helm.listed import with_server  # noqa: PLC0415 - imports YAML

    values = with_server(text)
    if values is not None:
        content, places = values
        for item in _manifest(content):
            origin = Derived("it is a part of values", "plugins", "", "", "")
            yield Embedded(item.text, "example", item.map.through(places), origin)


def _terminal(text: str) -> Iterable[Embedded]:
    from corefile.documents.kinds.terminal import texts_in  # noqa: PLC0415 - for such blocks only

    return texts_in(text)


def _copied(language: str, text: str) -> Iterable[Embedded]:
    found = tuple(_in_code(_CODE[language], text)) if language in _CODE else ()
    return found or _terminal(text)


def _in_code(language: str, text: str) -> Iterable[Embedded]:
    from corefile.documents.kinds.code import LANGUAGES, texts_in  # noqa: PLC0415 - for such blocks only

    return texts_in(text, language) if language in LANGUAGES else ()


def _hcl(text: str) -> Iterable[Embedded]:
    from corefile.documents.kinds.code import texts_in  # noqa: PLC0415 - for such blocks only

    return texts_in(text, "tf")


class Lines:
    """The lines of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        breaks = [found.span() for found in LINE_BREAK.finditer(text)]
        self._starts = [0, *(end for _, end in breaks)]
        self._ends = [*(start for start, _ in breaks), len(text)]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._starts)

    def line(self, number: int) -> str:
        """Return one without its end."""
        return self._text[self._starts[number] : self._ends[number]]

    def start(self, number: int) -> int:
        """Return where one begins, or where the text ends."""
        return self._starts[number] if number < len(self._starts) else len(self._text)

    def problem(self, number: int, message: str) -> Problem:
        """Return a problem of a line."""
        return Problem(self._starts[number], self._ends[number], message)

    def place(self, block: Block) -> OffsetMap:
        """Return the place of each character of a block's content.

        The lines of a block in a list or a quotation lack what is before them; of a tab there,
        spaces may be left that are in no file.
        """
        number = block.first
        made = MappedText(self._text, self.start(number))
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
