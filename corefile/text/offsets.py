"""Where the characters of a text are in the one that it was made from.

Every offset is 0-based and counts characters, not bytes. The *inner* text is made from the *outer*
one: a Corefile as CoreDNS reads it, from the file that it was found in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from corefile.text.brief import Brief
from corefile.text.records import dataclass

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["MappedText", "OffsetMap", "Segment"]


@dataclass(frozen=True, slots=True)
class Segment(Brief):
    """A run of characters copied one to one from the outer text.

    Characters `inner` to `inner + length` of the Corefile are the characters `outer` to
    `outer + length` of the file. Inner characters after the run and before the next segment
    are not copies (an escape or a fold made them): they are at the end of the run. So a
    segment of length 0 gives a made character its place.
    """

    inner: int
    outer: int
    #: In characters.
    length: int

    def at(self, offset: int) -> int:
        """Return the outer offset of the inner `offset`, which is not before this segment."""
        return self.outer + min(offset - self.inner, self.length)

    def ends_at(self, inner: int, outer: int) -> bool:
        """Tell whether the run ends at two offsets."""
        return (inner, outer) == (self.inner + self.length, self.outer + self.length)


@dataclass(frozen=True, slots=True)
class OffsetMap(Brief):
    """Where the characters of a Corefile are in the file that holds it.

    `segments` has at least one member and is ordered by `inner` and by `outer`; of
    several at one inner offset, the first says where the character before it ends and the last
    where the character itself starts.
    """

    segments: tuple[Segment, ...]

    @classmethod
    def identity(cls, length: int) -> OffsetMap:
        """Make the map of a plain file of `length` characters: every offset is itself."""
        return cls((Segment(0, 0, length),))

    @classmethod
    def coarse(cls, outer: int) -> OffsetMap:
        """Make the map that only knows where a text starts: every offset is `outer`."""
        return cls((Segment(0, outer, 0),))

    def outer(self, offset: int) -> int:
        """Return the outer offset of the inner `offset`, 0 to the length of the text inclusive.

        A character made by an escape or a fold is at the start of the escape or the fold; the
        end of the text is where its last character ends.
        """
        return self._segment(offset).at(offset)

    def end(self, offset: int) -> int:
        """Return the outer end of a range whose inner end is `offset`.

        That is where the last character of the range ends. It differs from `outer` where
        something lies between that character and the next, such as the indentation of a line.
        """
        index = bisect_left(self.segments, offset, key=_inner) - 1
        if index < 0:
            return self.outer(offset)
        before = self.segments[index]
        if offset <= before.inner + before.length or index + 1 == len(self.segments):
            return before.at(offset)
        return self.segments[index + 1].at(offset)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the outer range from the first to the last character of inner `[start, end)`."""
        first = self.outer(start)
        return (first, max(first, self.end(end))) if end > start else (first, first)

    def exact(self, start: int, end: int) -> tuple[int, int] | None:
        """Return the outer range that is inner `[start, end)` character for character, or None.

        An empty range is exact where it touches a copied character. That the range is exact
        says nothing about whether a *new* text can be there unescaped.
        """
        run = self._segment(start)
        if start < run.inner or end > run.inner + run.length or not run.length:
            return None
        return run.at(start), run.at(end)

    def through(self, outer: OffsetMap) -> OffsetMap:
        """Make the map to the file whose text `outer` leads to from where this one leads."""
        segments: list[Segment] = []
        for run, after in zip(self.segments, (*self.segments[1:], None), strict=True):
            if run.length:
                segments += outer.runs(run)
            elif after is not None and after.inner == run.inner:
                segments.append(Segment(run.inner, outer.end(run.outer), 0))
            else:
                segments.append(Segment(run.inner, outer.outer(run.outer), 0))
        return OffsetMap(tuple(segments))

    def runs(self, run: Segment) -> Iterator[Segment]:
        """Yield what becomes of a run that leads to the inner text: runs that lead to the outer."""
        at, stop = run.outer, run.outer + run.length
        index = max(bisect_right(self.segments, at, key=_inner) - 1, 0)
        while at < stop:
            here = self.segments[index]
            index += 1
            end = min(self.segments[index].inner, stop) if index < len(self.segments) else stop
            made_from = here.inner + here.length
            if at < end or here.inner == at > run.outer:
                copied = max(min(made_from, end) - at, 0)
                yield Segment(run.inner + at - run.outer, here.at(at), copied)
            at = max(at, end)

    def _segment(self, offset: int) -> Segment:
        index = bisect_right(self.segments, offset, key=_inner) - 1
        return self.segments[max(index, 0)]


def _inner(segment: Segment) -> int:
    return segment.inner


class MappedText:
    """A text under construction, with the place of each of its characters.

    `outer` is the text it is made from, and `start` where it is if nothing is added.
    """

    __slots__ = ("_made_to", "_outer", "_parts", "_segments", "_start", "size")

    def __init__(self, outer: str, start: int = 0) -> None:
        self._outer = outer
        self._start = start
        self._parts: list[str] = []
        self._segments: list[Segment] = []
        self._made_to: int | None = None
        #: In characters, so far.
        self.size: int = 0

    def copy(self, start: int, end: int, instead: str | None = None) -> None:
        """Add the characters `[start, end)` of the outer text, or as many others `instead`."""
        if start >= end:
            return
        self._end_made(start)
        last = self._segments[-1] if self._segments else None
        if last and last.length and last.ends_at(self.size, start):
            self._segments[-1] = Segment(last.inner, last.outer, last.length + end - start)
        else:
            self._segments.append(Segment(self.size, start, end - start))
        self._add(self._outer[start:end] if instead is None else instead)

    def make(self, text: str, start: int, end: int | None = None) -> None:
        """Add characters that are not in the outer text, but are at `start`.

        They are for the characters up to `end`; without it, up to those that are added next.
        """
        if text:
            self._end_made(start)
            self._segments.append(Segment(self.size, start, 0))
            self._add(text)
            self._made_to = end

    def copy_from(self, text: str, places: OffsetMap, start: int, end: int) -> None:
        """Add the characters `[start, end)` of another text, with their places in the outer one."""
        if start < end:
            self._segments += places.runs(Segment(self.size, start, end - start))
            self._add(text[start:end])

    def text(self) -> str:
        """Return the text."""
        return "".join(self._parts)

    def line(self) -> str:
        """Return the last line, as far as it is there."""
        found: list[str] = []
        for part in reversed(self._parts):
            _, newline, rest = part.rpartition("\n")
            found.append(rest)
            if newline:
                break
        return "".join(reversed(found))

    def map(self) -> OffsetMap:
        """Return the place of each character."""
        self._end_made(None)
        return OffsetMap(tuple(self._segments) or (Segment(0, self._start, 0),))

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self.size += len(text)

    def _end_made(self, following: int | None) -> None:
        """Note where the last made character ends, if the next one does not start there."""
        if self._made_to is not None and self._made_to != following:
            self._segments.append(Segment(self.size, self._made_to, 0))
        self._made_to = None
