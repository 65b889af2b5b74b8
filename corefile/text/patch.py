"""Edits of a file as a unified diff, which `git apply` and `patch -p1` take."""

import os
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate

from corefile.text.edits import Edit, apply_edits, ends_alike
from corefile.text.path import displayed
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.source import Source, line_starts

__all__ = ["line_edits", "patch"]

#: The lines shown before and after a change.
_CONTEXT = 3

#: From so many lines on, texts are compared in parts.
_LONG = 1000

_NO_LINE_FEED = "\n\\ No newline at end of file\n"

#: Names of files that Git writes without quotes.
_PLAIN = regex(r"[ !#-\[\]-~]*")


@dataclass(frozen=True, slots=True)
class Change:
    """Some lines that become others: 0-based numbers in the text before, the end not included."""

    start: int
    end: int
    lines: Sequence[str]


def patch(text: str, edits: Iterable[Edit], path: str) -> Iterator[str]:
    """Yield the diff of a file, line by line; nothing if nothing changes.

    The path is written as seen from the working directory, where the diff is to be applied.
    """
    old = split_lines(text)
    grown = 0
    names = f"--- {header('a', path)}\n+++ {header('b', path)}\n"
    for hunk in hunks(changes(text, old, edits)):
        start, end = max(hunk[0].start - _CONTEXT, 0), min(hunk[-1].end + _CONTEXT, len(old))
        growth = sum(len(each.lines) - (each.end - each.start) for each in hunk)
        before = extent(start, end - start)
        after = extent(start + grown, end - start + growth)
        yield f"{names}@@ -{before} +{after} @@\n"
        for each in hunk:
            yield from marked(" ", old[start : each.start])
            yield from marked("-", old[each.start : each.end])
            yield from marked("+", each.lines)
            start = each.end
        yield from marked(" ", old[start:end])
        names = ""
        grown += growth


def changes(text: str, old: Sequence[str], edits: Iterable[Edit]) -> Iterator[Change]:
    """Yield the lines that change; edits that share a line are looked at together."""
    source = Source(text)
    group: list[Edit] = []
    first = last = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        start = source.position(edit.start).line - 1
        if group and start > last:
            yield from change(old[first : last + 1], group, first, line_starts(text)[first])
            group = []
        if not group:
            first = start
        group.append(edit)
        last = source.position(edit.end).line - 1
    if group:
        yield from change(old[first : last + 1], group, first, line_starts(text)[first])


def change(
    before: Sequence[str], edits: Iterable[Edit], first: int, offset: int
) -> Iterator[Change]:
    """Yield what edits make of some lines, of which number and offset of the first are given."""
    shifted = [Edit(edit.start - offset, edit.end - offset, edit.text) for edit in edits]
    after = split_lines(apply_edits("".join(before), shifted))
    head, tail = ends_alike(before, after)
    if head < max(len(before), len(after)):
        yield Change(first + head, first + len(before) - tail, after[head : len(after) - tail])


def hunks(changed: Iterable[Change]) -> Iterator[list[Change]]:
    """Yield the changes that are so close to each other that they are shown together."""
    hunk: list[Change] = []
    for each in joined(changed):
        if hunk and each.start - hunk[-1].end > 2 * _CONTEXT:
            yield hunk
            hunk = []
        hunk.append(each)
    if hunk:
        yield hunk


def joined(changed: Iterable[Change]) -> Iterator[Change]:
    """Yield the changes, those that touch each other as one."""
    start = end = -1
    lines: list[str] = []
    for each in changed:
        if each.start != end:
            if end >= 0:
                yield Change(start, end, lines)
            start, lines = each.start, []
        lines += each.lines
        end = each.end
    if end >= 0:
        yield Change(start, end, lines)


def line_edits(before: str, after: str) -> Iterator[Edit]:
    """Yield edits of whole lines that make one text of another."""
    old, new = split_lines(before), split_lines(after)
    starts = [*accumulate(map(len, old), initial=0)]
    first, new_first = 0, 0
    for last, new_last in (*cuts(old, new), (len(old), len(new))):
        compared = SequenceMatcher(None, old[first:last], new[new_first:new_last])
        for tag, start, end, new_start, new_end in compared.get_opcodes():
            if tag != "equal":
                lines = new[new_first + new_start : new_first + new_end]
                yield Edit(starts[first + start], starts[first + end], "".join(lines))
        first, new_first = last, new_last


def cuts(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return lines that both texts have once, by their numbers, in the order of both.

    To compare two long texts takes as long as the square of their lengths, so they are compared
    from one such line to the next.  Short ones are not cut.
    """
    if len(old) < _LONG:
        return []
    once = {line for line, count in Counter(old).items() if count == 1}
    there = {line for line, count in Counter(new).items() if count == 1 and line in once}
    places = {line: at for at, line in enumerate(new) if line in there}
    pairs = [(at, places[line]) for at, line in enumerate(old) if line in there]
    return [pairs[at] for at in rising([place for _, place in pairs])]


def rising(numbers: Sequence[int]) -> list[int]:
    """Return the places of the most numbers that rise from one to the next."""
    ends: list[int] = []
    best: list[int] = []
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number)
        before.append(best[length - 1] if length else -1)
        ends[length : length + 1] = [number]
        best[length : length + 1] = [at]
    chain: list[int] = []
    at = best[-1] if best else -1
    while at >= 0:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def split_lines(text: str) -> list[str]:
    """Return the lines of a text with their line feeds."""
    lines = [f"{line}\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def marked(sign: str, lines: Iterable[str]) -> Iterator[str]:
    """Yield lines of a diff."""
    for line in lines:
        yield f"{sign}{line}" if line.endswith("\n") else f"{sign}{line}{_NO_LINE_FEED}"


def extent(start: int, count: int) -> str:
    """Return a place in a file as a diff names it: an empty one is after the line it names."""
    return f"{start + 1},{count}" if count else f"{start},0"


def header(side: str, path: str) -> str:
    """Return a file's name as Git writes it."""
    name = f"{side}/{displayed(os.path.normpath(path)).replace(os.sep, '/').lstrip('/')}"
    if _PLAIN.fullmatch(name) is None:
        return f'"{"".join(map(quoted, os.fsencode(name)))}"'
    return f"{name}\t" if " " in name else name


def quoted(byte: int) -> str:
    """Return a byte of a name in quotes."""
    return chr(byte) if _PLAIN.fullmatch(chr(byte)) else f"\\{byte:03o}"
