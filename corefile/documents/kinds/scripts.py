"""The Corefiles in scripts and in code for Terraform: here-documents, and strings.

A script writes its Corefile as `cat >Corefile <<EOF`, Terraform as `Corefile = <<-EOT` or in a
string. A here-document may also be a manifest, and so may a text in quotes that a shell gives to
`kubectl patch`; or it is a script itself, for another machine.
"""

from __future__ import annotations

import re
from functools import partial
from os.path import commonprefix

from corefile.documents.kinds.plain import PlainFile
from corefile.documents.kinds.template.marks import shell_marks
from corefile.documents.kinds.template.rendering import STAND_IN, rendering_of
from corefile.documents.kinds.template.variants import filled_in
from corefile.documents.kinds.within import Filled, Stretch, TextKey
from corefile.documents.model import Document, Embedded, Origin
from corefile.documents.recognise import (
    begins_like_corefile,
    is_corefile_name,
    reads_as_corefile,
    reads_as_part,
)
from corefile.documents.sniff import may_hold_corefile
from corefile.documents.written import Unwritable, Written
from corefile.documents.yaml.string import YamlString
from corefile.text.edits import Edit
from corefile.text.offsets import MappedText, OffsetMap, Segment
from corefile.text.records import dataclass
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from corefile.documents.kinds.template.marks import Tag
    from corefile.documents.model import Kind, Piece

    #: What finds the Corefiles in a manifest.
    ReadManifest: TypeAlias = Callable[[str], tuple[Embedded, ...]]

__all__ = [
    "RUBY",
    "SHELLS",
    "TERRAFORM",
    "HereDocument",
    "inner_texts",
    "stretches",
    "texts_in",
    "with_values",
]

#: Those with here-documents; in Terraform's, `$` is for Terraform.
SHELLS = frozenset(("bash", "dockerfile", "sh", "zsh"))
TERRAFORM = "tf"
RUBY = "rb"

#: The first line of one, after the prompt of a shell where it is copied from a terminal.
_HERE = regex(
    r"^(?=[^\n]*\n)(?P<line>(?:(?:\[[^\]\n]*\]|[\w.-]+@[^\s#]+)#[ \t])?[^\n#]*)"
    r"<<(?P<dash>[-~]?)[ \t]*(?P<quote>[\\'\"]?)(?P<mark>[A-Za-z_]\w*)[^\n]*\n",
    re.MULTILINE,
)
#: In Ruby, `<<` alone adds to a list.
_ADDS = regex(r"<<(?:[a-z]|[ \t])")
#: What Ruby puts values in by.
_INTERPOLATED = "#{"
#: Where a file is, beside its content; and what ends the block they are in.
_FILE = regex(
    r"""(?mx)^[ \t]*(?:(?:path|file_?name|destination|dest)[ \t]*=|file(?=[ \t]))[ \t]*
    ["'](?P<path>[^"'\n]*)["']"""
)
#: The file that a shell writes a here-document into.
_INTO = regex(r"""(?:>|\btee(?:[ \t]+(?:-a|--append))?(?=[ \t]))[ \t]*+["']?(?P<file>[\w./-]+)""")
_END_OF_BLOCK = regex(r"^[ \t]*\}", re.MULTILINE)
_NEAR = 400
_NAMES = regex(r"[\w./-]+")
_MARGIN = regex(r"^[ \t]*(?=\S)", re.MULTILINE)
_STRING = regex(
    r"""(?<![\w.-])(?P<key>[\w.-]{1,60})["']?\s*[=:]\s*"(?P<body>(?:[^"\\\n]|\\.)*)\""""
)
_PART = regex(r"\\u[0-9a-fA-F]{4}|\\.|[^\\]+")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}

#: For each of them the rest of the file is searched.
_MOST_UNENDED = 10

#: What a shell writes before each line that it is waiting for.
_CONTINUED = regex(r">(?:[ \t]|\r?\n)")

#: A text in quotes that begins like YAML, JSON or a Corefile, in which nothing is put in.
_QUOTED = tuple(
    regex(
        rf"(?:^|(?<=[\s=(])){quote}(?P<body>\s*(?:[\[{{]|[\w.-]+:\s"
        rf"|(?:[^\s{{}}{others}]+[ \t]+)+\{{[ \t]*\n)[^{others}]*){quote}",
        re.MULTILINE,
    )
    for quote, others in (("'", "'"), ('"', '"\\\\$`'))
)

#: A key of a ConfigMap that `kubectl create` is given.
_LITERAL = regex(
    r"--from-literal[= ](?:'(?P<own>[\w.-]+)=|(?P<key>[\w.-]+)=')(?P<body>[^']*)'", re.ASCII
)

#: A text of several lines in quotes that a shell prints into a file or to a program.
_PRINTED = regex(
    r"""\b(?:echo|printf)(?:[ \t]+-[neE]+)?[ \t]+(?:\\\n[ \t]*)?"""
    r"""(?:"(?P<body>(?>(?:[^"\\]|\\.)*))"|'(?P<raw>[^']*+)')"""
    r"""[ \t]*(?:\\\n[ \t]*)?(?P<into>>{1,2}|\|)(?P<rest>[^\n;&]*)""",
    re.DOTALL,
)

#: What a shell, or Terraform, would put something in for.
_SPECIAL = regex(r"[$`\\]|%\{")


@dataclass(frozen=True, slots=True)
class HereDocument(Origin):
    """A here-document in a script or in code for Terraform."""

    #: Nothing: it can be edited.
    read_only = ""
    #: All of it is read again.
    is_costly = True

    #: Which of the file's here-documents it is, from 1 on.
    number: int
    #: Its text, without the indentation that its mark takes off, and with words for what a shell
    #: puts in.
    content: str
    #: The places of the characters of that.
    places: OffsetMap
    #: What that indentation is.
    indent: str
    #: Whether nothing is put in for a `$`.
    is_quoted: bool
    #: The Corefile as it is in that text.
    corefile: Embedded
    #: The ConfigMap of the Corefile, as `NAMESPACE/NAME` as far as they are given.
    config_map: str = ""
    #: Its key there.
    key: str = ""
    #: What that is put together from.
    pieces: tuple[Piece, ...] = ()

    @property
    def title(self) -> str:
        """Where it is, in words ("here-document 1, ConfigMap coredns, key Corefile")."""
        inner = self.corefile.origin.title
        return f"here-document {self.number}" + (f", {inner}" if inner else "")

    @property
    def inside(self) -> tuple[str, OffsetMap, Embedded]:
        """Its text, and the Corefile in that."""
        return self.content, self.places, self.corefile

    def around(self, file: str) -> str:
        """Return the text that the pieces have their places in: not that of the file."""
        return self.corefile.origin.around(self.content)

    @property
    def innermost(self) -> Origin:
        """Where it is in that text."""
        return self.corefile.origin.innermost

    def write(self, file: str, corefile: Embedded, edits: Sequence[Edit]) -> Written:
        """Turn edits of the Corefile into edits of the lines. Raises Unwritable."""
        origin = self.corefile.origin
        if origin.read_only:
            raise Unwritable(origin.read_only)
        inner = origin.write(self.content, self.corefile, edits)
        texts = [edit.text for edit in inner.edits]
        if any(map(STAND_IN.search, texts)):
            raise Unwritable("an edit would write out what is put in here")
        if not self.is_quoted and any(map(_SPECIAL.search, texts)):
            raise Unwritable("something would be put in for a part of the edited text")
        return Written(tuple(map(self._outer, inner.edits)), inner.restyled)

    def _outer(self, edit: Edit) -> Edit:
        """Return an edit of the text as one of the file."""
        start, end = self.places.outer(edit.start), self.places.outer(edit.end)
        lines = edit.text.replace("\n", f"\n{self.indent}").replace(f"\n{self.indent}\n", "\n\n")
        if edit.start == len(self.content) and self.indent:
            lines = (self.indent + lines).removesuffix(self.indent)
        return Edit(start, end, lines)


def texts_in(
    text: str, language: str, read: ReadManifest, *, is_inner: bool = False
) -> Iterator[Embedded]:
    """Yield the Corefiles in a script, or in code for Terraform (`tf`).

    `read` finds those in a manifest. What is in a here-document may be a script, too.
    """
    within = read if is_inner else partial(_manifest_or_script, read)
    at = number = unended = 0
    while found := _HERE.search(text, at):
        yield from _strings(text, at, found.end(), language, read)
        # In a text in quotes, which another shell gets, it may end with that.
        quotes = "".join(each for each in "\"'" if found["line"].count(each) % 2)
        end = rf"^>?[ \t]*{found['mark']}(?:[ \t]*\r?$"
        mark = re.compile(end + (rf"|[{quotes}])" if quotes else ")"), re.MULTILINE)
        ends = mark.search(text, found.end())
        if ends is None:
            unended += 1
            if unended > _MOST_UNENDED:
                return
            at = found.end()
            continue
        number += 1
        names = _NAMES.findall(found[0])
        if language in (TERRAFORM, RUBY):
            names += _files_near(text, at, found.start(), ends.end())
        content = text[found.end() : ends.start()]
        is_whole = _is_text(found, content) if language == RUBY else not _is_piece(found, content)
        if is_whole:
            inner = partial(inner_texts, names, read=within)
            yield from _in_document(text, found, ends.start(), language, number, inner)
        at = ends.end()
    yield from _strings(text, at, len(text), language, read)


def _is_piece(found: re.Match[str], content: str) -> bool:
    """Tell whether a here-document is a piece of a file that a shell writes in several steps."""
    file = _INTO.search(found[0])
    if file is None or content.count("{") == content.count("}"):
        return False
    added = rf"(?:>>|\btee[ \t]+(?:-a|--append))[ \t]*[\"']?{re.escape(file['file'])}(?![\w./-])"
    return re.search(added, found.string) is not None


def _is_text(found: re.Match[str], content: str) -> bool:
    """Tell whether what begins like a here-document is one in Ruby, with no values put in."""
    is_filled = not found["quote"] and _INTERPOLATED in content
    is_added = not found["dash"] and _ADDS.match(found[0], len(found["line"])) is not None
    return not is_filled and not is_added


def _files_near(text: str, first: int, start: int, end: int) -> list[str]:
    """Return the paths of files beside a here-document, in the same block of code."""
    before = text[max(first, start - _NEAR) : start]
    closed = [found.end() for found in _END_OF_BLOCK.finditer(before)]
    after = _END_OF_BLOCK.split(text[end : end + _NEAR], maxsplit=1)[0]
    return [*_FILE.findall(before[max(closed, default=0) :]), *_FILE.findall(after)]


def _in_document(
    text: str, found: re.Match[str], end: int, language: str, number: int, read: ReadManifest
) -> Iterator[Embedded]:
    """Yield what a here-document holds; `read` finds it in the text."""
    content, places, indent = _content(text, found, end, language)
    is_quoted = bool(found["quote"]) and language != TERRAFORM
    if not is_quoted and language not in (TERRAFORM, RUBY):
        rendered = next(rendering_of(content, shell_marks(content)).variants())
        content, places = rendered.text, rendered.map.through(places)
    inner = Document("", content, read(content), ())
    # One string may be several Corefiles, by aliases, which their map tells.
    maps = {id(item.map): item.map.through(places) for item in inner.corefiles}
    for raw, item in zip(inner.corefiles, filled_in(inner).corefiles, strict=True):
        of = item.origin
        where = number, content, places, indent, is_quoted
        origin = HereDocument(*where, item, of.config_map, of.key, of.pieces)
        yield Embedded(item.text, item.kind, maps[id(raw.map)], origin)


def inner_texts(names: Iterable[str], content: str, read: ReadManifest) -> tuple[Embedded, ...]:
    """Return the Corefiles in a text that code has, with the words that may say what it is."""
    kind = _kind([*names], content)
    if kind is not None:
        return (Embedded(content, kind, OffsetMap.identity(len(content)), PlainFile()),)
    if not may_hold_corefile(content):
        return ()
    return read(content)


def _manifest_or_script(read: ReadManifest, text: str) -> tuple[Embedded, ...]:
    """Return the Corefiles in a manifest, or in a script for another machine."""
    scripts = texts_in(text, "sh", read, is_inner=True) if "<<" in text else ()
    return tuple(scripts) or read(text)


def stretches(
    what: str,
    text: str,
    span: tuple[int, int],
    quote: str,
    read: ReadManifest,
    names: Iterable[str] = (),
) -> Iterator[Embedded]:
    """Yield what a stretch of code holds, which nothing is put into."""
    start, end = span
    content = text[start:end]
    inner = inner_texts(names, content, read)
    shift = OffsetMap((Segment(0, start, len(content)),))
    # One string may be several Corefiles, by aliases, which their map tells.
    maps = {id(item.map): item.map.through(shift) for item in inner}
    for item in inner:
        origin = Stretch.of(what, start, content, item, quote)
        yield Embedded(item.text, item.kind, maps[id(item.map)], origin)


def _kind(names: list[str], content: str) -> Kind | None:
    """Tell what a here-document is, by the words on its first line; None where nothing shows it."""
    if any(name.endswith(".override") for name in names) and begins_like_corefile(content):
        return "override"
    if any(name.endswith(".server") for name in names) and begins_like_corefile(content):
        return "server"
    is_named = any(map(is_corefile_name, names)) and begins_like_corefile(content)
    if is_named or reads_as_corefile(content):
        return "corefile"
    return "override" if reads_as_part(content) else None


def _content(
    text: str, found: re.Match[str], end: int, language: str
) -> tuple[str, OffsetMap, str]:
    """Return the text of a here-document, the places of its characters, and its indentation."""
    start = found.end()
    margins = _MARGIN.findall(text, start, end) if found["dash"] else [""]
    indent = commonprefix(margins)  # noqa: RUF071 - of indentations, not of paths
    if language != TERRAFORM:
        indent = (
            indent if found["dash"] == "~" else indent[: len(indent) - len(indent.lstrip("\t"))]
        )
        if _CONTINUED.match(text, start, end):
            indent = "> "
    made = MappedText(text, start)
    while start < end:
        after = text.find("\n", start, end) + 1 or end
        here = start + len(indent) if text.startswith(indent, start, after) else start
        if indent == "> " and text.startswith(">", here):
            here += 1
        made.copy(here, after)
        start = after
    return made.text(), made.map(), indent


def _printed(text: str, found: re.Match[str], read: ReadManifest) -> Iterator[Embedded]:
    """Yield what a text in quotes holds that a shell prints; manifests in single ones are known."""
    is_raw = found["body"] is None
    start, end = found.span("raw" if is_raw else "body")
    content = text[start:end]
    names = _NAMES.findall(found["rest"])
    if "\n" not in content or (is_raw and _kind(names, content) is None):
        return
    marks = () if is_raw else shell_marks(content, in_quotes=True)
    shift = OffsetMap((Segment(0, start, len(content)),))
    number = text.count("\n", 0, start) + 1
    yield from with_values(f"quoted text on line {number}", content, marks, shift, names, read)


def with_values(
    what: str,
    content: str,
    marks: Sequence[Tag],
    places: OffsetMap,
    names: Iterable[str],
    read: ReadManifest,
) -> Iterator[Embedded]:
    """Yield what a text in code holds that values are put into where there are marks."""
    rendered = next(rendering_of(content, marks).variants())
    inner = Document("", rendered.text, inner_texts(names, rendered.text, read), ())
    # One string may be several Corefiles, by aliases, which their map tells.
    maps = {id(x.map): x.map.through(rendered.map).through(places) for x in inner.corefiles}
    for raw, item in zip(inner.corefiles, filled_in(inner).corefiles, strict=True):
        of = item.origin
        origin = Filled(what, of.title, of.config_map, of.key)
        yield Embedded(item.text, item.kind, maps[id(raw.map)], origin)


def _shell_strings(text: str, start: int, end: int, read: ReadManifest) -> Iterator[Embedded]:
    """Yield what strings of a shell hold."""
    literals = {found.end(): found for found in _LITERAL.finditer(text, start, end)}
    known: set[int] = set()
    others = (found for quoted in _QUOTED for found in quoted.finditer(text, start, end))
    own = (found for found in others if found.end() not in literals)
    for quoted in (*own, *literals.values()):
        number = text.count("\n", 0, quoted.start()) + 1
        groups = quoted.groupdict()
        names = [groups.get("key") or groups.get("own") or ""]
        quote = quoted[0][-1]
        of = f"quoted text on line {number}"
        for item in stretches(of, text, quoted.span("body"), quote, read, names):
            known.add(quoted.start("body"))
            yield item
    for printed in _PRINTED.finditer(text, start, end):
        if known.isdisjoint((printed.start("body"), printed.start("raw"))):
            yield from _printed(text, printed, read)


def _strings(
    text: str, start: int, end: int, language: str, read: ReadManifest
) -> Iterator[Embedded]:
    """Yield what strings hold: of Terraform, those called like a Corefile; of shells, any."""
    if language != TERRAFORM:
        yield from _shell_strings(text, start, end, read)
        return
    for found in _STRING.finditer(text, start, end):
        if not is_corefile_name(found["key"]):
            continue
        made = MappedText(text, found.start("body"))
        for part in _PART.finditer(text, *found.span("body")):
            first, last = part.span()
            if text[first] != "\\":
                made.copy(first, last)
            elif last - first > 2:
                made.make(chr(int(part[0][2:], 16)), first, last)
            else:
                made.make(_ESCAPES.get(part[0][1], part[0][1]), first, last)
        value, places = made.text(), made.map()
        if begins_like_corefile(value):
            first, last = found.start("body") - 1, found.end()
            string = YamlString(value, places, '"', first, last, 0, None)
            yield Embedded(value, "corefile", places, TextKey(found["key"], string))
