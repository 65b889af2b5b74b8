"""Matching as Go's regexp does it: leftmost-first, with groups, in time that is bounded.

A pattern becomes a small program (regexp/syntax, prog.go). The program is run with backtracking
that never visits an instruction twice at one place of the text (regexp, backtrack.go): what comes
out is what Go finds, and the time is at most the size of the program times that of the text.
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache

from corefile.go.errors import TooMuch
from corefile.go.regexp.classes import Range, Table, simple_fold
from corefile.go.regexp.compile import Parser
from corefile.go.regexp.nodes import (
    ALTERNATE,
    ANY,
    ANY_BUT_NEWLINE,
    BEGIN_LINE,
    BEGIN_TEXT,
    BOUNDARY,
    CAPTURE,
    CLASS,
    CONCAT,
    EMPTY,
    END_LINE,
    END_TEXT,
    FOLD,
    LITERAL,
    NO_BOUNDARY,
    NO_MATCH,
    NON_GREEDY,
    PLUS,
    QUEST,
    REPEAT,
    STAR,
    Node,
)
from corefile.text.records import dataclass

__all__ = ["Match", "TooMuch", "search"]

#: How many instructions a program may have, how deep its groups may nest, and how many steps a
#: search may take. A pattern that
#: somebody writes by hand for a domain name has a few dozen instructions.
MAX_PROGRAM = 20_000
MAX_DEPTH = 100
MAX_STEPS = 2_000_000


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern matches, and what its groups match."""

    #: Of the whole and of each group: 0-based start and end in characters; -1 for one that took no
    #: part.
    spans: tuple[tuple[int, int], ...]
    #: The text that was searched.
    text: str
    #: The name of each group, "" for one without; the whole match has none.
    names: tuple[str, ...]

    def group(self, number: int) -> str:
        """Return what a group matched, "" for one that took no part or is not there."""
        if not 0 <= number < len(self.spans):
            return ""
        start, end = self.spans[number]
        return self.text[start:end] if start >= 0 else ""

    def groups(self) -> dict[str, str]:
        """Return what the groups matched, by number and by name."""
        numbered = {str(number): self.group(number) for number in range(len(self.spans))}
        named = {name: self.group(number) for number, name in enumerate(self.names) if name}
        return numbered | named


# What an instruction does: take a character; go on at two places, the first preferred; note a
# place; demand something of the place; be done; never match.
_TAKE, _SPLIT, _SAVE, _ASSERT, _DONE, _FAIL = range(6)
_Accepts = Callable[[int], bool]


@dataclass(slots=True)
class _Instruction:
    """One step of a program; `out` and `other` are numbers of instructions."""

    kind: int
    out: int = -1
    other: int = -1
    accepts: _Accepts | None = None
    #: Which place is noted, or which kind of place is demanded.
    number: int = 0


def search(pattern: str, text: str) -> Match | None:
    """Return the leftmost match in a text, None where there is none (FindStringSubmatch).

    Raises Invalid for a pattern that Go refuses, and TooMuch where the answer would take too long.
    """
    program, groups, names = _compiled(pattern)
    searching = _Search(program, groups, text)
    if not searching.found():
        return None
    spans = zip(searching.slots[::2], searching.slots[1::2], strict=True)
    return Match(tuple(spans), text, names)


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> tuple[tuple[_Instruction, ...], int, tuple[str, ...]]:
    parser = Parser(pattern)
    tree = parser.parse()
    builder = _Builder()
    builder.block(tree)
    builder.add(_Instruction(_DONE))
    names = tuple(parser.named.get(number, "") for number in range(parser.groups + 1))
    return tuple(builder.program), parser.groups, names


class _Builder:
    """Makes a program: each block of instructions ends where the next one begins."""

    def __init__(self) -> None:
        self.program: list[_Instruction] = []
        self.depth = 0

    def add(self, instruction: _Instruction) -> int:
        """Add an instruction that goes on with the next one, and return its number."""
        if len(self.program) >= MAX_PROGRAM:
            raise TooMuch
        self.program.append(instruction)
        number = len(self.program) - 1
        if instruction.out < 0:
            instruction.out = number + 1
        return number

    def block(self, node: Node) -> None:
        """Add the instructions of a node."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise TooMuch
        start = len(self.program)
        add = _BLOCKS.get(node.op)
        if add is not None:
            add(self, node)
        else:
            self.add(_Instruction(_ASSERT, number=node.op))
        if len(self.program) == start:
            self.nothing()
        self.depth -= 1

    def literal(self, node: Node) -> None:
        """Add characters that stand for themselves."""
        for rune in node.runes:
            self.add(_Instruction(_TAKE, accepts=_literal(rune, bool(node.flags & FOLD))))

    def one_of(self, node: Node) -> None:
        """Add a class of characters."""
        self.add(_Instruction(_TAKE, accepts=_one_of(node)))

    def capture(self, node: Node) -> None:
        """Add a group, with its places noted."""
        self.add(_Instruction(_SAVE, number=2 * node.group))
        self.block(node.sub[0])
        self.add(_Instruction(_SAVE, number=2 * node.group + 1))

    def concatenation(self, node: Node) -> None:
        """Add one after the other."""
        for sub in node.sub:
            self.block(sub)

    def never(self, node: Node) -> None:
        """Add what matches nothing."""
        self.add(_Instruction(_FAIL))

    def empty(self, node: Node) -> None:
        """Add nothing."""

    def nothing(self) -> None:
        """Add an instruction that only goes on."""
        number = self.add(_Instruction(_SPLIT))
        self.program[number].other = self.program[number].out

    def alternatives(self, node: Node) -> None:
        """Add alternatives, the first of which is preferred."""
        subs = node.sub
        ends: list[int] = []
        for sub in subs[:-1]:
            split = self.add(_Instruction(_SPLIT))
            self.block(sub)
            self.nothing()
            ends.append(len(self.program) - 1)
            self.program[split].other = len(self.program)
        self.block(subs[-1])
        for end in ends:
            self.program[end].out = self.program[end].other = len(self.program)

    def repetition(self, node: Node) -> None:
        """Add something that comes again: `x*`, `x+`, `x?`, `x{2,5}`."""
        bounds = {STAR: (0, -1), PLUS: (1, -1), QUEST: (0, 1)}
        least, most = bounds.get(node.op, (node.minimum, node.maximum))
        lazy, sub = bool(node.flags & NON_GREEDY), node.sub[0]
        for _ in range(least - 1 if most < 0 else least):
            self.block(sub)
        if most < 0:
            self.loop(sub, lazy, at_least_once=least > 0)
        splits: list[int] = []
        for _ in range(most - least):
            splits.append(self.add(_Instruction(_SPLIT)))
            self.block(sub)
        for split in splits:
            self.prefer(split, split + 1, len(self.program), lazy)

    def loop(self, sub: Node, lazy: bool, *, at_least_once: bool) -> None:
        """Add something that comes any number of times.

        What matches nothing at all, as in `(a*)*`, is tried once before it is left out: `x*` is
        then the same as `(?:x+)?`.
        """
        split = -1 if at_least_once else self.add(_Instruction(_SPLIT))
        start = len(self.program)
        self.block(sub)
        if at_least_once or _may_be_empty(sub):
            again = self.add(_Instruction(_SPLIT))
            self.prefer(again, start, len(self.program), lazy)
        else:
            back = self.add(_Instruction(_SPLIT, out=split))
            self.program[back].other = split
        if split >= 0:
            self.prefer(split, start, len(self.program), lazy)

    def prefer(self, split: int, inside: int, after: int, lazy: bool) -> None:
        """Set the two ways of an instruction: greedily inside first, else after first."""
        instruction = self.program[split]
        instruction.out, instruction.other = (after, inside) if lazy else (inside, after)


_BLOCKS: dict[int, Callable[[_Builder, Node], None]] = {
    LITERAL: _Builder.literal,
    CLASS: _Builder.one_of,
    ANY: _Builder.one_of,
    ANY_BUT_NEWLINE: _Builder.one_of,
    CAPTURE: _Builder.capture,
    CONCAT: _Builder.concatenation,
    ALTERNATE: _Builder.alternatives,
    STAR: _Builder.repetition,
    PLUS: _Builder.repetition,
    QUEST: _Builder.repetition,
    REPEAT: _Builder.repetition,
    NO_MATCH: _Builder.never,
    EMPTY: _Builder.empty,
}


def _may_be_empty(node: Node) -> bool:
    """Tell whether something matches the empty text, as the compiler of Go sees it (prog.go)."""
    if node.op in (LITERAL, CLASS, ANY, ANY_BUT_NEWLINE, NO_MATCH):
        return False
    if node.op in (CAPTURE, PLUS):
        return _may_be_empty(node.sub[0])
    if node.op == REPEAT:
        return node.minimum == 0 or _may_be_empty(node.sub[0])
    if node.op == CONCAT:
        return all(map(_may_be_empty, node.sub))
    if node.op == ALTERNATE:
        return any(map(_may_be_empty, node.sub))
    return True


def _literal(rune: int, folds: bool) -> _Accepts:
    if not folds:
        return rune.__eq__
    same = {rune}
    following = simple_fold(rune)
    while following not in same:
        same.add(following)
        following = simple_fold(following)
    return same.__contains__


def _one_of(node: Node) -> _Accepts:
    if node.op == ANY:
        return lambda rune: True
    if node.op == ANY_BUT_NEWLINE:
        return lambda rune: rune != 10
    ranges, tables = node.ranges, node.tables
    return lambda rune: _in_ranges(ranges, rune) or any(_in_table(table, rune) for table in tables)


def _in_ranges(ranges: list[Range], rune: int) -> bool:
    return any(low <= rune <= high for low, high in ranges)


def _in_table(table: Table, rune: int) -> bool:
    """Tell whether a Unicode table has a character. Raises TooMuch for one that is not kept."""
    name, negated, folds, ranges, tables = table
    if ranges or tables:
        inside = _in_ranges(list(ranges), rune) or any(_in_table(sub, rune) for sub in tables)
    else:
        if len(name) > 2:
            raise TooMuch
        runes = _folds(rune) if folds else (rune,)
        inside = any(unicodedata.category(chr(each)).startswith(name) for each in runes)
    return inside != negated


def _folds(rune: int) -> tuple[int, ...]:
    same = [rune]
    following = simple_fold(rune)
    while following != rune:
        same.append(following)
        following = simple_fold(following)
    return tuple(same)


class _Search:
    """A search in one text. What failed at a place once fails there again."""

    def __init__(self, program: tuple[_Instruction, ...], groups: int, text: str) -> None:
        self.program = program
        self.text = text
        self.slots = [-1] * (2 * groups + 2)
        self.width = len(text) + 1
        self.visited = bytearray(len(program) * self.width)
        self.steps = 0

    def found(self) -> bool:
        """Look for the leftmost match, and leave its places in `slots`."""
        return any(self.from_place(begin) for begin in range(self.width))

    def from_place(self, begin: int) -> bool:
        """Look for a match that begins at a place."""
        self.slots = [-1] * len(self.slots)
        self.slots[0] = begin
        # What to do next: an instruction at a place, or a slot to set back.
        pending: list[tuple[int, int, int]] = [(0, begin, -1)]
        while pending:
            number, place, slot = pending.pop()
            if slot >= 0:
                self.slots[slot] = place
            elif self.follow(number, place, pending):
                return True
        return False

    def follow(self, number: int, place: int, pending: list[tuple[int, int, int]]) -> bool:
        """Follow the program until it is done (True) or fails; what else to try becomes pending."""
        while self.is_new(number, place):
            step = self.program[number]
            if step.kind == _DONE:
                self.slots[1] = place
                return True
            if step.kind == _SPLIT:
                if step.other != step.out:
                    pending.append((step.other, place, -1))
            elif step.kind == _SAVE:
                pending.append((0, self.slots[step.number], step.number))
                self.slots[step.number] = place
            elif not self.passes(step, place):
                return False
            place += step.kind == _TAKE
            number = step.out
        return False

    def is_new(self, number: int, place: int) -> bool:
        """Tell whether an instruction was not tried at a place yet. Raises TooMuch."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise TooMuch
        key = number * self.width + place
        new = not self.visited[key]
        self.visited[key] = 1
        return new

    def passes(self, step: _Instruction, place: int) -> bool:
        """Tell whether a text goes on at a place as an instruction demands."""
        if step.kind == _TAKE and step.accepts is not None:
            return place < len(self.text) and step.accepts(ord(self.text[place]))
        return step.kind == _ASSERT and _holds(step.number, self.text, place)


def _holds(demand: int, text: str, place: int) -> bool:
    """Tell whether a place is at a line's or a word's bounds."""
    before = text[place - 1] if place else ""
    after = text[place] if place < len(text) else ""
    if demand == BEGIN_TEXT:
        return not before
    if demand == END_TEXT:
        return not after
    if demand == BEGIN_LINE:
        return before in ("", "\n")
    if demand == END_LINE:
        return after in ("", "\n")
    at_boundary = _is_word(before) != _is_word(after)
    return at_boundary if demand == BOUNDARY else demand == NO_BOUNDARY and not at_boundary


def _is_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")
