"""Counts the steps in which Python matches a regular expression, to tell how they grow.

It walks through the expression as `re` parses it, and backtracks as `re` does, slowly; a character
that is looked at is a step.
"""

import re
from collections.abc import Callable, Iterable
from functools import cache
from re import _constants as sre
from re import _parser
from typing import Any, ClassVar, TypeAlias

#: Goes on at a place, and says whether all matches from there on.
Then: TypeAlias = Callable[[int], bool]

CATEGORIES = {
    sre.CATEGORY_DIGIT: r"\d",
    sre.CATEGORY_NOT_DIGIT: r"\D",
    sre.CATEGORY_SPACE: r"\s",
    sre.CATEGORY_NOT_SPACE: r"\S",
    sre.CATEGORY_WORD: r"\w",
    sre.CATEGORY_NOT_WORD: r"\W",
}

SINGLE = frozenset((sre.LITERAL, sre.NOT_LITERAL, sre.ANY, sre.IN))

#: More steps are far too many.
LIMIT = 5_000


class TooMany(Exception):
    """There is no end of steps."""


class Machine:
    """Matches one expression."""

    def __init__(self, pattern: "re.Pattern[str] | re.Pattern[bytes]") -> None:
        source = pattern.pattern
        text = source if isinstance(source, str) else source.decode("latin-1")
        self.flags = pattern.flags & ~re.UNICODE
        if isinstance(source, bytes):
            self.flags |= re.ASCII
        self.parsed = _parser.parse(text, self.flags)
        self.flags = self.parsed.state.flags
        self.text = ""
        self.steps = 0
        self.end = 0
        self.groups: dict[int, str] = {}
        self.begin = self.sequence(self.parsed, self.stop)

    def stop(self, place: int) -> bool:
        """Match here."""
        self.end = place
        return True

    def count(self, text: str, *, search: bool) -> int:
        """Count the steps to find all matches in a text, or only one at its beginning."""
        self.text, self.steps = text, 0
        place = 0
        try:
            while place <= len(text):
                found = self.begin(place)
                self.steps += 1
                if not search:
                    break
                place = self.end if found and self.end > place else place + 1
        except TooMany:
            return LIMIT
        return self.steps

    def step(self) -> None:
        """Count a step."""
        self.steps += 1
        if self.steps >= LIMIT:
            raise TooMany

    def sequence(self, parts: Iterable[Any], then: Then) -> Then:
        """Match parts, one after another."""
        for kind, value in reversed(list(parts)):
            then = self.part(kind, value, then)
        return then

    def part(self, kind: Any, value: Any, then: Then) -> Then:
        """Match one part, and then what follows."""
        if kind in SINGLE:
            return self.single(self.suits(kind, value), then)
        return self.KINDS[kind](self, value, then)

    def single(self, suits: Callable[[str], bool], then: Then) -> Then:
        """Match one character."""

        def match(place: int) -> bool:
            self.step()
            return place < len(self.text) and suits(self.text[place]) and then(place + 1)

        return match

    def suits(self, kind: Any, value: Any) -> Callable[[str], bool]:
        """Return what tells whether a character is one of those of a part."""
        folds = bool(self.flags & re.IGNORECASE)

        def is_in(char: str) -> bool:
            wanted = True
            for one, what in value:
                if one is sre.NEGATE:
                    wanted = False
                elif one is sre.CATEGORY:
                    if re.match(CATEGORIES[what], char, self.flags & re.ASCII):
                        return wanted
                else:
                    low, high = (what, what) if one is sre.LITERAL else what
                    forms = {char, char.lower(), char.upper()} if folds else {char}
                    if any(low <= ord(form) <= high for form in forms if len(form) == 1):
                        return wanted
            return not wanted

        def is_it(char: str) -> bool:
            if kind is sre.ANY:
                return bool(self.flags & re.DOTALL) or char != "\n"
            same = char == chr(value) or (folds and char.lower() == chr(value).lower())
            return same is (kind is sre.LITERAL)

        return cache(is_in if kind is sre.IN else is_it)

    def branch(self, value: Any, then: Then) -> Then:
        """Match one of several."""
        ways = [self.sequence(parts, then) for parts in value[1]]
        return lambda place: any(way(place) for way in ways)

    def group(self, value: Any, then: Then) -> Then:
        """Match a group, and remember what it is."""
        number, _, _, parts = value
        begun: list[int] = []

        def close(place: int) -> bool:
            self.groups[number] = self.text[begun[-1] : place]
            return then(place)

        if number is None:
            return self.sequence(parts, then)
        inner = self.sequence(parts, close)

        def open_(place: int) -> bool:
            begun.append(place)
            try:
                return inner(place)
            finally:
                begun.pop()

        return open_

    def same(self, number: Any, then: Then) -> Then:
        """Match what a group is."""

        def match(place: int) -> bool:
            word = self.groups.get(number, "")
            self.step()
            return self.text.startswith(word, place) and then(place + len(word))

        return match

    def repeat(self, value: Any, then: Then, *, greedy: bool = True) -> Then:
        """Match the same several times."""
        least, most, parts = value
        parts = list(parts)
        if len(parts) == 1 and parts[0][0] in SINGLE:
            return self.run(least, most, self.suits(*parts[0]), then, greedy=greedy)
        open_: list[tuple[int, int]] = []

        def once_more(place: int) -> bool:
            number, start = open_.pop()
            try:
                return (place > start or number < least) and repeated(place, number + 1)
            finally:
                open_.append((number, start))

        once = self.sequence(parts, once_more)

        def more(place: int, number: int) -> bool:
            if number >= most:
                return False
            open_.append((number, place))
            try:
                return once(place)
            finally:
                open_.pop()

        def repeated(place: int, number: int) -> bool:
            self.step()
            if greedy:
                return more(place, number) or (number >= least and then(place))
            return (number >= least and then(place)) or more(place, number)

        return lambda place: repeated(place, 0)

    def run(
        self, least: int, most: int, suits: Callable[[str], bool], then: Then, *, greedy: bool
    ) -> Then:
        """Match a run of characters."""

        def greedily(place: int) -> bool:
            end = place
            while end - place < most and end < len(self.text) and suits(self.text[end]):
                self.step()
                end += 1
            self.step()
            return any(then(at) for at in range(end, place + least - 1, -1))

        def lazily(place: int) -> bool:
            end = place
            while end - place < least or not then(end):
                self.step()
                if end - place >= most or end >= len(self.text) or not suits(self.text[end]):
                    return False
                end += 1
            return True

        return greedily if greedy else lazily

    def atomic(self, parts: Any, then: Then) -> Then:
        """Match parts in the first way in which they match."""
        ends: list[int] = []

        def end(place: int) -> bool:
            ends.append(place)
            return True

        inner = self.sequence(parts, end)
        return lambda place: inner(place) and then(ends.pop())

    def look(self, value: Any, then: Then, *, wanted: bool = True) -> Then:
        """Match what follows, or what is before, and stay."""
        direction, parts = value
        back = 0 if direction > 0 else parts.getwidth()[0]
        inner = self.sequence(parts, lambda _: True)

        def match(place: int) -> bool:
            found = place >= back and inner(place - back)
            return found is wanted and then(place)

        return match

    def at(self, value: Any, then: Then) -> Then:
        """Match a place."""
        lines = bool(self.flags & re.MULTILINE)

        def is_word(place: int) -> bool:
            return 0 <= place < len(self.text) and re.match(r"\w", self.text[place]) is not None

        def match(place: int) -> bool:
            self.step()
            before, after = self.text[place - 1 : place], self.text[place : place + 1]
            if value in (sre.AT_BEGINNING, sre.AT_BEGINNING_STRING):
                here = place == 0 or (lines and value is sre.AT_BEGINNING and before == "\n")
            elif value in (sre.AT_END, sre.AT_END_STRING):
                here = not after or (value is sre.AT_END and lines and after == "\n")
            else:
                here = (is_word(place - 1) != is_word(place)) is (value is sre.AT_BOUNDARY)
            return here and then(place)

        return match

    KINDS: ClassVar[dict[Any, Callable[["Machine", Any, Then], Then]]] = {
        sre.BRANCH: branch,
        sre.SUBPATTERN: group,
        sre.GROUPREF: same,
        sre.MAX_REPEAT: repeat,
        sre.MIN_REPEAT: lambda self, value, then: self.repeat(value, then, greedy=False),
        sre.POSSESSIVE_REPEAT: lambda self, value, then: self.atomic(
            [(sre.MAX_REPEAT, value)], then
        ),
        sre.ATOMIC_GROUP: atomic,
        sre.ASSERT: look,
        sre.ASSERT_NOT: lambda self, value, then: self.look(value, then, wanted=False),
        sre.AT: at,
    }


def characters(parsed: Any) -> set[str]:
    """Return one character of each kind that an expression tells from others."""
    found: set[str] = set()
    for kind, value in parsed:
        if kind in (sre.LITERAL, sre.NOT_LITERAL):
            found.add(chr(value))
        elif kind is sre.IN:
            found |= members(value)
        elif kind is sre.AT:
            found.add("\n")
        elif kind is sre.BRANCH:
            found = found.union(*map(characters, value[1]))
        elif isinstance(value, tuple):
            parts = value[-1]
            found |= characters(parts) if not isinstance(parts, int) else set()
        elif kind is sre.ATOMIC_GROUP:
            found |= characters(value)
    return found


def members(parts: Iterable[Any]) -> set[str]:
    """Return one character of each part of a class."""
    found: set[str] = set()
    for kind, value in parts:
        if kind is sre.CATEGORY:
            found |= {"5", " ", "\n", "a"}
        elif kind is not sre.NEGATE:
            found.add(chr(value if kind is sre.LITERAL else value[0]))
    return found


def literals(parsed: Any) -> set[str]:
    """Return the words that an expression has, of two characters or more."""
    found: set[str] = set()
    word = ""
    for kind, value in [*parsed, (None, None)]:
        if kind is sre.LITERAL:
            word += chr(value)
            continue
        if len(word) > 1:
            found.add(word)
        word = ""
        if kind is sre.BRANCH:
            found = found.union(*map(literals, value[1]))
        elif isinstance(value, tuple) and not isinstance(value[-1], int):
            found |= literals(value[-1])
        elif kind is sre.ATOMIC_GROUP:
            found |= literals(value)
    return found


def possessive_groups(parsed: Any) -> int:
    """Return how many groups an expression repeats possessively, as in `(?:ab)*+`."""
    number = 0
    for kind, value in parsed:
        if kind is sre.BRANCH:
            number += sum(map(possessive_groups, value[1]))
        elif kind is sre.ATOMIC_GROUP:
            number += possessive_groups(value)
        elif isinstance(value, tuple) and not isinstance(value[-1], int):
            parts = list(value[-1])
            is_single = len(parts) == 1 and parts[0][0] in SINGLE
            number += kind is sre.POSSESSIVE_REPEAT and not is_single
            number += possessive_groups(value[-1])
    return number
