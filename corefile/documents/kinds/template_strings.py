"""The template strings of JavaScript and TypeScript, and what is put into them."""

from __future__ import annotations

import re

from corefile.documents.kinds.template.marks import Tag
from corefile.text.offsets import MappedText
from corefile.text.records import dataclass
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from corefile.text.offsets import OffsetMap

__all__ = ["TemplateString", "template_strings"]

#: What matters in code, and in a template string.
_IN_CODE = regex(
    r"""//[^\n]*+|/\*(?>(?:[^*]|\*(?!/))*)\*/|"(?>(?:[^"\\\n]|\\.)*)"|'(?>(?:[^'\\\n]|\\.)*)'"""
    r"""|[`{}]""",
    re.DOTALL,
)
_IN_STRING = regex(r"\\.|`|\$\{", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "\n": ""}
#: What is before a string whose escapes are left as they are.
_RAW = "String.raw"
#: How long a word is at least that is put in.
_LEAST = 7


@dataclass(frozen=True, slots=True)
class TemplateString:
    """A template string: where it begins and ends, without its marks, and what is in it."""

    start: int
    end: int
    #: Where values are put in, with their marks, and escapes.
    parts: tuple[tuple[int, int], ...]

    def content(self, text: str) -> tuple[str, OffsetMap, list[Tag]]:
        """Return what it is, with the places of its characters and marks for its values."""
        is_raw = text.endswith(_RAW, 0, self.start - 1)
        made = MappedText(text, self.start)
        tags: list[Tag] = []
        at = self.start
        for start, end in self.parts:
            made.copy(at, start)
            at = end
            if text[start] == "$":
                tags.append(Tag(made.size, made.size + max(end - start, _LEAST)))
                made.make("$" * max(end - start, _LEAST), start, end)
            elif is_raw:
                made.copy(start, end)
            else:
                made.make(_ESCAPES.get(text[start + 1], text[start + 1]), start, end)
        made.copy(at, self.end)
        return made.text(), made.map(), tags


def template_strings(text: str) -> Iterator[TemplateString]:
    """Yield the template strings of a program, of which one may be in a value of another."""
    # Each string that is open, with its parts, and how many braces are open in the value there.
    strings: list[tuple[int, list[tuple[int, int]]]] = []
    values: list[tuple[int, int]] = []
    at = 0
    while True:
        in_string = len(strings) > len(values)
        found = (_IN_STRING if in_string else _IN_CODE).search(text, at)
        if found is None:
            return
        at = found.end()
        sign = found[0]
        if in_string and sign == "${":
            values.append((found.start(), 0))
        elif in_string and sign == "`":
            start, parts = strings.pop()
            yield TemplateString(start, found.start(), tuple(parts))
        elif in_string:
            strings[-1][1].append(found.span())
        elif sign == "`":
            strings.append((at, []))
        elif values and sign in "{}":
            start, depth = values.pop()
            if sign == "}" and not depth:
                strings[-1][1].append((start, at))
            else:
                values.append((start, depth + (1 if sign == "{" else -1)))
