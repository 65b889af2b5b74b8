"""The Corefiles in code: here-documents of shells and of Terraform, and strings of Terraform.

A script writes its Corefile as `cat >Corefile <<EOF`, Terraform as `Corefile = <<-EOT` or in a
string. A here-document may also be a manifest. Code of any other language holds none, and neither
does a script without one: it is something else than a Corefile.
"""

from __future__ import annotations

import re
from os.path import commonprefix

from corefile.documents.kinds.plain import PlainFile
from corefile.documents.kinds.plain import read_file as read_plain
from corefile.documents.kinds.within import TextKey
from corefile.documents.model import Document, Embedded, Origin, Problem
from corefile.documents.recognise import (
    begins_like_corefile,
    is_corefile_name,
    reads_as_corefile,
)
from corefile.documents.sniff import may_hold_corefile
from corefile.documents.written import Unwritable, Written
from corefile.documents.yaml.string import YamlString
from corefile.text.edits import Edit
from corefile.text.offsets import MappedText, OffsetMap
from corefile.text.records import dataclass
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corefile.documents.model import Kind, Piece

__all__ = ["HereDocument", "read_file", "texts_in"]

#: The languages of files that are given instead of a Corefile, by the ending of their names.
_LANGUAGES = {
    "bash": "a shell script",
    "c": "C code",
    "css": "a style sheet",
    "go": "Go code",
    "html": "a web page",
    "java": "Java code",
    "js": "JavaScript code",
    "pl": "Perl code",
    "ps1": "a PowerShell script",
    "py": "Python code",
    "rb": "Ruby code",
    "rs": "Rust code",
    "sh": "a shell script",
    "ts": "TypeScript code",
    "zsh": "a shell script",
}

#: Those with here-documents; in Terraform's, `$` is for Terraform.
_SHELLS = frozenset(("bash", "sh", "zsh"))
_TERRAFORM = "tf"

_HERE = regex(
    r"^(?=[^\n]*\n)(?P<line>[^\n#]*)<<(?P<dash>-?)[ \t]*(?P<quote>[\\'\"]?)(?P<mark>[A-Za-z_]\w*)"
    r"[^\n]*\n",
    re.MULTILINE,
)
_NAMES = regex(r"[\w./-]+")
_MARGIN = regex(r"^[ \t]*(?=\S)", re.MULTILINE)
_STRING = regex(
    r"""(?<![\w.-])(?P<key>[\w.-]{1,60})["']?\s*[=:]\s*"(?P<body>(?:[^"\\\n]|\\.)*)\""""
)
_PART = regex(r"\\u[0-9a-fA-F]{4}|\\.|[^\\]+")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}

#: For each of them the rest of the file is searched.
_MOST_UNENDED = 10

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
    #: Its text, without the indentation that its mark takes off.
    content: str
    #: The places of the characters of that.
    places: OffsetMap
    #: What that indentation is.
    indent: str
    #: Whether nothing is put in for a `$`.
    is_quoted: bool
    #: The Corefile as it is in that text.
    corefile: Embedded
    #: What that is put together from.
    pieces: tuple[Piece, ...] = ()

    @property
    def title(self) -> str:
        """Where it is, in words ("here-document 1, ConfigMap coredns, key Corefile")."""
        inner = self.corefile.origin.title
        return f"here-document {self.number}" + (f", {inner}" if inner else "")

    def around(self, file: str) -> str:
        """Return the text that the pieces have their places in: not that of the file."""
        return self.corefile.origin.around(self.content)

    def write(self, file: str, corefile: Embedded, edits: Sequence[Edit]) -> Written:
        """Turn edits of the Corefile into edits of the lines. Raises Unwritable."""
        origin = self.corefile.origin
        if origin.read_only:
            raise Unwritable(origin.read_only)
        inner = origin.write(self.content, self.corefile, edits)
        if not self.is_quoted and any(_SPECIAL.search(edit.text) for edit in inner.edits):
            raise Unwritable("something would be put in for a part of the edited text")
        return Written(tuple(map(self._outer, inner.edits)), inner.restyled)

    def _outer(self, edit: Edit) -> Edit:
        """Return an edit of the text as one of the file."""
        start, end = self.places.outer(edit.start), self.places.outer(edit.end)
        lines = edit.text.replace("\n", f"\n{self.indent}").replace(f"\n{self.indent}\n", "\n\n")
        if edit.start == len(self.content) and self.indent:
            lines = (self.indent + lines).removesuffix(self.indent)
        return Edit(start, end, lines)


def read_file(text: str, name: str, bare: str) -> Document:
    """Find the Corefiles in code; `bare` is its name without the endings of templates."""
    ending = bare.rpartition(".")[2].lower()
    if ending not in (*_LANGUAGES, _TERRAFORM):
        ending = "py" if "python" in text.partition("\n")[0] else "sh"  # as its first line says
    found = tuple(texts_in(text, ending)) if ending in (*_SHELLS, _TERRAFORM) else ()
    if found or ending == _TERRAFORM:
        return Document(name, text, found, ())
    if reads_as_corefile(text):
        return read_plain(text, name, bare)
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    end = start + len(text[start:].split("\n", 1)[0].rstrip())
    message = f"This is {_LANGUAGES[ending]}, not a Corefile: CoreDNS refuses it"
    advice = "name the Corefile that it writes or reads"
    return Document(name, text, (), (Problem(start, end, message, about="foreign", help=advice),))


def texts_in(text: str, language: str) -> Iterator[Embedded]:
    """Yield the Corefiles in a script, or in code for Terraform (`tf`)."""
    at = number = unended = 0
    while found := _HERE.search(text, at):
        if language == _TERRAFORM:
            yield from _strings(text, at, found.end())
        mark = re.compile(rf"^[ \t]*{found['mark']}[ \t]*\r?$", re.MULTILINE)
        ends = mark.search(text, found.end())
        if ends is None:
            unended += 1
            if unended > _MOST_UNENDED:
                return
            at = found.end()
            continue
        number += 1
        yield from _in_document(text, found, ends.start(), language, number)
        at = ends.end()
    if language == _TERRAFORM:
        yield from _strings(text, at, len(text))


def _in_document(
    text: str, found: re.Match[str], end: int, language: str, number: int
) -> Iterator[Embedded]:
    """Yield what a here-document holds."""
    content, places, indent = _content(text, found, end, language)
    opening = text[found.start() : found.end()]
    kind = _kind(_NAMES.findall(opening), content)
    if kind is not None:
        whole = Embedded(content, kind, OffsetMap.identity(len(content)), PlainFile())
        inner: tuple[Embedded, ...] = (whole,)
    elif may_hold_corefile(content):
        try:
            from corefile.documents.kinds.kubernetes import read_file as read_manifest  # noqa: PLC0415 - imports YAML
        except ImportError:
            return
        inner = read_manifest(content, "").corefiles
    else:
        return
    # One string may be several Corefiles, by aliases, which their map tells.
    maps = {id(item.map): item.map.through(places) for item in inner}
    is_quoted = bool(found["quote"]) and language != _TERRAFORM
    for item in inner:
        pieces = item.origin.pieces
        origin = HereDocument(number, content, places, indent, is_quoted, item, pieces)
        yield Embedded(item.text, item.kind, maps[id(item.map)], origin)


def _kind(names: list[str], content: str) -> Kind | None:
    """Tell what a here-document is, by the words on its first line; None where nothing shows it."""
    if any(name.endswith(".override") for name in names) and begins_like_corefile(content):
        return "override"
    if any(name.endswith(".server") for name in names) and begins_like_corefile(content):
        return "server"
    is_named = any(map(is_corefile_name, names)) and begins_like_corefile(content)
    return "corefile" if is_named or reads_as_corefile(content) else None


def _content(
    text: str, found: re.Match[str], end: int, language: str
) -> tuple[str, OffsetMap, str]:
    """Return the text of a here-document, the places of its characters, and its indentation."""
    start = found.end()
    margins = _MARGIN.findall(text, start, end) if found["dash"] else [""]
    indent = commonprefix(margins)  # noqa: RUF071 - of indentations, not of paths
    if language != _TERRAFORM:
        indent = indent[: len(indent) - len(indent.lstrip("\t"))]
    made = MappedText(text, start)
    while start < end:
        after = text.find("\n", start, end) + 1 or end
        here = start + len(indent) if text.startswith(indent, start, after) else start
        made.copy(here, after)
        start = after
    return made.text(), made.map(), indent


def _strings(text: str, start: int, end: int) -> Iterator[Embedded]:
    """Yield the strings of Terraform that are called like a Corefile."""
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
