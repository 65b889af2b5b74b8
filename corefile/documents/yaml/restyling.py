"""A string of a YAML or JSON file rewritten, because its style cannot hold a text."""

from __future__ import annotations

import re

from corefile.documents.yaml.block import (
    BEGINS_BLANK,
    NO_NEWLINE,
    Block,
    digit_for,
    end_with,
    indented,
)
from corefile.documents.yaml.flow import NOT_RAW, double_quoted
from corefile.documents.yaml.scalar import BREAK_PATTERN, BREAKS
from corefile.text.edits import Edit
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents.yaml.string import YamlString

__all__ = ["restyled"]

#: What may follow a string on its line, where no braces are around it.
_REST = regex(rf"(?>(?:[ \t]++(?:#[^{BREAKS}]*+)?)?)(?={BREAK_PATTERN}|\Z)")
_LINE_END = regex(r"\r\n?|\n")

#: How much deeper than its key a new block is.
_STEP = 2


def restyled(text: str, string: YamlString, new: str) -> tuple[Edit, ...]:
    """Write `new` instead of a string: as a literal block if possible, else in quotes."""
    found = None
    if string.parent is not None and new.strip("\n") and not NOT_RAW.search(new):
        if string.style == ">":
            found = unfolded(text, string, new)
        elif string.style != "|":
            found = unquoted(text, string, string.parent + _STEP, new)
    return in_quotes(text, string, new) if found is None else found


def unfolded(text: str, string: YamlString, new: str) -> tuple[Edit, ...] | None:
    """Make a folded block a literal one."""
    block = Block.of(text, string)
    size = len(string.text.rstrip("\n"))
    if block is None or not size or NO_NEWLINE.search(string.text):
        return None
    at = string.map.outer(size)
    lines = new.rstrip("\n")
    digit = digit_for(string, block.digit, new)
    end = end_with(text, at, block.chomping, len(new) - len(lines), block.newline)
    if digit is None or end is None:
        return None
    chomping, ending = end
    return (
        Edit(string.start, block.end, f"|{digit}{chomping}"),
        Edit(block.body, at, indented(lines, string.indent, block.newline)),
        *([ending] if ending else []),
    )


def unquoted(text: str, string: YamlString, indent: int, new: str) -> tuple[Edit, ...] | None:
    """Make a quoted or plain string a literal block; a comment after it stays on its line."""
    rest = _REST.match(text, string.end)
    if rest is None or not is_room(text, rest.end(), indent):
        return None
    at = rest.end()
    found = _LINE_END.search(text)
    newline = found[0] if found else "\n"
    lines = new.rstrip("\n")
    digit = str(_STEP) if BEGINS_BLANK.match(new) else ""
    end = end_with(text, at, "", len(new) - len(lines), newline)
    if end is None:
        return None
    chomping, ending = end
    if lines == new:
        # The end of a file has no line break to keep, but may get one.
        chomping = "-"
    return (
        Edit(string.start, string.end, f"|{digit}{chomping}"),
        Edit(at, at, newline + indented(lines, indent, newline)),
        *([ending] if ending else []),
    )


def is_room(text: str, at: int, indent: int) -> bool:
    """Tell whether what follows a line end would not become part of a block put there."""
    blank = re.compile(rf" {{0,{indent}}}(?:{BREAK_PATTERN})")
    found = blank.match(text, at)
    while found:
        at = found.end()
        found = blank.match(text, at)
    following = re.compile(r" *+").match(text, at)
    end = following.end() if following else at
    return end == len(text) or (end - at < indent and text[end] != "\t")


def in_quotes(text: str, string: YamlString, new: str) -> tuple[Edit, ...]:
    """Write `new` in double quotes."""
    written = f'"{double_quoted(new)}"'
    if string.style not in ("|", ">"):
        return (Edit(string.start, string.end, written),)
    block = Block.of(text, string)
    if block is None:
        return ()
    size = len(string.text.rstrip("\n"))
    end = string.map.outer(size) if size else block.line_end
    return Edit(string.start, block.end, written), Edit(block.line_end, end, "")
