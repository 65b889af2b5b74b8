"""Edits inside blocks (`|` and `>`), in their place."""

from __future__ import annotations

from corefile.documents.yaml.flow import NOT_RAW, blanks_before, gathered
from corefile.documents.yaml.scalar import BREAK_PATTERN, BREAKS, HEADER
from corefile.text.edits import Edit, apply_edits
from corefile.text.records import dataclass
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from corefile.documents.yaml.string import YamlString

__all__ = [
    "BEGINS_BLANK",
    "NO_NEWLINE",
    "Block",
    "digit_for",
    "end_with",
    "folded_edits",
    "indented",
    "literal_edits",
]

_BREAK = regex(BREAK_PATTERN)
_BLANK_LINE = regex(rf" *+{BREAK_PATTERN}")

#: Line breaks in YAML that do not become line feeds.
NO_NEWLINE = regex("[\u2028\u2029]")

#: Texts whose indentation cannot be told from the first line that is not empty.
BEGINS_BLANK = regex(r"\n*+[ \t]")


@dataclass(frozen=True, slots=True)
class Block:
    """What is before the lines of a block; offsets are outer."""

    #: The range of the indicators: the indentation as a digit, and what becomes of the line
    #: breaks at the end (`-` takes all away, `+` keeps them, without either one is kept).
    start: int
    end: int
    #: Where the line ends that they are on, and where the next begins.
    line_end: int
    body: int
    digit: str
    chomping: str
    newline: str

    @classmethod
    def of(cls, text: str, string: YamlString) -> Block | None:
        """Read what is before the lines of a block."""
        header = HEADER.match(text, string.start)
        if header is None:
            return None
        written = header["indicators"]
        found = _BREAK.search(text, string.start, header.end())
        line_end = found.start() if found else header.end()
        newline = found[0] if found and found[0] in ("\r\n", "\r") else "\n"
        return cls(
            *header.span("indicators"),
            line_end,
            header.end(),
            written.strip("+-"),
            written.strip("0123456789"),
            newline,
        )


def literal_edits(text: str, string: YamlString, edits: Sequence[Edit]) -> tuple[Edit, ...] | None:
    """Edit a literal block where it is; None where a literal block cannot hold that."""
    inner = string.text
    block = Block.of(text, string)
    size = len(inner.rstrip("\n"))
    if block is None or not size or NO_NEWLINE.search(inner):
        return None
    if any(NOT_RAW.search(edit.text) for edit in edits):
        return None
    parts = by_line(inner, edits)
    digit: str | None = block.digit
    chomping, ending = block.chomping, None
    if parts[0].start <= len(inner) - len(inner.lstrip("\n")):
        digit = digit_for(string, block.digit, apply_edits(inner, parts))
    if parts[-1].end >= size:
        if not apply_edits(inner, parts).strip("\n"):
            return None
        parts, wanted = up_to(inner, size, parts)
        end = end_with(text, string.map.outer(size), chomping, wanted, block.newline)
        if end is None:
            return None
        chomping, ending = end
    if digit is None:
        return None
    found = [placed(text, string, part, block.newline) for part in parts]
    if ending:
        found.append(ending)
    if (digit, chomping) != (block.digit, block.chomping):
        found.insert(0, Edit(block.start, block.end, digit + chomping))
    return tuple(edit for edit in found if edit.text or edit.start < edit.end)


def by_line(inner: str, edits: Sequence[Edit]) -> list[Edit]:
    """Join edits of one line."""
    joined: list[Edit] = []
    for edit in edits:
        if joined and "\n" not in inner[joined[-1].end : edit.start]:
            joined[-1] = join(inner, joined[-1], edit)
        else:
            joined.append(edit)
    return joined


def join(inner: str, first: Edit, second: Edit) -> Edit:
    """Make one edit of two."""
    between = inner[first.end : second.start]
    return Edit(first.start, second.end, first.text + between + second.text)


def up_to(inner: str, size: int, edits: list[Edit]) -> tuple[list[Edit], int]:
    """Part the last edit into what it does before the line breaks at the end, and their number.

    `size` is that of the text before the line breaks at its end.
    """
    *others, last = edits
    while True:
        new = inner[: last.start] + last.text + inner[last.end :]
        kept = len(new.rstrip("\n"))
        start = min(last.start, kept, size)
        if not others or start > others[-1].end:
            return [*others, Edit(start, size, new[start:kept])], len(new) - kept
        last = join(inner, others.pop(), last)


def placed(text: str, string: YamlString, edit: Edit, newline: str) -> Edit:
    """Return an edit of a literal block its place; its lines get the indentation of the others."""
    inner = string.text
    start, end = string.map.outer(edit.start), string.map.outer(edit.end)
    more = inner[edit.end : edit.end + 1] not in ("", "\n")
    first, *others = edit.text.split("\n")
    # An empty line has no indentation.
    filled = [bool(line) for line in others]
    if filled:
        filled[-1] = filled[-1] or more
    begins_line = edit.start == 0 or inner[edit.start - 1] == "\n"
    if begins_line:
        column, _ = blanks_before(text, start, start - string.indent)
        if first or (more and not others):
            first = " " * (string.indent - column) + first
        elif edit.start < edit.end:
            start -= column
    pad = " " * string.indent
    lines = [newline + pad * has_text + line for line, has_text in zip(others, filled, strict=True)]
    return Edit(start, end, "".join((first, *lines)))


def indented(text: str, indent: int, newline: str) -> str:
    """Write lines as those of a literal block."""
    pad = " " * indent
    return newline.join(pad + line if line else "" for line in text.split("\n"))


def digit_for(string: YamlString, digit: str, text: str) -> str | None:
    """Return the digit that a literal block needs for a text; None where there is none."""
    if digit or not BEGINS_BLANK.match(text):
        return digit
    if string.parent is None or not 1 <= string.indent - string.parent <= 9:
        return None
    return str(string.indent - string.parent)


def end_with(
    text: str, at: int, chomping: str, wanted: int, newline: str
) -> tuple[str, Edit | None] | None:
    """Let a block whose last line ends at `at` end with as many line breaks as wanted.

    Gives how the block has to chomp, and the edit of the blank lines, if one is needed; None where
    blank lines would have to go that are not the block's, or others counted in.
    """
    ends: list[int] = []
    found = _BLANK_LINE.match(text, at)
    while found:
        ends.append(found.end())
        found = _BLANK_LINE.match(text, ends[-1])
    there = len(ends)
    has = {"-": 0, "": min(1, there), "+": there}[chomping]
    if has == wanted:
        return chomping, None
    if wanted == 0:
        return "-", None
    if NO_NEWLINE.search(text, at, ends[-1] if ends else at):
        return None
    if wanted == 1 and there:
        return "", None
    if wanted < there:
        return (chomping, Edit(ends[0], ends[there - wanted], "")) if chomping == "+" else None
    missing = newline * (wanted - there)
    return ("+" if wanted > 1 else chomping.strip("-")), Edit(at, at, missing)


def folded_edits(text: str, string: YamlString, edits: Sequence[Edit]) -> tuple[Edit, ...] | None:
    """Edit a folded block where it is; None unless each edit keeps to its line.

    A line that begins with a space is not folded, so whether lines do has to stay.
    """
    size = len(string.text.rstrip("\n"))
    found = []
    for edit in gathered(text, string, edits):
        start, end = string.map.span(edit.start, edit.end)
        if edit.end >= size or "\n" in edit.text or NOT_RAW.search(edit.text):
            return None
        if _BREAK.search(text, start, end):
            return None
        column, begins_line = blanks_before(text, start, 0)
        if begins_line and column <= string.indent:
            blank = " \t" + BREAKS
            if text[start] in blank or (edit.text + text[end])[0] in blank:
                return None
        found.append(Edit(start, end, edit.text))
    return tuple(found)
