"""The Corefiles in strings of programs that have several lines."""

from __future__ import annotations

import re

from corefile.documents.kinds.scripts import inner_texts, stretches, with_values
from corefile.documents.kinds.within import Filled
from corefile.documents.model import Embedded
from corefile.documents.recognise import is_key
from corefile.documents.unknown import reference
from corefile.syntax.lexer import cut
from corefile.text.offsets import MappedText
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from corefile.documents.kinds.scripts import ReadManifest

__all__ = ["is_whole", "strings_in"]

_NAMES = regex(r"[\w./-]+")
#: Within how many characters before a string its name is.
_LONGEST = 200

#: Strings of several lines without escapes, by language. Where one begins in another, or ends
#: nowhere, no stretch of the file is searched twice.
_STRINGS = {
    "cs": regex(
        r"""(?P<prefix>\$?)@?(?P<mark>(?<=@)"|"{3}[ \t]*\r?\n)(?P<body>[^"]*+)"(?!"(?!"))"""
    ),
    "go": regex(r"`(?P<body>[^`\n]*+\n[^`]*+)`"),
    "java": regex(r'"""[ \t]*\n(?P<body>[^"\\]*)"""'),
    # The indentation of its lines, which goes, means nothing to CoreDNS.
    "jsonnet": regex(r"\|\|\|-?[ \t]*\n(?P<body>(?>(?:[^|]|\|(?!\|\|))*))\|\|\|"),
    "kt": regex(r'"""(?P<body>(?>(?:[^"$]|\$\{)*))"""'),
    "lua": regex(r"\[\[(?P<body>(?>(?:[^\[\]]|\](?!\])|\[(?!\[))*))\]\]"),
    "makefile": regex(
        r"^define[ \t][^\n]*\n(?P<body>(?>(?:(?!endef|define)[^\n]*\n)*))endef", re.MULTILINE
    ),
    "nix": regex(r"''[ \t]*\n(?P<body>(?:[^'$]|'(?!')|\$(?!\{)|\$\{[^{}'\n]*\})*)''"),
    "pp": regex(
        r"""@\("?(?P<mark>\w++)"?[^)@\n]*+\)[ \t]*\n(?P<body>(?>(?:"""
        r"(?![ \t]*\|?-?[ \t]*(?P=mark)\b|[^\n]*@\()[^\n]*\n)*))[ \t]*\|?-?[ \t]*(?P=mark)"
    ),
    # No other begins in one: else each that has no end would be searched to the end of the file.
    "ps1": regex(
        r"""@(?P<mark>["'])[ \t]*\r?\n"""
        r"""(?P<body>(?:(?!(?P=mark)@|@["'][ \t]*\r?\n)[^`])*)(?P=mark)@"""
    ),
    "py": regex(
        r"""(?<!\w)(?P<prefix>[rRbBuUfF]{0,2})(?P<mark>\"{3}|'{3})(?:\\\r?\n)?"""
        r"""(?P<body>(?:(?!(?P=mark))[^\\])*)(?P=mark)"""
    ),
    "toml": regex(r"""(?P<mark>\"{3}|'{3})(?P<body>(?>(?:(?!(?P=mark))[^\\])*))(?P=mark)"""),
    "rs": regex(r'r(?P<mark>\#+)"(?P<body>(?>(?:(?!r\#)[^"]|"(?!\#))*))"(?P=mark)'),
}
_LIKE = {
    "libsonnet": "jsonnet",
    "groovy": "kt",
    "kts": "kt",
    "scala": "kt",
    "swift": "kt",
}

#: The languages with template strings.
_SCRIPTS = frozenset(("js", "jsx", "mjs", "ts", "tsx"))

#: How many characters before a string its name is looked for on other lines.
_NEARBY = 200
#: What a Corefile belongs to in the options of NixOS.
_IN_NIX = regex(r"\bcoredns\s*=\s*\{[^{}]*\bconfig\s*=")

#: What is after a string that is a part of another, and after one that has values put in.
_GOES_ON = regex(r"[ \t]*\+")
_FORMATS = regex(r"[ \t]*\.[ \t]*format\b")

#: What values are put in by; doubled, it is the sign itself.
_PERCENT = regex(r"(?<![\w\])}%])%(?:%|(?:\[\d\]|\d\$)?[-+#0]?\d*(?:\.\d+)?[sdvqfuxi](?!\w))")
_DOLLAR = regex(r"(?<![\w{\\$])\$[A-Za-z_]\w*")
_BRACES = regex(r"\{\{|\}\}|\{[^{}\n]*\}")
#: What stands for any word in the patterns of a program, and a line that only a pattern has.
_STARS = regex(r"(?<=[ \t])\*{1,3}(?=[ \t\r\n])")
_PATTERN = regex(r"^[ \t]*(?:forward|kubernetes|proxy)[ \t][^\n]*[ \t]\*", re.MULTILINE)
#: How long the shortest word is that is not known.
_LEAST = 4
_ITSELF = ("%%", "{{", "}}")
#: What no Corefile has: a brace that is doubled, at the end of its line.
_DOUBLED = regex(r"\{\{[ \t]*\r?$", re.MULTILINE)


def strings_in(text: str, language: str, read: ReadManifest) -> Iterator[Embedded]:
    """Yield what strings of several lines hold in a program, but for parts of others.

    `read` finds the Corefiles in a manifest.
    """
    if language in _SCRIPTS:
        yield from _in_template_strings(text, read)
        return
    pattern = _STRINGS.get(_LIKE.get(language, language))
    for number, found in enumerate(pattern.finditer(text) if pattern else (), 1):
        start, end = found.span()
        if "\n" not in found["body"]:
            continue
        line = _line_before(text, start)
        if line.rstrip().endswith("+") or _GOES_ON.match(text, end):
            continue
        names = _NAMES.findall(line + found[0].partition("\n")[0])
        if language == "nix" and _IN_NIX.search(text, max(start - _NEARBY, 0), start):
            names.append("corednsConfig")
        marks = _marks(found)
        if marks is None:
            inner = stretches(
                f"string {number}", text, found.span("body"), found[0][-1:], read, names
            )
        else:
            inner = _filled(f"string {number}", text, found.span("body"), marks, names, read)
        yield from (item for item in inner if is_whole(item))


def _line_before(text: str, start: int) -> str:
    """Return what is before a string on its line, or the line before, which may have its name."""
    line = text[max(start - _LONGEST, 0) : start].rpartition("\n")[2]
    if line.strip():
        return line
    head = text[max(start - _NEARBY, 0) : start].rstrip()
    return head[head.rfind("\n") + 1 :]


def _in_template_strings(text: str, read: ReadManifest) -> Iterator[Embedded]:
    """Yield what the template strings of a program hold."""
    from corefile.documents.kinds.template_strings import template_strings  # noqa: PLC0415 - for few files

    strings = sorted(template_strings(text), key=lambda string: string.start)
    for number, string in enumerate(strings, 1):
        start, end = string.start, string.end
        if "\n" not in text[start:end]:
            continue
        line = _line_before(text, start - 1)
        if line.rstrip().endswith("+") or _GOES_ON.match(text, end + 1):
            continue
        what, names = f"string {number}", _NAMES.findall(line)
        if string.parts:
            content, places, marks = string.content(text)
            inner = with_values(what, content, marks, places, names, read)
        else:
            inner = stretches(what, text, (start, end), "`", read, names)
        yield from (item for item in inner if is_whole(item))


def is_whole(corefile: Embedded) -> bool:
    """Tell whether all blocks of a Corefile end, and it is more than the lines of one plugin.

    A program may write the rest, such as the keys, and tests of a plugin have its lines alone.
    """
    from corefile.coredns.releases.release import every_plugin  # noqa: PLC0415 - for such texts

    tokens = cut(corefile.text)[0][:-1]
    marks = [token.raw for token in tokens]
    if marks.count("{") > marks.count("}") or marks[:1] == ["{"]:
        return False
    if corefile.kind == "override" or not tokens or is_key(tokens[0].value):
        return True
    plugins = every_plugin()
    inside = any(token.begins_line and token.value in plugins for token in tokens[1:])
    return inside and tokens[0].value not in plugins


def _marks(found: re.Match[str]) -> re.Pattern[str] | None:
    """Return what values are put into a string by; None where none are."""
    body = found["body"]
    prefix = found.groupdict().get("prefix", "").lower()
    is_formatted = "f" in prefix or "$" in prefix or _FORMATS.match(found.string, found.end())
    if is_formatted or _DOUBLED.search(body):
        return _BRACES
    if _PATTERN.search(body):
        return _STARS
    if _PERCENT.search(body):
        return _PERCENT
    return _DOLLAR if "{{" not in body and _DOLLAR.search(body) else None


def _filled(
    what: str,
    text: str,
    span: tuple[int, int],
    marks: re.Pattern[str],
    names: list[str],
    read: ReadManifest,
) -> Iterator[Embedded]:
    """Yield what a string holds that values are put into, each as a word that is not known."""
    at, end = span
    made = MappedText(text, at)
    for mark in marks.finditer(text, at, end):
        made.copy(at, mark.start())
        known = mark[0][:1] if mark[0] in _ITSELF else reference(max(len(mark[0]), _LEAST))
        made.make(known, *mark.span())
        at = mark.end()
    made.copy(at, end)
    places = made.map()
    inner = inner_texts(names, made.text(), read)
    # One string may be several Corefiles, by aliases, which their map tells.
    maps = {id(item.map): item.map.through(places) for item in inner}
    for item in inner:
        origin = Filled(what, item.origin.title, item.origin.config_map, item.origin.key)
        yield Embedded(item.text, item.kind, maps[id(item.map)], origin)
