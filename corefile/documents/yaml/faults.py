"""What is wrong in a text that is not YAML, in words of our own.

libyaml and PyYAML's own parser call one mistake by different words, at places that differ, and do
so otherwise from version to version. Their words only choose among the faults here; what none of
these knows is told by its place alone.
"""

from __future__ import annotations

import re

from corefile.documents.model import Problem
from corefile.documents.yaml.indentation import badly_indented, colon_lost, first_apart
from corefile.documents.yaml.joined import line_lost
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    #: Where a fault is shown: where the parser stopped, where what it was reading begins, at the
    #: backslash before, at the line with a `%` before, or at the first word of the line.
    At = Literal["stop", "begin", "backslash", "percent", "line"]
else:
    At = str

__all__ = ["fault_of", "is_depth_error", "undefined_alias"]

#: Of `\U0010FFFF`, in characters.
_LONGEST_ESCAPE = 10

_TEMPLATE = regex(r"^[ \t]*(?:\{\{|\{%)", re.MULTILINE)

_TEMPLATE_ADVICE = (
    "It looks like a template: check what it renders to, for example the output of `helm template`."
)
_PIPE_ADVICE = (
    "If this is in a Corefile, put `Corefile: |` on a line of its own and indent every line of"
    " the Corefile deeper than that key."
)


@dataclass(frozen=True, slots=True)
class _Fault:
    """A kind of mistake."""

    #: What a parser says of it: what it was doing, a colon, what it found.
    said: str
    what: str
    advice: str = ""
    at: At = "stop"


_TAB = _Fault("", "a tab where only spaces may be", "Indent with spaces.")

_UNKNOWN = _Fault("", "it cannot be read from here on", at="line")

_ESCAPE = _Fault(
    r"escape|double-quoted scalar|parsing a quoted scalar|chr\(\)|too large to convert",
    "an escape that YAML does not know",
    r"In double quotes, write a backslash as two (`\\`), or use `Corefile: |`.",
    "backslash",
)

_FOREIGN = _Fault(
    "block (mapping|collection): ",
    "a line, or the rest of one, that does not belong to what is above it",
    f"Give keys that belong together the same indentation. {_PIPE_ADVICE}",
)

#: The first that fits applies.
_FAULTS = (
    _Fault(
        "cannot start any token",
        "a character that no value can start with",
        "Put values that start with this character in quotes.",
    ),
    _Fault(
        "unexpected end of stream|unexpected document",
        "a quote that is never closed",
        "Close the quote that is open here.",
        "begin",
    ),
    _Fault(
        "mapping values are not allowed|unexpected ':'",
        "a colon where no key can be",
        f"Put a value that has `: ` in it in quotes. {_PIPE_ADVICE}",
    ),
    replace(_FOREIGN, said="could not find expected ':'", at="begin"),
    _Fault(
        "sequence entries are not allowed",
        "a `- ` where no list can begin",
        "Write the first item of a list on a line of its own.",
    ),
    _Fault(
        "(alias|anchor): .*alphabetic or numeric",
        "a `*` or `&` without a name after it",
        "Put a value that starts with `*` or `&` in quotes.",
        "begin",
    ),
    _Fault(
        "undefined tag handle",
        "a tag that is not defined",
        "Put a value that starts with `!` in quotes.",
    ),
    _Fault(
        "a tag: |tag: ",
        "a tag that is not written as one",
        "Put a value that starts with `!` in quotes.",
        "begin",
    ),
    _ESCAPE,
    _Fault(
        "block scalar: ",
        "more than `|` or `>` on the line that begins a text",
        "End the line after `|` or `>`, and put the text, indented, on the lines below.",
        "begin",
    ),
    _Fault(
        "directive|incompatible YAML|<document start>.*<stream end>",
        "a line that begins with `%` and is not a directive",
        "Remove the line, or write `%YAML 1.1` and `---` on the line below.",
        "percent",
    ),
    _Fault(
        "flow (sequence|mapping): .*'[]}]'",
        "a comma or the closing bracket is missing before this",
        "Write the comma, close the bracket, or put the value in quotes.",
    ),
    _FOREIGN,
    _Fault(
        "node content",
        "a value is missing before this",
        "Write the value, or put one that starts with this character in quotes.",
    ),
    _Fault(
        "<document start>",
        "more text after the end of the document",
        "Remove it, or put `---` on a line of its own before it.",
    ),
)

_OPEN = _Fault(
    "",
    "a bracket that is never closed",
    "Close the bracket that is open here, or put the value in quotes.",
    "begin",
)

_ALIAS = _Fault(
    "",
    "the alias `*{name}` has no anchor above it",
    "Define the anchor (`&{name}`) above, or put a value that starts with `*` in quotes.",
)


def is_depth_error(error: Exception) -> bool:
    """Tell whether a parser stopped because the nesting is too deep for it."""
    return isinstance(error, RecursionError) or "nesting" in _said(error)


def undefined_alias(offset: int, name: str) -> Problem:
    """Return the problem of an alias for something that is not there."""
    end = offset + 1 + len(name)
    what, advice = _ALIAS.what.format(name=name), _ALIAS.advice.format(name=name)
    return Problem(offset, end, _message(what, advice))


def fault_of(text: str, error: Exception, parser: Any) -> Problem:
    """Return the problem of a text that a parser refuses with an error."""
    stop = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if stop is None and hasattr(parser, "get_mark"):
        stop = parser.get_mark()
    begin = getattr(error, "context_mark", None) or stop
    places = [min(mark.index, len(text)) if mark else 0 for mark in (stop, begin)]
    fault = _kind(text, error, places[0])
    offset = _place(text, fault.at, *places)
    end = min(offset + 1, len(text))
    if _is_template(text, places[0]):
        return Problem(offset, end, _message(fault.what, _TEMPLATE_ADVICE, refused=False))
    slip = (
        colon_lost(text, end=offset)
        or badly_indented(text, offset)
        or first_apart(text, offset)
        or line_lost(text, offset)
    )
    return slip or Problem(offset, end, _message(fault.what, fault.advice))


def _kind(text: str, error: Exception, stop: int) -> _Fault:
    if text[stop : stop + 1] == "\t":
        return _TAB
    said = _said(error)
    if "flow" in said and not text[stop:].strip():
        return _OPEN
    return next((fault for fault in _FAULTS if re.search(fault.said, said)), _UNKNOWN)


def _said(error: Exception) -> str:
    context, problem = (getattr(error, name, None) for name in ("context", "problem"))
    return f"{context or ''}: {problem or error}"


def _place(text: str, at: At, stop: int, begin: int) -> int:
    if at == "begin":
        return begin
    if at == "backslash":
        found = text.rfind("\\", max(0, stop - _LONGEST_ESCAPE), stop + 1)
        return stop if found < 0 else found
    if at == "percent":
        return text.rfind("\n%", 0, stop + 1) + 1
    if at == "line":
        start = text.rfind("\n", 0, stop) + 1
        return start + len(text[start:stop]) - len(text[start:stop].lstrip())
    return stop


def _message(what: str, advice: str, *, refused: bool = True) -> str:
    consequence = " Kubernetes refuses this file, and" if refused else ""
    return (
        f"This is not valid YAML ({what}):{consequence} no Corefile from this document on is"
        f" checked. {advice}"
    ).rstrip()


def _is_template(text: str, offset: int) -> bool:
    """Tell whether a text that is not YAML at `offset` looks like the source of YAML."""
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line = text[start : end if end >= 0 else len(text)]
    return "{{" in line or "{%" in line or _TEMPLATE.search(text) is not None
