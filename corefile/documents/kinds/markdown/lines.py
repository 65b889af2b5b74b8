"""Edits of a block of code in Markdown, written line by line.

In a list or a quotation something is before each line: spaces, `>`, or both, nested. A new
line gets what is before a line next to it, and a line that goes takes it along. That is only
done where it is sure that Markdown takes all of it off again, and nothing else.
"""

from __future__ import annotations

from corefile.documents.written import Unwritable
from corefile.text.brief import Brief
from corefile.text.edits import Edit, ends_alike
from corefile.text.records import dataclass
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


__all__ = ["LINE_BREAK", "Fence", "prefixed_edits"]

#: What ends a line of Markdown.
LINE_BREAK = regex(r"\r\n?|\n")

#: Characters that Markdown reads as others.
_NOT_RAW = regex("[\r\0]")
_BLANK = " \t"


@dataclass(frozen=True, slots=True)
class Fence(Brief):
    """A block of code with the lines around it."""

    #: Its text, as Markdown gives it: without what is before each line in lists and quotations.
    content: str
    #: Where its first line begins in the file.
    start: int
    #: What is before its lines, as far as its first one shows; None where it does not.
    prefix: str | None
    #: What it begins with, such as three backticks; empty for one that is but indented.
    marker: str


def prefixed_edits(text: str, block: Fence, edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Turn edits of the content of a block of code into edits of its file, whose text is `text`.

    They are in order and do not overlap. Raises Unwritable.
    """
    lines = _lines(text, block)
    if not _is_closed(text, block, lines):
        raise Unwritable("this code block has no end")
    found: list[Edit] = []
    for change in _changes(block.content, edits):
        for line in change.new:
            if _NOT_RAW.search(line) or _closes(line, block.marker):
                raise Unwritable("a line of the edited text would not be a line of a code block")
        found += _written(text, block, lines, change)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a block of code; offsets are those of the file."""

    start: int
    #: Where its line break begins.
    end: int
    #: Where the next line begins.
    after: int
    #: What is before it, None where that cannot be told.
    prefix: str | None
    #: How many spaces a tab in that leaves, which are in the content and not in the file.
    made: int
    content: str

    def written(self, content: str, usual: str | None) -> str | None:
        """Return what makes a line of another content, where this one shows that it does.

        `usual` is what is before the lines of its block, as far as that is known.
        """
        if self.prefix is None:
            return None
        if not content or not self.content:
            shown = content == self.content
        elif "\t" in self.prefix and ">" in self.prefix:
            # How deep such a line is depends on all before its first word.
            shown = not self.made and _spaces(content) == _spaces(self.content) != content
        elif self.made:
            shown = bool(content.strip(_BLANK)) and content.startswith(" " * self.made)
        elif content[0] in _BLANK:
            # Where one blank is left, no other is taken off.
            shown = self.content[0] in _BLANK or (
                self.prefix == usual and not self.prefix.endswith(">")
            )
        else:
            shown = bool(self.content.strip(_BLANK)) or self.prefix == usual
        return self.prefix + content[self.made :] if shown else None


@dataclass(frozen=True, slots=True)
class _Change:
    """Lines to be replaced: their numbers in the block, and what comes in their place."""

    first: int
    last: int
    new: list[str]


def _lines(text: str, block: Fence) -> list[_Line]:
    """Return the lines of a block of code."""
    found = []
    start = block.start
    for content in block.content.removesuffix("\n").split("\n") if block.content else ():
        ends = LINE_BREAK.search(text, start)
        end, after = ends.span() if ends else (len(text), len(text))
        raw, made = text[start:end], 0
        rest = content
        if not raw.endswith(content):
            rest = content.lstrip(" ")
            made = len(content) - len(rest)
        prefix = raw[: len(raw) - len(rest)] if raw.endswith(rest) else None
        found.append(_Line(start, end, after, prefix, made, content))
        start = after
    return found


def _is_closed(text: str, block: Fence, lines: Sequence[_Line]) -> bool:
    """Tell whether a line below a block of code ends it, and not the end of what it is in."""
    if not block.marker:
        return True
    start = lines[-1].after if lines else block.start
    ends = LINE_BREAK.search(text, start)
    return _closes(text[start : ends.start() if ends else len(text)].lstrip(" \t>"), block.marker)


def _changes(content: str, edits: Sequence[Edit]) -> Iterator[_Change]:
    """Yield what edits do to whole lines, of which no two have one in common."""
    for edit in _whole_lines(content, edits):
        old = content[edit.start : edit.end]
        if edit.text and not edit.text.endswith("\n"):
            raise Unwritable("a block of code ends with a line break")
        before, after = _split(old), _split(edit.text)
        head, tail = ends_alike(before, after)
        first = content.count("\n", 0, edit.start) + head
        last = first + len(before) - head - tail
        yield _Change(first, last, after[head : len(after) - tail])


def _split(text: str) -> list[str]:
    """Return the lines of a text."""
    return text.removesuffix("\n").split("\n") if text else []


def _whole_lines(content: str, edits: Sequence[Edit]) -> list[Edit]:
    """Widen edits to whole lines, and join those of one line."""
    joined: list[Edit] = []
    for edit in edits:
        start = content.rfind("\n", 0, edit.start) + 1
        new = content[start : edit.start] + edit.text
        if joined and start < joined[-1].end:
            before = joined.pop()
            # The end of the line before was widened too, and is written by this edit.
            kept = len(before.text) - (before.end - edit.start)
            start, new = before.start, before.text[:kept] + edit.text
        end = content.find("\n", edit.end) + 1 or len(content)
        joined.append(Edit(start, end, new + content[edit.end : end]))
    return joined


def _written(text: str, block: Fence, lines: Sequence[_Line], change: _Change) -> Iterator[Edit]:
    """Yield the edits of the file that make a change."""
    gone = lines[change.first : change.last]
    near = (*lines[max(change.first - 1, 0) : change.first], *lines[change.last : change.last + 1])
    if len(gone) == len(change.new):
        for line, content in zip(gone, change.new, strict=True):
            yield _within(text, line, _raw(block, content, (line, *near)))
        return
    above = lines[: change.first][-1:]
    start = above[0].after if above else block.start
    newline = text[max(start - 2, 0) : start]
    newline = newline if newline == "\r\n" else newline[-1:]
    new = [_raw(block, content, (*gone, *near)) + newline for content in change.new]
    yield Edit(start, gone[-1].after if gone else start, "".join(new))


def _raw(block: Fence, content: str, near: Sequence[_Line]) -> str:
    """Write a line as the first of some lines that shows how, or else as the block begins."""
    for line in near:
        raw = line.written(content, block.prefix)
        if raw is not None:
            return raw
    prefix = block.prefix
    # A space after this sign is a part of what is before the line.
    if prefix is None or (content and content[0] in _BLANK and prefix.endswith(">")):
        raise Unwritable("the prefix of a new line is unknown")
    return prefix + content if content else prefix.rstrip(_BLANK)


def _within(text: str, line: _Line, new: str) -> Edit:
    """Return the edit that makes another of a line, as small as can be."""
    old = text[line.start : line.end]
    head, tail = ends_alike(old, new)
    return Edit(line.start + head, line.end - tail, new[head : len(new) - tail])


def _closes(line: str, marker: str) -> bool:
    """Tell whether a line ends a block that began with a marker."""
    bare = line.strip(_BLANK)
    return bool(marker) and len(bare) >= len(marker) and not bare.strip(marker[0])


def _spaces(line: str) -> str:
    """Return what a line begins with before its first word."""
    return line[: len(line) - len(line.lstrip(_BLANK))]
