"""Finds what another program replaces before CoreDNS reads the text.

Jinja, Go (so Helm), ERB, ytt, Terraform and shell templates are known by their marks; the words in
capitals that `sed` scripts replace only in a file named `.sed`. `{$NAME}` and `{%NAME%}`
are CoreDNS's own, and so is `{{ .Name }}` in a string or in what the plugin `template` answers.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import partial

from corefile.text.records import dataclass
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Literal

    from corefile.vocabulary import Dialect

    Role = Literal["value", "open", "middle", "close", "other"]
else:
    Role = str

__all__ = ["Tag", "leaves_out", "placeholders", "shell_marks", "stand_ins"]

_MAX_TAGS = 10_000
_MAX_LENGTH = 4000
_MAX_LINE = 1000

_OPENING = regex(r"\{\{|\{%|\{#|<%|\(@|\$\{|%\{|(?<![A-Za-z0-9_])__(?=[A-Z])|%%|@@")

#: A string in braces may hold braces: `{{ "{{" }}`, `{{ printf "{{ .Name }}" }}`.
_WITH_STRINGS = regex(
    r"""\{\{(?>(?:[^{}"'`\n]++|"(?:[^"\\\n]|\\.){0,200}"|'(?:[^'\\\n]|\\.){0,200}'"""
    r"""|`[^`]{0,200}`)*)\}\}"""
)
_QUOTES = ('"', "'", "`")

_NAMED = regex(r"__[A-Z][A-Z0-9_]*+(?<=__)(?![A-Za-z0-9_])")
_DOLLAR = regex(r"\$\{[^{}\n]{1,300}\}")
_DIRECTIVE = regex(r"%\{~?[ \t]*+(?P<word>if|for|else|endif|endfor)\b[^{}\n]*+\}")
#: As k3s has it in the manifests that it installs.
_PERCENT = regex(r"%\{[A-Z][A-Z0-9_]{0,80}\}%")
_CAPITALS = regex(r"(?<![\w.\"'$/-])[A-Z][A-Z0-9]*+(?>(?:_[A-Z0-9]++)*)(?![\w./:-])")

#: A name between two marks that are alike. The shorter of these marks count where the name of a
#: file says that it is a template.
_ENCLOSED = regex(
    r"(?<![\w{@%-])(?P<mark>@{1,2}|%{1,2}|-{2,3})[A-Za-z][A-Za-z0-9_]{1,60}(?P=mark)(?![\w}])"
)

#: In documentation: a line of dots, with what they stand for, or `[snip]`; and what an arrow says
#: of a line.
_OUT = (
    r"^[ \t]*+[(\[<]?(?:\.{3,5}|…)(?:[)\]> \t\w(][^\n{}]{0,80})?(?=[ \t]*$)"
    r"|^[ \t]*+(?:[(\[<]|-{2,9}[ \t]{0,3})(?:snip|omitted|truncated)\b[^\n{}]{0,60}(?=[ \t]*$)"
    r"|(?<=[ \t])(?:<(?:-{1,9}|={2,9})|\u2190)[ \t][^\n]*\S"
)
_LEFT_OUT = regex(_OUT, re.MULTILINE)
#: Also a name in angle brackets or braces, that of a variable of a shell, and one in capitals with
#: `_`, which no name of DNS has.
_LEFT_OPEN = regex(
    r"(?<!<)<[A-Za-z][\w .-]{1,60}>|(?<![\\\w{$])\$[A-Z][A-Z0-9_]+\b(?!\})"
    r"|(?<![{$%\w])\{[a-z]{2}[a-z0-9_-]{0,60}\}(?!\})"
    r"|(?<![\w{$%<\[-])[A-Z][A-Z0-9]*+(?:_[A-Z0-9]++)+(?![\w}])|" + _OUT,
    re.MULTILINE,
)
#: What `log` fills in is written like such a name.
_LOGGED = regex(r"[ \t]*log\b")
#: The word that ends a here-document.
_ENDS_HERE = regex(r"<<-?[ \t]*[\\'\"]?([A-Za-z_]\w*)")

#: What a shell does to a here-document: the sign that takes the meaning from another goes, and a
#: value comes. `{$NAME}` is CoreDNS's.
_SHELL = regex(
    r"\\\n|\\(?=[\\$`])(?P<kept>.)|(?<!\{)\$(?:[A-Za-z_]\w*|[0-9@*#?!])"
    r"|\$\((?:[^()\n]|\([^()\n]*\)){1,300}\)|`[^`\n]{1,300}`"
)
#: The same for a text in double quotes.
_QUOTED = regex(rf"\\(?=\")|{_SHELL.pattern}")

_WORD = regex(r"[-+~]?\s*(/\*|[A-Za-z_]\w*)?")
_JINJA = regex(
    r"(?:end)?(?:if|for|set|macro|raw|call|filter|with|block|autoescape|trans)\b"
    r"|(?:elif|else|include|import|from|extends|do)\b"
)
_RAW = regex(r"\{%[-+]?\s*raw\s*[-+]?%\}")
_END_RAW = regex(r"\{%[-+]?\s*endraw\s*[-+]?%\}")
_GO_ASSIGNMENT = regex(r"-?\s*\$\w*\s*(?:,\s*\$\w+\s*)?:?=")
_GO_OPENS = regex(r"-?\s*\w+\s+[^\s|]")
_RUBY_OPENS = regex(
    r"\s*(?:if|unless|case|for|while|until|begin)\b|.*(?:\bdo|\{)\s*(?:\|.*\|)?\s*\Z", re.DOTALL
)

_JINJA_BLOCKS = ("if", "for", "macro", "call", "filter", "block", "with", "autoescape", "trans")
_ROLES: dict[str, Role] = {
    **dict.fromkeys(_JINJA_BLOCKS, "open"),
    **dict.fromkeys(("else", "elif"), "middle"),
    **dict.fromkeys(("elsif", "when", "rescue", "ensure"), "middle"),
}
_GO_ROLES: dict[str, Role] = {
    **dict.fromkeys(("if", "range", "with", "block", "define"), "open"),
    **dict.fromkeys(("break", "continue", "/*"), "other"),
    "else": "middle",
    "end": "close",
}
_YTT_ROLES: dict[str, Role] = {
    **dict.fromkeys(("if", "for", "while", "def"), "open"),
    **dict.fromkeys(("else", "elif"), "middle"),
    "end": "close",
}
#: What is before a mark that is the whole value of a key of YAML, in quotes.
_WHOLE_VALUE = regex(r"""^[ \t-]*+[\w.-]++:[ \t]++["']\Z""")

#: A word in capitals that is not longer may be a word of DNS, such as a type.
_SHORT = 5
#: The meaning of these in DNS, which is not a placeholder.
_WORDS_OF_DNS = frozenset("NOERROR NXDOMAIN SERVFAIL REFUSED NOTIMP FORMERR HINFO NAPTR".split())

#: A key of JSON or YAML, and the quote that its text begins with.
_KEYED = regex(r"""(?<![\w.-])[\w.-]++["']?[ \t]*+:[ \t]*["']""")
#: What the plugin `template` fills in is written on such lines (plugin/template/setup.go).
_FILLED_IN = regex(r"\s*(?:answer|additional|authority|match|rcode|ederror|expr|var)\b")


@dataclass(frozen=True, slots=True)
class Tag:
    """A mark of a template.

    A `value` leaves text in its place. What is between `open` and `close`, or the
    `middle` ones between them, may be left out or repeated. `other` marks leave nothing.
    `before` and `after` tell whether the mark takes the white space around it along.
    """

    start: int
    end: int
    role: Role = "value"
    before: bool = False
    after: bool = False


def placeholders(text: str, dialects: frozenset[Dialect]) -> tuple[Tag, ...]:
    """Return the marks of a template in the order of the text; none if it is not a template.

    `dialects` are those that the file's name speaks for. Any other has to show outside
    strings before its marks count, or by marks that CoreDNS itself is to find: `{{ "{{" }}`.
    """
    if _OPENING.search(text) is None and not dialects:
        return ()
    found = [*_tags(text)]
    for dialect in [*dialects][:1]:
        found += [(dialect, tag) for tag in _outside(found, _ENCLOSED.finditer(text))]
    if "capitals" in dialects:
        found += [("capitals", tag) for tag in _words(text, found)]
    shown = {*dialects} | {dialect for dialect, tag in found if _shows(text, tag)}
    tags = (tag for dialect, tag in found if dialect in shown)
    return tuple(sorted(tags, key=lambda tag: tag.start))


def stand_ins(text: str) -> tuple[Tag, ...]:
    """Return what an example leaves to its readers: marks of templates, `<ADDRESS>`, `...`."""
    ends = {found[1] for found in _ENDS_HERE.finditer(text)}
    tags = [
        tag
        for tag in placeholders(text, frozenset({"capitals"}))
        if text[tag.start : tag.end] not in ends
    ]
    taken = [tag.start for tag in tags]
    for found in _LEFT_OPEN.finditer(text):
        before = bisect_right(taken, found.start()) - 1
        is_taken = before >= 0 and tags[before].end > found.start()
        is_logged = found[0][0] == "{" and _LOGGED.match(_line_before(text, found.start()))
        if not (is_taken or is_logged or found[0] in ends):
            tags.append(Tag(found.end() - len(found[0].lstrip()), found.end()))
    return tuple(sorted(tags, key=lambda tag: tag.start))


def leaves_out(text: str) -> bool:
    """Tell whether an example says that it leaves something out, or says something of a line."""
    return _LEFT_OUT.search(text) is not None


def shell_marks(text: str, *, in_quotes: bool = False) -> tuple[Tag, ...]:
    """Return what a shell replaces in a here-document: its signs, and where a value comes.

    With `in_quotes`, it is what it replaces in a text in double quotes. `${NAME}` is not among it:
    that is a mark of templates too.
    """
    return tuple(map(_shell_mark, (_QUOTED if in_quotes else _SHELL).finditer(text)))


def _shell_mark(found: re.Match[str]) -> Tag:
    """Return the mark of something that a shell replaces."""
    start, end = found.span()
    if found["kept"]:
        return Tag(start, start + 1, "other")
    return Tag(start, end, "other" if found[0][0] == "\\" else "value")


def _tags(text: str) -> Iterator[tuple[Dialect, Tag]]:
    """Yield what looks like a mark, one after the other."""
    find = _Finder(text)
    at = 0
    for _ in range(_MAX_TAGS):
        opening = _OPENING.search(text, at)
        while opening is not None:
            dialect, read = _READERS[opening[0]]
            tag = read(text, opening.start(), find)
            if tag is not None:
                break
            opening = _OPENING.search(text, opening.end())
        else:
            return
        yield dialect, tag
        at = tag.end
        if _RAW.match(text, tag.start):
            literal = _END_RAW.search(text, at)
            if literal is None:
                return
            yield "braces", Tag(*literal.span(), "other")
            at = literal.end()


class _Finder:
    """Finds closing marks, in time that grows with the text and not with their number."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._next: dict[str, int] = {}

    def __call__(self, closing: str, start: int) -> int:
        """Return where the next closing mark ends, 0 if there is none nearby."""
        at = self._next.get(closing, 0)
        if 0 <= at < start:
            at = self._next[closing] = self._text.find(closing, start)
        return at + len(closing) if 0 <= at < start + _MAX_LENGTH else 0


def _braces(text: str, start: int, find: _Finder) -> Tag | None:
    """Read `{{ … }}`."""
    end = find("}}", start + 2)
    if not end:
        return None
    if any(text.count(quote, start, end) % 2 for quote in _QUOTES):
        whole = _WITH_STRINGS.match(text, start)
        end = max(end, whole.end()) if whole else end
    body = text[start + 2 : end - 2]
    if _GO_ASSIGNMENT.match(body):
        role: Role = "other"
    else:
        role = _GO_ROLES.get(_first_word(body), "value")
        if role == "open" and not _GO_OPENS.match(body):
            role = "value"
    keeps = role == "value"  # what it leaves may begin with white space of its own
    return Tag(
        start, end, role, body.startswith("-") and not keeps, body.endswith("-") and not keeps
    )


def _statement(text: str, start: int, find: _Finder) -> Tag | None:
    """Read `{% … %}`, which is CoreDNS's when it is the name of a variable."""
    end = find("%}", start + 2)
    body = text[start + 2 : end - 2] if end else ""
    word = _first_word(body)
    if not _JINJA.fullmatch(word):
        return None
    role = _ROLES.get(word, "close" if word.startswith("end") else "other")
    if word == "set" and "=" not in body:
        role = "open"
    return Tag(start, end, role, body.startswith("-"), body.endswith("-"))


def _comment(text: str, start: int, find: _Finder) -> Tag | None:
    """Read `{# … #}`."""
    end = find("#}", start + 2)
    return Tag(start, end, "other", text[start + 2] == "-", text[end - 3] == "-") if end else None


def _erb(text: str, start: int, find: _Finder) -> Tag | None:
    """Read `<% … %>`."""
    end = find("%>", start + 2)
    if not end:
        return None
    body = text[start + 2 : end - 2].removesuffix("-")
    if body.startswith("="):
        return Tag(start, end)
    word = _first_word(body)
    role: Role = _ROLES.get(word, "other") if word in ("else", "elsif", "when") else "other"
    if word == "end" or body.strip("- ") == "}":
        role = "close"
    elif role == "other" and not body.startswith("#") and _RUBY_OPENS.match(body.removeprefix("-")):
        role = "open"
    return Tag(start, end, role)


def _ytt(text: str, start: int, find: _Finder) -> Tag | None:
    """Read `(@ … @)` of ytt, with `=` for a value."""
    end = find("@)", start + 2)
    body = text[start + 2 : end - 2] if end else ""
    if body.startswith("="):
        return Tag(start, end)
    role: Role = _YTT_ROLES.get(_first_word(body), "other")
    return Tag(start, end, role, body.startswith("-"), body.endswith("-")) if end else None


def _directive(text: str, start: int, _: _Finder) -> Tag | None:
    """Read Terraform's `%{ … }`, or the `%{NAME}%` of k3s."""
    found = _DIRECTIVE.match(text, start)
    if found is None:
        return _plain(_PERCENT, text, start, _)
    role = _ROLES.get(found["word"], "close")
    return Tag(start, found.end(), role, text[start + 2] == "~", text[found.end() - 2] == "~")


def _plain(pattern: re.Pattern[str], text: str, start: int, _: _Finder) -> Tag | None:
    found = pattern.match(text, start)
    return Tag(*found.span()) if found else None


if TYPE_CHECKING:
    _Read = Callable[[str, int, _Finder], Tag | None]

_READERS: dict[str, tuple[Dialect, _Read]] = {
    "{{": ("braces", _braces),
    "{%": ("braces", _statement),
    "{#": ("braces", _comment),
    "<%": ("erb", _erb),
    "(@": ("ytt", _ytt),
    "${": ("dollar", partial(_plain, _DOLLAR)),
    "%{": ("dollar", _directive),
    "__": ("underscores", partial(_plain, _NAMED)),
    "%%": ("underscores", partial(_plain, _ENCLOSED)),
    "@@": ("underscores", partial(_plain, _ENCLOSED)),
}


def _words(text: str, found: list[tuple[Dialect, Tag]]) -> Iterator[Tag]:
    """Yield the words in capitals that are outside other marks."""
    for tag in _outside(found, _CAPITALS.finditer(text)):
        word = text[tag.start : tag.end]
        is_meant = len(word) > _SHORT and word not in _WORDS_OF_DNS
        if is_meant and not _in_string(_line_before(text, tag.start)):
            yield tag


def _outside(found: list[tuple[Dialect, Tag]], words: Iterable[re.Match[str]]) -> Iterator[Tag]:
    """Yield the words that are not in marks that were found."""
    marks = sorted((tag.start, tag.end) for _, tag in found)
    at = 0
    for word in words:
        while at < len(marks) and marks[at][1] <= word.start():
            at += 1
        if at == len(marks) or word.end() <= marks[at][0]:
            yield Tag(*word.span())


def _shows(text: str, tag: Tag) -> bool:
    """Tell whether a mark shows that the text is a template: it cannot be CoreDNS's own."""
    if text.startswith("{#", tag.start):
        return False  # a brace and a comment glued to it
    if _leaves_braces(text, tag):
        return True
    line = _line_before(text, tag.start)
    if _WHOLE_VALUE.search(line) and text[tag.end : tag.end + 1] in ('"', "'"):
        return True
    # Of a string of JSON or YAML, what counts is the line in it.
    _, is_escaped, inner = line.rpartition("\\n")
    line = inner.replace('\\"', '"') if is_escaped and _KEYED.search(line) else line
    if _in_string(line):
        return False
    return not (text.startswith("{{", tag.start) and _FILLED_IN.match(line))


def _leaves_braces(text: str, tag: Tag) -> bool:
    """Tell whether a mark has a string with marks of its own, for who reads what is rendered."""
    inside = text[tag.start + 2 : tag.end - 2]
    if "{{" not in inside and "}}" not in inside:
        return False
    whole = _WITH_STRINGS.match(text, tag.start)
    return whole is not None and whole.end() == tag.end


def _first_word(body: str) -> str:
    found = _WORD.match(body)
    return (found[1] or "") if found else ""


def _line_before(text: str, offset: int) -> str:
    """Return what is before a place on its line."""
    start = max(offset - _MAX_LINE, 0)
    return text[max(text.rfind("\n", start, offset) + 1, start) : offset]


def _in_string(line: str) -> bool:
    return line.count('"') % 2 == 1
