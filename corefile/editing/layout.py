"""Where lines begin and end, whose a comment is, and what new lines look like.

All of this looks at the text near a line only, however long the text is.

A comment belongs to the line it ends, or, where it has lines of its own, to the line below it if
no empty line comes between. All other comments are nobody's, and stay.
"""

from collections.abc import Sequence

from corefile.syntax.tables import TRIVIA
from corefile.syntax.tree import Token
from corefile.text.edits import Edit
from corefile.text.regex import regex

__all__ = [
    "above",
    "begin_of_line",
    "below",
    "end_of_blanks",
    "end_of_line",
    "indentation",
    "joined",
    "removal",
    "start_of_comments",
]

#: White space and comments, as CoreDNS knows them.
BETWEEN = regex(TRIVIA)
#: What may be around a comment on its line, and nothing else.
SPACES = " \t\r\f\v"
EMPTY_LINES = regex(r"(?:[ \t\r\f\v]*\n)+")
CLOSES = regex(r"\s*(?:\}|\Z)")


def indentation(token: Token) -> str:
    """Return the spaces before the first token of a line."""
    indent = token.prefix.rpartition("\n")[2]
    return indent if indent.isspace() else ""


def begin_of_line(token: Token) -> int:
    """Return the offset of the line that a token is the first of."""
    return token.start - len(indentation(token))


def start_of_comments(token: Token) -> int:
    """Return the offset of the first of the comment lines that belong to the line of a token."""
    lines = token.prefix.split("\n")[:-1]
    whole = lines if token.start == len(token.prefix) else lines[1:]
    start = begin_of_line(token)
    for line in reversed(whole):
        if not line.lstrip(SPACES).startswith("#"):
            break
        start -= len(line) + 1
    return start


def end_of_line(text: str, offset: int) -> int | None:
    """Return where the line ends on which a token ends, its comment included.

    None when something else follows on the line.
    """
    between = BETWEEN.match(text, offset)
    reach = offset if between is None else between.end()
    end = text.find("\n", offset, reach)
    if end >= 0:
        return end - 1 if end > offset and text[end - 1] == "\r" else end
    return len(text) if reach == len(text) else None


def above(token: Token, lines: Sequence[str], indent: str, newline: str) -> Edit:
    """Return the edit that puts lines above the line of a token, and above its comments."""
    if not token.begins_line:
        return Edit(token.start, token.start, joined([*lines, ""], indent, newline) + indent)
    start = start_of_comments(token)
    return Edit(start, start, indent + joined([*lines, ""], indent, newline))


def below(text: str, end: int, lines: Sequence[str], indent: str, newline: str, rest: str) -> Edit:
    """Return the edit that puts lines below the line on which something ends.

    `rest` is the indentation of what else is on that line, which comes below the new lines.
    """
    at = end_of_line(text, end)
    new = joined(["", *lines], indent, newline)
    if at is not None:
        return Edit(at, at, new)
    return Edit(end, end_of_blanks(text, end), f"{new}{newline}{rest}")


def joined(lines: Sequence[str], indent: str, newline: str) -> str:
    """Join lines, with indentation before all of them but the first."""
    return newline.join([*lines[:1], *(indent + line if line else "" for line in lines[1:])])


def end_of_blanks(text: str, offset: int) -> int:
    """Return the offset after the spaces of a line."""
    while text[offset : offset + 1] and text[offset] in SPACES:
        offset += 1
    return offset


def removal(
    text: str, first: Token, end: int, *, comments: bool, trailing: bool | None = None
) -> Edit:
    """Return the edit that takes lines out, from a token to an offset after their last token.

    Their own comments go too, if so wanted, and empty lines that nothing is left to divide.
    `trailing` says otherwise of the comment at the end of the last line.
    """
    trailing = comments if trailing is None else trailing
    at = end_of_line(text, end)
    if not first.begins_line:
        return Edit(first.start - len(first.prefix), at if trailing and at else end, "")
    start = start_of_comments(first) if comments else begin_of_line(first)
    if at is None:
        return Edit(start, end_of_blanks(text, end), indentation(first))
    if not trailing and text[end:at].strip(SPACES):
        return Edit(first.start, end_of_blanks(text, end), "")
    stop = text.find("\n", at) + 1
    if not stop:
        return Edit(end_of_text_before(text, start), at, "")
    return Edit(*without_empty_lines(text, start, stop), "")


def end_of_text_before(text: str, offset: int) -> int:
    """Return the end of the last line above an offset that is not empty."""
    end = text.find("\n", start_of_white_space(text, offset), offset)
    if end < 0:
        return offset
    return end - 1 if text[end - 1 : end] == "\r" else end


def without_empty_lines(text: str, start: int, stop: int) -> tuple[int, int]:
    """Widen a stretch of whole lines by the empty lines that would divide nothing."""
    before = start_of_white_space(text, start)
    head = text.find("\n", before) + 1 or start
    empty_above = head < start or not before
    empty_below = EMPTY_LINES.match(text, stop)
    if empty_below and (empty_above or opens(text, start)):
        return start, empty_below.end()
    if empty_above and CLOSES.match(text, stop):
        return min(head, start), stop
    return start, stop


def start_of_white_space(text: str, offset: int) -> int:
    """Return the offset of the white space that ends at an offset."""
    while offset and text[offset - 1] in SPACES + "\n":
        offset -= 1
    return offset


def opens(text: str, offset: int) -> bool:
    """Tell whether the line above an offset ends in a brace, or there is none."""
    line = text[text.rfind("\n", 0, max(offset - 1, 0)) + 1 : offset]
    return not offset or (line.endswith("\n") and line.rstrip(" \t\r\n").endswith("{"))
