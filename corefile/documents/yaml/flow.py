"""Edits inside quoted and plain strings, in their place."""

from __future__ import annotations

from corefile.documents.yaml.scalar import BREAKS
from corefile.text.edits import Edit, apply_edits
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from corefile.documents.yaml.string import YamlString

__all__ = ["NOT_RAW", "PLAIN", "double_quoted", "gathered", "in_place"]

_BLANKS = " \t"
_EACH_BREAK = tuple(BREAKS)

#: Characters that cannot stand for themselves in YAML, or that change when it is read. Bytes that
#: are not UTF-8 (U+DC80 to U+DCFF) stay what they are.
NOT_RAW = regex(
    "[^\n\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\udc80-\udcff\ue000-\ufefe\uff00-\ufffd"
    "\U00010000-\U0010ffff]"
)

_TO_ESCAPE = regex(rf'["\\\n\t]|{NOT_RAW.pattern}')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}

#: A text on one line that is text in YAML without quotes: no number, date or `true` that begins so
#: has a space in it.
PLAIN = regex(r"(?=.* )[A-Za-z.(/](?!.*(?:: |:\Z| #|\t)).*[^ ]")


#: One word, such as the name of a plugin, that is text in YAML too.
WORD = regex(r"[a-z][a-z0-9_]*")
#: Words that YAML 1.1 takes for something else.
NOT_TEXT = frozenset(("y", "n", "yes", "no", "on", "off", "true", "false", "null"))

_NUMBER = regex(r"[1-9][0-9]{0,8}")


def in_place(text: str, string: YamlString, edits: Sequence[Edit]) -> tuple[Edit, ...] | None:
    """Edit a quoted or plain string where it is; None where its style cannot hold that."""
    if string.style == "":
        return plain(text, string, edits)
    found = []
    for edit in gathered(text, string, edits):
        start, end = string.map.span(edit.start, edit.end)
        new = quoted(text, string, start, end, edit.text)
        if new is None:
            return None
        found.append(Edit(start, end, new))
    return tuple(found)


def gathered(text: str, string: YamlString, edits: Sequence[Edit]) -> list[Edit]:
    """Join edits that have nothing but spaces and line breaks between them in the file."""
    joined: list[Edit] = []
    for edit in edits:
        if joined:
            last = joined[-1]
            _, start = string.map.span(last.start, last.end)
            end, _ = string.map.span(edit.start, edit.end)
            if not text[start:end].strip(_BLANKS + BREAKS):
                between = string.text[last.end : edit.start]
                joined[-1] = Edit(last.start, edit.end, last.text + between + edit.text)
                continue
        joined.append(edit)
    return joined


def double_quoted(text: str) -> str:
    """Write a text as the content of a double-quoted string, of JSON and of YAML."""
    return _TO_ESCAPE.sub(lambda found: _ESCAPES.get(found[0]) or escape(found[0]), text)


def escape(character: str) -> str:
    """Write a character as its code."""
    return f"\\u{ord(character):04x}"


def quoted(text: str, string: YamlString, start: int, end: int, new: str) -> str | None:
    """Write `new` for `text[start:end]` inside quotes; None where it cannot be there.

    Spaces next to a line break in the file are not part of the string, so none may come to be
    there that are meant; and of several line breaks in a row none can be taken or parted.
    """
    left, left_break = blanks_before(text, start, string.start + 1)
    right, right_break = blanks_after(text, end, string.end - 1)
    removed = text[start:end].strip(_BLANKS)
    if not removed and ((left_break and (right or right_break)) or (right_break and left)):
        return None
    if (left or left_break) and removed.startswith(_EACH_BREAK):
        return None
    if (right or right_break) and removed.endswith(_EACH_BREAK):
        return None
    if not new:
        if left_break and right and not right_break and string.style == '"':
            # Escapes the blank that follows.
            return "\\" if text[end] == " " else None
        parted = (left_break and (right or right_break)) or (right_break and left)
        return None if parted else ""
    first = left_break and new[0] in _BLANKS
    last = right_break and new[-1] in _BLANKS
    if string.style == "'":
        if first or last or "\n" in new or NOT_RAW.search(new):
            return None
        return new.replace("'", "''")
    written = double_quoted(new)
    if last and written.endswith(" "):
        written = f"{written[:-1]}\\ "
    if first and written.startswith(" "):
        written = f"\\{written}"
    return written


def blanks_before(text: str, at: int, first: int) -> tuple[int, bool]:
    """Count the spaces before a place, and tell whether a line break is before them."""
    start = at
    while start > first and text[start - 1] in _BLANKS:
        start -= 1
    return at - start, start > first and text[start - 1] in BREAKS


def blanks_after(text: str, at: int, last: int) -> tuple[int, bool]:
    """Count the spaces after a place, and tell whether a line break is after them."""
    end = at
    while end < last and text[end] in _BLANKS:
        end += 1
    return end - at, end < last and text[end] in BREAKS


def plain(text: str, string: YamlString, edits: Sequence[Edit]) -> tuple[Edit, ...] | None:
    """Edit a string without quotes that is on one line and outside braces."""
    written = text[string.start : string.end]
    if written != string.text:
        return None
    at = string.start
    new = apply_edits(string.text, edits)
    is_number = _NUMBER.fullmatch(written) and _NUMBER.fullmatch(new)
    is_plain = string.parent is not None and PLAIN.fullmatch(new) and not NOT_RAW.search(new)
    is_word = WORD.fullmatch(new) and new not in NOT_TEXT
    if not is_number and not is_word and (not is_plain or "\n" in new):
        return None
    return tuple(Edit(at + edit.start, at + edit.end, edit.text) for edit in edits)
