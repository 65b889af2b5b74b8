"""What a template may render to.

Nobody but its own engine can render a template, and nobody but its user knows the values. So it
is read several times: with the first branch of every condition, with the other one, and so on.
A value is put in as a reference to the environment, `{$…}`, which is CoreDNS's own way to say that
a word is not known yet; a line of which nothing else is known becomes an `import`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import partial
from itertools import pairwise

from corefile.documents.unknown import reference
from corefile.text.offsets import MappedText, OffsetMap
from corefile.text.records import dataclass, replace
from corefile.text.regex import regex

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from corefile.documents.kinds.template.marks import Tag

    Span = tuple[int, int]
    Choice = Callable[[int], int | None]

__all__ = ["STAND_IN", "Rendered", "Rendering", "rendering_of", "with_references"]

#: Characters for private use, which are in every word put in for a value until it is filled in.
_MORE = "\ue0f0"
_FIRST = "\ue0f1"
_LINE = "\ue0f2"

_VALUE = regex(f"{_FIRST}{_MORE}*")
#: As long as a reference is at least.
_SHORTEST = 4
#: As long as `import `.
_WHOLE_LINE = f"#{_LINE * 6}"

#: A line of YAML with a key whose text is on the lines below.
_BEGINS_TEXT = regex(r":[ \t]+[|>][-+0-9]*[ \t]*$")

#: A word put in for a value, in a text that is filled in or is about to be.
STAND_IN = regex(rf"\{{\$…*\}}|[{_MORE}{_FIRST}{_LINE}]")

#: What begins a part with a name.
_NAMES = regex(r"\{[{%][-+]?\s*(?:define|block|macro)\b")

_MAX_TEXTS = 6
_NEARBY = 20


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of a template that may be left out, or the choice between several parts."""

    tags: tuple[Tag, ...]
    end: int
    #: The condition this one is in, and in which of its branches.
    outer: tuple[int, int] | None

    def branches(self) -> Iterator[Span]:
        """Return where the branches are, the marks not included."""
        ends = [*(tag.start for tag in self.tags[1:]), self.end]
        return ((tag.end, end) for tag, end in zip(self.tags, ends, strict=False) if tag.end <= end)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A text that the template may render to; `left_out` is what of the template it lacks."""

    #: The text.
    text: str
    #: Where its characters are in the template.
    map: OffsetMap
    left_out: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """A text with marks, and the conditions that some of them make."""

    #: The text with its marks.
    text: str
    #: The marks, in order.
    tags: tuple[Tag, ...]
    #: The conditions, an outer one before those in it.
    conditions: tuple[Condition, ...]

    def variants(self) -> Iterator[Rendered]:
        """Yield the texts with the first branch of every condition, with the second, and so on.

        A condition in a branch of another begins with its first when that is taken, and the other
        waits until all of its branches were.
        """
        spans = self._spans()
        delays = self._delays(spans)
        ends = (delay + sum(span) for delay, span in zip(delays, spans, strict=True))
        for number in range(min(max(ends, default=0) + 1, _MAX_TEXTS)):
            yield self.render(partial(self._branch, number, delays, spans))

    def only(self, index: int) -> Rendered:
        """Return the text with the first branch of one condition alone."""
        taken: dict[int, int] = {index: 0}
        outer = self.conditions[index].outer
        while outer is not None:
            taken[outer[0]] = outer[1]
            outer = self.conditions[outer[0]].outer
        return self.render(lambda other: taken.get(other, self._last(other)))

    def around(self, offsets: Iterable[int]) -> dict[int, int | None]:
        """Return for each place the innermost condition that it is in, None where it is in none."""
        changes: list[tuple[int, bool, int | None]] = []
        for index, condition in enumerate(self.conditions):
            changes.append((condition.tags[0].end, False, index))
            changes.append((condition.end, True, self.outside(index)))
        changes.sort(key=lambda change: change[:2])
        starts = [change[0] for change in changes]
        found = ((offset, bisect_right(starts, offset)) for offset in offsets)
        return {offset: changes[at - 1][2] if at else None for offset, at in found}

    def outside(self, index: int) -> int | None:
        """Return the condition that another one is in."""
        outer = self.conditions[index].outer
        return None if outer is None else outer[0]

    def between(self, inner: int, outer: int | None) -> tuple[Tag, Tag | None] | None:
        """Return the first and last mark of the widest condition that only one place is in.

        The other place is `outer`; None stands for one that is in no condition. A part
        that has a name, to be put in elsewhere, does not count.
        """
        places = [inner] if outer is None else [inner, outer]
        around = self.around(places)
        others = set() if outer is None else {*self._outwards(around[outer])}
        own = [
            self.conditions[index] for index in self._outwards(around[inner]) if index not in others
        ]
        own = [each for each in own if not _NAMES.match(self.text, each.tags[0].start)]
        if not own:
            return None
        found = own[-1]
        last = (tag for tag in self.tags if tag.start == found.end and tag.role == "close")
        return found.tags[0], next(last, None)

    def _outwards(self, index: int | None) -> Iterator[int]:
        """Yield a condition and those that it is in, from the innermost on."""
        while index is not None:
            yield index
            index = self.outside(index)

    def has_mark(self, start: int, end: int) -> bool:
        """Tell whether a mark is in a stretch of the text."""
        index = bisect_left(self.tags, end, key=lambda tag: tag.start) - 1
        return index >= 0 and self.tags[index].end > start

    def member(self, offset: int) -> Span:
        """Return the lines of a key and what is below it, or of the rest of its list's item.

        These are the deeper ones, and blank ones, comments and marks among them.
        """
        start, end = _start_of_line(self.text, offset), _end_of_line(self.text, offset)
        depth = _spaces(self.text, start)
        while end < len(self.text) and self._is_deeper(end + 1, depth + 1):
            end = _end_of_line(self.text, end + 1)
        return start, end

    def item(self, offset: int) -> Span:
        """Return the lines of the mapping that a key is in, from the list's dash before it."""
        start, end = self.member(offset)
        column = offset - start
        first = start + _spaces(self.text, start) == offset
        while first and start:
            start = _start_of_line(self.text, start - 1)
            first = self._is_deeper(start, column)
        while end < len(self.text) and self._is_deeper(end + 1, column):
            end = _end_of_line(self.text, end + 1)
        return start, end

    def _is_deeper(self, start: int, depth: int) -> bool:
        """Tell whether a line has at least so many spaces before it, or has no depth."""
        first = start + _spaces(self.text, start)
        blank = self.text[first : first + 1] in ("", "\r", "\n", "#")
        return blank or first - start >= depth or self.has_mark(first, first + 1)

    def render(self, choose: Choice) -> Rendered:
        """Return the text with the branches that are chosen."""
        left_out = [
            span
            for index, condition in enumerate(self.conditions)
            for chosen in [choose(index)]
            for branch, span in enumerate(condition.branches())
            if branch != chosen and span[0] < span[1]
        ]
        marks = [_with_space(self.text, tag) for tag in self.tags if tag.role != "value"]
        rendered = MappedText(self.text)
        values = iter([tag for tag in self.tags if tag.role == "value"])
        value = next(values, None)
        lines = dict(self._lines())
        at = 0
        for start, end in _rest(_union([*left_out, *marks]), len(self.text)):
            at = max(at, start)
            while value is not None and value.start < end:
                if value.start >= at:
                    stop, made = lines.get(value.start, (value.end, ""))
                    rendered.copy(at, value.start)
                    rendered.make(made, value.start)
                    length = value.end - value.start
                    word = _FIRST + _MORE * (max(length, _SHORTEST) - 1)
                    if len(word) == length:
                        rendered.copy(value.start, value.end, word)
                    else:
                        rendered.make(word, value.start, value.end)
                    at = stop
                value = next(values, None)
            rendered.copy(at, end)
        return Rendered(rendered.text(), rendered.map(), tuple(_union(left_out)))

    def _spans(self) -> list[list[int]]:
        """Return for each condition how many texts in turn have each of its branches.

        They are as many as it takes to see the branches of what is in it.
        """
        spans = [[1 for _ in condition.branches()] for condition in self.conditions]
        for condition, span in zip(reversed(self.conditions), reversed(spans), strict=True):
            outer, branch = condition.outer or (0, len(self.text))
            if branch < len(spans[outer]):
                spans[outer][branch] = max(spans[outer][branch], sum(span))
        return spans

    def _delays(self, spans: Sequence[Sequence[int]]) -> list[int]:
        """Return for each condition how many texts there are before the first with its place."""
        delays: list[int] = []
        for condition in self.conditions:
            outer, branch = condition.outer or (None, 0)
            delays.append(0 if outer is None else delays[outer] + sum(spans[outer][:branch]))
        return delays

    def _branch(
        self, number: int, delays: Sequence[int], spans: Sequence[Sequence[int]], index: int
    ) -> int | None:
        left = number - delays[index]
        for branch, span in enumerate(spans[index]):
            if left < span:
                return branch
            left -= span
        # Within another one, such a part is mostly there: the port of a server block.
        is_inner = self.conditions[index].outer is not None
        return len(spans[index]) - 1 if is_inner else self._last(index)

    def _last(self, index: int) -> int | None:
        branches = len([*self.conditions[index].branches()])
        return branches - 1 if branches > 1 else None

    def _lines(self) -> Iterator[tuple[int, tuple[int, str]]]:
        """Yield the first value of each line of values alone, with the end of its last value.

        With it comes what is to be put before: the beginning of a comment, for YAML as for
        CoreDNS, as deep as the lines around, so that it ends no block of text.
        """
        for tags in _by_line(self.text, self.tags):
            values = [tag for tag in tags if tag.role == "value"]
            if not values:
                continue
            before = _spaces_before(self.text, tags[0].start)
            alone = before == 0 or self.text[before - 1] == "\n"
            closes = self.text[before - 1 : before] == "}" and before == tags[0].start
            if closes:
                before = _spaces_before(self.text, before - 1)
                closes = before == 0 or self.text[before - 1] == "\n"
            if not (alone or closes) or not _only_tags(self.text, tags):
                continue
            depth = _depth(self.text, tags[0].start, tags[-1].end)
            own = tags[0].start - before
            filling = "\n" + " " * depth if closes else " " * (depth - own)
            yield values[0].start, (values[-1].end, filling + _WHOLE_LINE)


def rendering_of(text: str, tags: Sequence[Tag]) -> Rendering:
    """Make a template of a text and its marks."""
    conditions: list[Condition] = []
    open_ones: list[tuple[int, list[Tag]]] = []
    for tag in tags:
        if tag.role == "open":
            outer = open_ones[-1] if open_ones else None
            place = None if outer is None else (outer[0], len(outer[1]) - 1)
            open_ones.append((len(conditions), [tag]))
            conditions.append(Condition((), len(text), place))
        elif open_ones and tag.role == "middle":
            open_ones[-1][1].append(tag)
        elif open_ones and tag.role == "close":
            index, parts = open_ones.pop()
            conditions[index] = replace(conditions[index], tags=tuple(parts), end=tag.start)
    for index, parts in open_ones:
        conditions[index] = replace(conditions[index], tags=tuple(parts))
    return Rendering(text, tuple(tags), tuple(conditions))


def with_references(text: str) -> str:
    """Put references where the values of a variant are in a text, and imports for its lines."""
    text = text.replace(_WHOLE_LINE, "import ")
    return _VALUE.sub(lambda value: reference(len(value[0])), text)


def _with_space(text: str, tag: Tag) -> Span:
    """Return where a mark is, with the white space that it takes along."""
    start, end = tag.start, tag.end
    while tag.before and start and text[start - 1].isspace():
        start -= 1
    while tag.after and end < len(text) and text[end].isspace():
        end += 1
    return start, end


def _union(spans: list[Span]) -> list[Span]:
    """Join the spans that touch or overlap."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _rest(spans: list[Span], length: int) -> Iterator[Span]:
    """Yield what is between spans."""
    at = 0
    for start, end in spans:
        yield at, start
        at = end
    yield at, length


def _by_line(text: str, tags: Sequence[Tag]) -> Iterator[list[Tag]]:
    """Yield the marks of each line; one that spans lines, or takes their end, joins them."""
    line: list[Tag] = []
    for tag in tags:
        gap = text[line[-1].end : tag.start] if line else ""
        is_joined = (tag.before or line[-1].after) and not gap.strip() if line else True
        if "\n" in gap and not is_joined:
            yield line
            line = []
        line.append(tag)
    if line:
        yield line


def _only_tags(text: str, tags: Sequence[Tag]) -> bool:
    """Tell whether nothing but spaces is between marks and after the last one."""
    gaps = (text[tag.end : after.start] for tag, after in pairwise(tags))
    end = tags[-1].end
    taken = " \t\r\n" if tags[-1].after else " \t\r"
    while end < len(text) and text[end] in taken:
        end += 1
    if tags[-1].after and text[end : end + 1] == "}":
        # What a value leaves before a brace may well end its line.
        return not any(gap.strip() for gap in gaps)
    return (end == len(text) or text[end] == "\n") and not any(gap.strip() for gap in gaps)


def _start_of_line(text: str, offset: int) -> int:
    return text.rfind("\n", 0, offset) + 1


def _end_of_line(text: str, offset: int) -> int:
    end = text.find("\n", offset)
    return len(text) if end < 0 else end


def _spaces(text: str, start: int) -> int:
    end = start
    while end < len(text) and text[end] == " ":
        end += 1
    return end - start


def _spaces_before(text: str, offset: int) -> int:
    while offset and text[offset - 1] in " \t":
        offset -= 1
    return offset


def _depth(text: str, start: int, end: int) -> int:
    """Count the spaces before the line above and the one below, and give the larger number."""
    above = (
        text[:start].rpartition("\n")[0]
        if start < 4000
        else text[start - 4000 : start].rpartition("\n")[0]
    )
    below = text[end : end + 4000].partition("\n")[2]
    before = above.splitlines()[: -_NEARBY - 1 : -1]
    depth = max(_indentation(near) for near in (before, below.splitlines()[:_NEARBY]))
    owner = next((line for line in before if line.strip()), "")
    # The text of a key is deeper than it, also where nothing else is in it.
    return max(depth, _indentation([owner]) + 2) if _BEGINS_TEXT.search(owner) else depth


def _indentation(lines: Sequence[str]) -> int:
    """Return the indentation of the first line that is neither blank nor begins with a mark."""
    for line in lines:
        content = line.lstrip(" ")
        if content.strip() and not content.startswith(("{{", "{%", "{#", "<%", "%{")):
            return len(line) - len(content)
    return 0
