"""Corefiles in YAML whose lines are not indented as a text of YAML has to be."""

from __future__ import annotations

import re
from itertools import takewhile

from corefile.documents.model import Problem
from corefile.text.edits import Edit
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["badly_indented", "colon_lost", "first_apart"]

#: A key for CoreDNS that a text after `|` or `>` belongs to.
_HEAD = regex(
    r"""(?P<lead>[ ]*(?:-[ ]+)*)["']?(?P<key>Corefile[\w.-]*|[\w.-]+\.(?:server|override))["']?:"""
    r"""[ \t]+(?P<mark>[|>])[-+]?[ \t]*(?:\#.*)?\r?"""
)

#: Such a key with a slip before its text: no colon, or no space after it.
_NO_COLON = regex(
    r"""^[ ]*(?P<key>Corefile[\w.-]*|[\w.-]+\.(?:server|override))"""
    r"""(?P<slip>[ \t]+(?=[|>])|[ \t]*:(?=[|>]))(?P<mark>[|>][-+]?)[ \t]*\r?$""",
    re.MULTILINE,
)

#: What is below such a text and not a part of it: a key, an item of a list, another document.
_BELOW = regex(r"""["']?[A-Za-z_][\w./-]*["']?:(?:\s|\Z)|---|\.\.\.|-\s""")

#: What a manifest begins with.
_BEGIN = regex(r"(?:apiVersion|kind):[ ]+\S+[ \t]*(?:\#.*)?\r?")

_TAB = 4

_ENDS = "Kubernetes refuses this file"
_FIRST = (
    "The first line after `{head}` is indented by {first} spaces, and others below by {least}: for"
    " YAML, a text ends at the first line that is indented less than it begins. {ends}"
)
_SHORT = (
    "This line is indented by {here} spaces, less than the first line after `{head}`, which has"
    " {first}: for YAML, the text ends here. {ends}"
)
_NOT_DEEPER = (
    "This line is not indented deeper than `{head}`, so it is not a part of its text. {ends}"
)
_APART = (
    "This line and all below it are indented deeper than the first one, as if the space before that"
    " was not copied: for YAML, these keys are not beside `{first}`. {ends}"
)
_NO_KEY = "The {missing} of the key `{key}` is missing, so it is not a key for YAML. {ends}"
_TABS = "This line after `{head}` is indented with tabs, and YAML takes only spaces. {ends}"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a file."""

    start: int
    text: str

    @property
    def lead(self) -> str:
        """What is before its first word."""
        return self.text[: len(self.text) - len(self.text.lstrip(" \t"))]

    @property
    def indent(self) -> int:
        """How many characters are before its first word."""
        return len(self.lead)

    @property
    def is_comment(self) -> bool:
        """Whether it is a comment."""
        return self.text.lstrip().startswith("#")

    @property
    def opens(self) -> bool:
        """Whether a block begins with it."""
        return self.text.rstrip().endswith("{")

    @property
    def closes(self) -> bool:
        """Whether a block ends with it."""
        return self.text.lstrip().startswith("}")

    def moved(self, indent: int) -> Edit:
        """Return the edit that indents it by so many spaces."""
        return Edit(self.start, self.start + self.indent, " " * indent)


def badly_indented(text: str, offset: int) -> Problem | None:
    """Return the problem of a line that YAML does not take for a part of the Corefile above it.

    `offset` is where a parser stopped. None where it is something else.
    """
    lines = _lines(text)
    number = next((at for at, line in enumerate(lines) if line.start > offset), len(lines)) - 1
    heads = ((at, _HEAD.fullmatch(lines[at].text)) for at in range(number - 1, -1, -1))
    at, head = next(((at, head) for at, head in heads if head), (0, None))
    if head is None:
        return None
    column = len(head["lead"])
    body = [line for line in lines[at + 1 : number] if line.text.strip()]
    if any(line.indent <= column and not line.is_comment for line in body):
        return None
    short = [line for line in body if line.indent < body[0].indent or line.indent <= column]
    if short and not _is_below(lines[number], column):
        # A comment ends a text too.
        number, body = lines.index(short[0]), body[: body.index(short[0])]
    below = takewhile(lambda line: not _is_below(line, column), lines[number:])
    rest = [line for line in below if line.text.strip()]
    while len(rest) > 1 and rest[-1].is_comment and rest[-1].indent <= column:
        del rest[-1]
    if not rest:
        return None
    shown = f"{head['key']}: {head['mark']}"
    problem = _problem(lines[number], shown, column, body, rest)
    cause = lines[at].start, lines[number].start + len(lines[number].text)
    return problem and replace(problem, cause=cause)


def colon_lost(text: str, start: int = 0, end: int | None = None) -> Problem | None:
    """Return the problem of a key of a Corefile without its colon, or the space after it.

    It is looked for between two offsets.
    """
    line = text.rfind("\n", 0, start) + 1
    found = _NO_COLON.search(text, line, len(text) if end is None else end)
    if found is None:
        return None
    right = f"{found['key']}: {found['mark']}"
    missing = "space after the colon" if ":" in found["slip"] else "colon"
    return Problem(
        found.start("key"),
        found.end("mark"),
        _NO_KEY.format(missing=missing, key=found["key"], ends=_ENDS),
        help=f"write `{right}`",
        fix=f"write `{right}`",
        edits=(Edit(*found.span("slip"), ": "),),
    )


def first_apart(text: str, offset: int) -> Problem | None:
    """Return the problem of a manifest whose lines are all indented but for the first.

    `offset` is where a parser stopped. None where it is something else.
    """
    every = _lines(text)
    lines = [line for line in every if line.text.strip()]
    if len(lines) < 3 or _BEGIN.fullmatch(lines[0].text) is None:
        return None
    first, here, *_ = lines
    leads = sorted(line.lead for line in lines[1:])
    common = "".join(takewhile(str, map(_same, leads[0], leads[-1])))
    if not common or not here.start <= offset <= here.start + len(here.text):
        return None
    edits = (
        Edit(line.start, line.start + line.indent, spaces)
        for line in every
        if line is not first and line.text
        for spaces in [line.lead.removeprefix(common).replace("\t", " " * _TAB)]
    )
    message = _APART.format(first=first.text.rstrip(), ends=_ENDS)
    start = here.start + here.indent
    advice = "indent this line as the first, and those below as much less"
    fix = "indent the lines as the first"
    end = here.start + len(here.text.rstrip())
    return Problem(start, end, message, True, "text", advice, fix, tuple(edits))


def _same(one: str, other: str) -> str:
    return one if one == other else ""


def _problem(
    here: _Line, head: str, column: int, body: Sequence[_Line], rest: Sequence[_Line]
) -> Problem | None:
    """Return the problem of a line below a head; `body` is what YAML takes for the text's."""
    least = min(line.indent for line in rest)
    deep = column + 2
    if "\t" in here.lead:
        message, advice = _TABS, "indent with spaces"
        tabs = [line for line in rest if "\t" in line.lead]
        alone = len(tabs) == 1 and bool(body)
        edits = (
            [here.moved(_usual(body, rest))] if alone else [_without_tabs(t, deep) for t in tabs]
        )
    elif not body:
        message, advice = _NOT_DEEPER, f"indent every line of the text by {deep} spaces or more"
        edits = [line.moved(line.indent + deep - least) for line in rest]
    elif here.indent >= body[0].indent:
        return None
    elif least > column and _first_is_deep([*body, *rest], least):
        message, advice = _FIRST, f"indent the first line by {least} spaces, as the rest"
        edits, here = [body[0].moved(least)], body[0]
    else:
        first = body[0].indent
        message, advice = _SHORT, f"indent every line of the text by {first} spaces or more"
        short = [line for line in rest if line.indent < first]
        alone = short == [here]
        edits = [here.moved(_usual(body, rest))] if alone else [line.moved(first) for line in short]
    message = message.format(
        head=head, here=here.indent, first=body[0].indent if body else 0, least=least, ends=_ENDS
    )
    start = here.start + here.indent
    end = here.start + len(here.text.rstrip())
    fix = "indent the lines of the Corefile as YAML wants it"
    return Problem(start, end, message, True, "text", advice, fix, tuple(edits))


def _first_is_deep(lines: Sequence[_Line], least: int) -> bool:
    """Tell whether the first line of a text is too deep, rather than others not deep enough."""
    first = lines[0].indent
    short = [line for line in lines if line.indent < first]
    if len(short) == 1 and not (lines[0].opens and short[0].closes):
        return False
    raised = [max(line.indent, first) for line in lines]
    lowered = [least, *(line.indent for line in lines[1:])]
    return _oddness(lines, lowered) <= _oddness(lines, raised)


def _usual(body: Sequence[_Line], rest: Sequence[_Line]) -> int:
    """Return how deep the first line of the rest of a text is, as its neighbours tell."""
    here, above, below = rest[0], body[-1], rest[1] if len(rest) > 1 else None
    if below is not None and not here.opens and not below.closes:
        depth = below.indent
    elif above.opens and below is not None and not here.closes:
        depth = (above.indent + below.indent + 1) // 2
    else:
        depth = body[0].indent if here.closes else above.indent
    return max(depth, body[0].indent)


def _oddness(lines: Sequence[_Line], depths: Sequence[int]) -> int:
    """Return how odd it looks by how much the lines of blocks are deeper than those around them."""
    pairs = zip((line.opens for line in lines), depths, depths[1:], strict=False)
    steps = {below - above for is_open, above, below in pairs if is_open}
    return len(steps) + sum(step % 2 + 2 * (step <= 0) for step in steps)


def _without_tabs(line: _Line, deep: int) -> Edit:
    tabs = line.lead.count("\t")
    return line.moved(deep + _TAB * (tabs - 1) + line.lead.count(" "))


def _is_below(line: _Line, column: int) -> bool:
    """Tell whether a line cannot belong to a text below a key in such a column."""
    return line.indent <= column and _BELOW.match(line.text[line.indent :]) is not None


def _lines(text: str) -> list[_Line]:
    return [_Line(each.start(), each[0]) for each in re.finditer(r"[^\n]+|(?<=\n)(?=\n)", text)]
