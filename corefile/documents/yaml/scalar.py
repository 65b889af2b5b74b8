r"""The value of a YAML scalar, and the place in the file of every character of the value.

The parser says where a scalar is and what its value is, but not which characters of the file
became which characters of the value. This module reads the scalar once more by the same rules
(YAML 1.1, as libyaml and the Go parser of Kubernetes apply them) and keeps track. The result
applies only if it is the parser's value: otherwise every character is given the scalar's start.

A line break is `\n`, `\r\n`, `\r` or U+0085, all of which become `\n` in the value, or
U+2028 or U+2029, which stay what they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from corefile.documents.yaml.string import YamlString
from corefile.text.offsets import MappedText, OffsetMap
from corefile.text.records import dataclass
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    import yaml

__all__ = ["BREAKS", "BREAK_PATTERN", "HEADER", "Scalar", "decode", "scalar_of", "string_of"]

BREAKS = "\r\n\x85\u2028\u2029"
BREAK_PATTERN = r"(?:\r\n|[\r\n\x85\u2028\u2029])"
_FOLD_PATTERN = rf"(?P<fold>[ \t]*+{BREAK_PATTERN}[ \t]*+(?>(?:{BREAK_PATTERN}[ \t]*+)*))"

_BREAK = regex(BREAK_PATTERN)
_LINE = regex(rf"[^{BREAKS}]*+")
_SPACES = regex(r" *+")

#: Lines with fewer spaces before them are read at once.
_DEEPEST = 64

# The anchor and the tag, in any order, with the white space and comments around them.
_PROPERTIES = regex(rf"(?>(?:[ \t{BREAKS}]|#[^{BREAKS}]*+|[&!][^ \t{BREAKS}]*+)*)")

HEADER = regex(rf"[|>](?P<indicators>[-+0-9]*+)[ \t]*+(?:#[^{BREAKS}]*+)?(?:{BREAK_PATTERN}|\Z)")

_PLAIN = regex(rf"{_FOLD_PATTERN}|(?P<copy>[ \t]++|[^ \t{BREAKS}]++)")
_SINGLE = regex(rf"(?P<escape>'')|{_FOLD_PATTERN}|(?P<copy>[ \t]++|[^' \t{BREAKS}]++)")
_DOUBLE = regex(
    rf"""\\(?:
        (?P<pair>u[dD][89abAB][0-9a-fA-F]{{2}}\\u[dD][c-fC-F][0-9a-fA-F]{{2}})
      | [xuU](?P<code>(?<=x)[0-9a-fA-F]{{2}}|(?<=u)[0-9a-fA-F]{{4}}|(?<=U)[0-9a-fA-F]{{8}})
      | (?P<joined>{BREAK_PATTERN}[ \t]*+(?>(?:{BREAK_PATTERN}[ \t]*+)*))
      | (?P<escape>.)
    )
    | {_FOLD_PATTERN}
    | (?P<copy>[ \t]++|[^\\ \t{BREAKS}]++)""",
    re.VERBOSE,
)

_ESCAPES = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "t": "\t",
    "\t": "\t",
    "n": "\n",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    " ": " ",
    '"': '"',
    "'": "'",
    "\\": "\\",
    "/": "/",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
}

_NOT_A_CHARACTER = "\ufffd"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar in a file: outer offsets of its node, its style and the value the parser gave it.

    `start` is where the node starts, anchor and tag included; `style` is one of `'`,
    `"`, `|` and `>`, and None or empty for a plain scalar.
    """

    start: int
    end: int
    style: str | None
    value: str


def scalar_of(node: yaml.Node) -> Scalar:
    """Return a node of the parser as a scalar."""
    start, end = node.start_mark.index, node.end_mark.index
    return Scalar(start, end, getattr(node, "style", None), node.value)


def string_of(
    scalar: Scalar, parsed: str, parent: int | None, text: str, places: OffsetMap
) -> YamlString:
    """Return a scalar as a string of its file.

    `parent` is the column of its key, `text` what is made of it, with the places of its characters.
    """
    start = _content(scalar, parsed)
    header = HEADER.match(parsed, start) if scalar.style in ("|", ">") else None
    indent = _indent(parsed, header.end(), scalar.value) if header else 0
    return YamlString(text, places, scalar.style or "", start, scalar.end, indent, parent)


def decode(scalar: Scalar, parsed: str, original: str) -> tuple[str, OffsetMap]:
    """Return the text of a scalar and the place of each of its characters.

    `parsed` is what the parser was given, `original` the text of the file: as long, and the
    same but for characters that no parser accepts, which come back here as they are in the file.
    """
    made = _decode(scalar, parsed)
    if made is None or made.text() != scalar.value:
        return scalar.value, OffsetMap.coarse(scalar.start)
    if parsed != original:
        made = _decode(scalar, original) or made
    return made.text(), made.map()


def _content(scalar: Scalar, text: str) -> int:
    """Tell where a scalar starts after its anchor and tag."""
    properties = _PROPERTIES.match(text, scalar.start, scalar.end)
    return properties.end() if properties else scalar.start


def _decode(scalar: Scalar, text: str) -> MappedText | None:
    start = _content(scalar, text)
    if scalar.style in ("|", ">"):
        return _block(text, start, scalar.value)
    if scalar.style in ("'", '"'):
        pattern = _SINGLE if scalar.style == "'" else _DOUBLE
        return _flow(text, start + 1, scalar.end - 1, pattern)
    return _flow(text, start, scalar.end, _PLAIN)


def _fold(made: MappedText, text: str, start: int, end: int, breaks: list[tuple[int, int]]) -> None:
    """Add what the fold `[start, end)` with these line breaks leaves in the value.

    A single line break becomes a space; with blank lines after it, it disappears.
    """
    if _normal(text, breaks[0]) != "\n":
        others = breaks
    elif len(breaks) == 1:
        made.make(" ", start, end)
        return
    else:
        made.make(_normal(text, breaks[1]), start, breaks[1][1])
        others = breaks[2:]
    _add(made, text, others)


def _normal(text: str, span: tuple[int, int]) -> str:
    character = text[span[0]]
    return character if character in "\u2028\u2029" else "\n"


def _breaks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [found.span() for found in _BREAK.finditer(text, start, end)]


def _flow(text: str, start: int, end: int, pattern: re.Pattern[str]) -> MappedText | None:
    """Read a plain or quoted scalar whose content is `[start, end)`."""
    made = MappedText(text, start)
    while start < end:
        found = pattern.match(text, start, end)
        if found is None:
            return None
        stop = found.end()
        match found.lastgroup:
            case "copy":
                made.copy(start, stop)
            case "fold":
                _fold(made, text, start, stop, _breaks(text, start, stop))
            case "joined":
                _add(made, text, _breaks(text, start, stop)[1:])
            case _:
                value = _unescape(found[0])
                if value is None:
                    return None
                made.make(value, start, stop)
        start = stop
    return made


def _unescape(escape: str) -> str | None:
    """Return the character that an escape stands for, or None if it is not an escape."""
    if escape == "''":
        return "'"
    if len(escape) == 2:
        return _ESCAPES.get(escape[1])
    if len(escape) == 12:
        high, low = int(escape[2:6], 16), int(escape[8:], 16)
        return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
    code = int(escape[2:], 16)
    # Half of a pair stands for nothing; Go's JSON decoder puts the same character in its place.
    return _NOT_A_CHARACTER if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)


def _block(text: str, start: int, value: str) -> MappedText | None:
    """Read a literal or folded block whose indicator is at `start`."""
    header = HEADER.match(text, start)
    if header is None:
        return None
    folded = text[start] == ">"
    made = MappedText(text, start)
    indent = _indent(text, header.end(), value)
    at = header.end()
    breaks: list[tuple[int, int]] = []  # since the last line with content
    content = False
    more_indented = True  # the last line started with white space, so is not folded
    while True:
        end = at if folded else _copy_lines(made, text, at, indent, breaks)
        if end > at:
            content, at, breaks = True, end + 1, [(end, end + 1)]
        column = min(_end(_SPACES, text, at), at + indent)
        blank = _BREAK.match(text, column)
        if blank:
            breaks.append(blank.span())
            at = blank.end()
            continue
        if column - at < indent or column == len(text):
            break
        was, more_indented = more_indented, text[column] in " \t"
        if breaks and folded and content and not was and not more_indented:
            _fold(made, text, breaks[0][0], column, breaks)
        else:
            _add(made, text, breaks)
        content, breaks = True, []
        at = _end(_LINE, text, column)
        made.copy(column, at)
        after = _BREAK.match(text, at)
        if after is None:
            break
        breaks.append(after.span())
        at = after.end()
    if "+" in header["indicators"]:
        _add(made, text, breaks)
    elif "-" not in header["indicators"] and content:
        _add(made, text, breaks[:1])
    return made


def _copy_lines(
    made: MappedText, text: str, at: int, indent: int, breaks: list[tuple[int, int]]
) -> int:
    """Add as many lines of a literal as have content and a line feed, but not the last line feed.

    Returns where that is, or `at` if there is no such line.  `breaks` are before the first line.
    """
    line = _line_of(min(indent, _DEEPEST)).match
    found = line(text, at)
    if found is None:
        return at
    _add(made, text, breaks)
    while following := line(text, found.end()):
        made.copy(found.start(1), found.end())
        found = following
    made.copy(*found.span(1))
    return found.end(1)


@lru_cache(maxsize=_DEEPEST + 1)
def _line_of(indent: int) -> re.Pattern[str]:
    return re.compile(rf" {{{indent}}}([^{BREAKS}]++)\n" if indent < _DEEPEST else r"(?!)")


def _add(made: MappedText, text: str, breaks: list[tuple[int, int]]) -> None:
    """Add line breaks, as YAML reads them."""
    for start, end in breaks:
        if text[start] in "\n\u2028\u2029":
            made.copy(start, end)
        else:
            made.make("\n", start, end)


def _end(pattern: re.Pattern[str], text: str, start: int) -> int:
    found = pattern.match(text, start)
    return found.end() if found else start


_LEADING_BREAKS = regex(r"[\n\u2028\u2029]*+")


def _indent(text: str, start: int, value: str) -> int:
    """Count the columns of each line of a block that are its indentation.

    Taken from the first line with content, which has that many spaces more in the file than in
    the value: the parser has already worked it out from the structure around the block. A
    block without content has no such line, and its lines are all blank.
    """
    lines = _end(_LEADING_BREAKS, value, 0)
    if lines == len(value):
        return len(text)
    line = start
    for _ in range(lines):
        found = _BREAK.search(text, line)
        line = found.end() if found else len(text)
    return _end(_SPACES, text, line) - line - (_end(_SPACES, value, lines) - lines)
