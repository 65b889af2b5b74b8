"""Reads a text whose braces may be wrong, in the likeliest ways.

The text is read once, word by word, with a few readings at a time.  A reading knows which block it
is in.  It becomes less likely with each word that cannot be where it is, with each line that is
not indented like its block, and with each brace that it puts in, takes away or moves.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from corefile.lint.recovery.words import Words
from corefile.syntax.tree import Token
from corefile.text.records import dataclass, field, replace
from corefile.text.typed import Literal, TypeAlias

__all__ = ["Change", "Frame", "Reader", "is_move", "kind_of"]

#: How many readings go on from word to word.
_WIDTH = 14
#: How much odder than the likeliest one a reading may be.
_SPREAD = 18.0
#: What it costs to change a brace, and to move one that was changed a line or two away.
_CHANGE, _MOVE = 6.0, 2.0

#: How many braces a reading changes, and how deep its blocks are, in texts of any length.
_MOST_CHANGES, _DEEPEST = 8, 8

Level: TypeAlias = Literal["server", "snippet", "plugin", "property", "nameless"]
Act: TypeAlias = Literal[
    "close", "open", "drop }", "drop {", "join", "split {", "split }", "break", "part"
]


@dataclass(frozen=True, slots=True)
class Frame:
    """A block that is open."""

    level: Level
    #: Its first word; None for braces that others put around the text.
    name: Token | None
    #: The `{`, or None where there is none.
    brace: Token | None
    #: How deep its line is.
    indent: int
    #: How deep the lines in it are, as the first one shows; -1 before there is any.
    inside: int = -1

    @property
    def word(self) -> str:
        """Its first word, as CoreDNS reads it."""
        return self.name.value if self.name is not None else ""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a reading changes about a brace."""

    act: Act
    #: The token that it is about: the brace, or the first word after a brace that was put in.
    token: Token
    #: The token before it.
    before: Token | None
    #: The block that is opened or closed.
    frame: Frame | None
    #: Those around it that are closed by the same word.
    outer: tuple[Frame, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read the text up to a word."""

    cost: float = 0.0
    blocks: tuple[Frame, ...] = ()
    changes: tuple[Change, ...] = ()
    #: The last line that may have a block: the block that it would open.
    line: Frame | None = None
    #: Whether that line may have its `{` on a line of its own.
    is_key: bool = False
    #: The last plugin that had a block.
    around: str = ""

    def but(self, cost: float) -> "Reading":
        """Return the reading with something odd more."""
        if not cost:
            return self
        total = self.cost + cost
        return Reading(total, self.blocks, self.changes, self.line, self.is_key, self.around)

    def on_line(self, cost: float, line: Frame | None, is_key: bool) -> "Reading":
        """Return the reading on a line that may have a block."""
        total = self.cost + cost
        return Reading(total, self.blocks, self.changes, line, is_key, self.around)

    def changed(self, cost: float, change: Change) -> "Reading":
        """Return the reading with one more change."""
        last = self.changes[-1] if self.changes else None
        near = last is not None and abs(last.token.line - change.token.line) <= 2
        if near and last is not None and is_move(last, change):
            cost = _MOVE
        most = len(self.changes) >= _MOST_CHANGES
        changes = self.changes if most else (*self.changes, change)
        total = self.cost + cost + (100.0 if most else 0.0)
        return Reading(total, self.blocks, changes, self.line, self.is_key, self.around)

    def deeper(self, depth: int) -> "Reading":
        """Return the reading with a block whose first line is so deep."""
        block = self.blocks[-1]
        block = Frame(block.level, block.name, block.brace, block.indent, depth)
        blocks = (*self.blocks[:-1], block)
        return Reading(self.cost, blocks, self.changes, self.line, self.is_key, self.around)

    def pushed(self, frame: Frame, cost: float = 0.0) -> "Reading":
        """Return the reading inside a block that opens here."""
        around = frame.word if frame.level == "plugin" else self.around
        blocks = (*self.blocks, frame)[:_DEEPEST]
        return Reading(self.cost + cost, blocks, self.changes, None, False, around)

    def popped(self, cost: float = 0.0) -> "Reading":
        """Return the reading after the innermost block."""
        total = self.cost + cost
        return Reading(total, self.blocks[:-1], self.changes, None, False, self.around)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a text in the likeliest ways."""

    words: Words
    #: How many blocks others have put around the text.
    around: int = 0
    #: Whether braces may be changed.
    may_change: bool = True
    #: How deep lines outside all blocks are.
    margin: int = field(default=0)

    def read(self, tokens: Sequence[Token]) -> list[Reading]:
        """Return the ways to read a text, the likeliest first; the last token is its end."""
        outer = tuple(Frame("server", None, None, -1) for _ in range(self.around))
        readings = [Reading(blocks=outer)]
        before: Token | None = None
        for _, line in groupby(tokens[:-1], key=lambda token: token.line):
            row = list(line)
            depth = len(row[0].prefix.rpartition("\n")[2].expandtabs())
            for number, token in enumerate(row):
                first = number == 0
                following = row[number + 1] if number + 1 < len(row) else None
                found: list[Reading] = []
                for reading in readings:
                    found += self.step(reading, token, row, number, depth, before, following)
                readings = best(found) if self.may_change or first else found
                before = token
        end = tokens[-1]
        return best([each for reading in readings for each in self.end(reading, end, before)])

    def step(
        self,
        reading: Reading,
        token: Token,
        row: Sequence[Token],
        number: int,
        depth: int,
        before: Token | None,
        following: Token | None,
    ) -> Iterator[Reading]:
        """Yield the ways to go on with a token."""
        first = number == 0
        kind = kind_of(token)
        if kind == "}":
            yield from self.closing(reading, token, depth, before, first)
        elif kind == "{":
            yield from self.opening(reading, token, before, first)
        elif kind == "}}":
            yield from self.several(reading, token, before)
        elif first or before is None or before.value in ("{", "}"):
            yield from self.word(reading, token, depth, before, first, following)
        elif kind == "word{" and following is None:
            yield reading.but(0.5 if self.may_change else 5)
            yield from self.glued(reading, token, before)
        elif kind == "word}" and following is None:
            yield reading.but(0.5 if self.may_change else 4)
            if self.may_change:
                yield from self.glued_close(reading, token, depth, before)
        else:
            yield reading.but(4 if kind == "word{" and not token.quoted else 0)

    def word(
        self,
        reading: Reading,
        token: Token,
        depth: int,
        before: Token | None,
        first: bool,
        following: Token | None,
    ) -> Iterator[Reading]:
        """Yield the ways to read the first word of a line, or one after a brace on its line."""
        ways = [reading]
        after_close = not first and before is not None and before.value == "}"
        if self.may_change and first:
            while len(ways[-1].blocks) > self.around:
                last = ways[-1]
                change = Change("close", token, before, last.blocks[-1])
                closed = last.changed(_CHANGE, change).popped()
                ways.append(closed)
        if after_close and self.may_change:
            ways = [reading.changed(3, Change("part", token, before, None))]
        elif after_close:
            ways = [reading.but(6)]
        for way in ways:
            yield from self.placed(way, token, depth, before, first, following)

    def placed(
        self,
        reading: Reading,
        token: Token,
        depth: int,
        before: Token | None,
        first: bool,
        following: Token | None,
    ) -> Iterator[Reading]:
        """Yield the ways to read a word as the first of a line in the block that is open."""
        value = token.value
        glued = kind_of(token) == "word{" and following is None
        closes = kind_of(token) == "word}" and following is None and self.may_change
        word = value[:-1] if glued or closes else value
        block = reading.blocks[-1] if reading.blocks else None
        odd = self.layout(reading, depth) if first else 0.0
        if block is None:
            odd += self.words.as_key(word)
            goes_on = reading.is_key and before is not None and not before.value.endswith(",")
            odd += 3 if goes_on and first else 0
            level: Level = "snippet" if word.startswith("(") else "server"
            if word == "import":
                yield reading.on_line(odd, None, False)
                return
        elif block.level in ("server", "snippet"):
            level = "plugin"
            cost = self.words.as_plugin(word, reading.around)
            odd += min(cost, 1) if block.level == "snippet" and cost < 6 else cost
        elif block.level == "plugin":
            level = "property"
            odd += self.words.as_property(word, block.word)
        else:
            level = "property"
            odd += 1 if word in self.words.plugins else 0
        frame = Frame(level, token, None, depth)
        if block is not None and block.inside < 0 and first:
            reading = reading.deeper(depth)
        way = reading.on_line(odd, frame, block is None)
        if glued:
            yield way.but(4)
            yield from self.glued(way, token, before)
            return
        if closes:
            yield way.but(4)
            yield from self.glued_close(way, token, depth, before)
            return
        yield way
        if self.may_change and self.lacks_brace(way, token, word):
            change = Change("open", token, before, frame)
            yield way.changed(_CHANGE, change).pushed(frame)

    def lacks_brace(self, reading: Reading, token: Token, word: str) -> bool:
        """Tell whether a line may have lost its `{`."""
        if reading.is_key:
            return True
        level = reading.line.level if reading.line else ""
        return level == "plugin" and word in self.words.plugins and self.words.takes_block(word)

    def layout(self, reading: Reading, depth: int) -> float:
        """Return how odd the depth of a line is."""
        if not reading.blocks:
            return 2.0 if depth > self.margin else 0.0
        block = reading.blocks[-1]
        odd = 1.5 if depth <= block.indent else 0.0
        if 0 <= block.inside != depth:
            odd += 1.0
        return odd

    def glued(self, reading: Reading, token: Token, before: Token | None) -> Iterator[Reading]:
        """Yield the ways to read a word with a `{` at its end as a word and a brace."""
        if not self.may_change or reading.line is None:
            return
        change = Change("split {", token, before, reading.line)
        odd = self.odd_block(reading.line)
        yield reading.changed(3 + odd, change).pushed(replace(reading.line, brace=token))

    def odd_block(self, line: Frame) -> float:
        """Return how odd it is that a line has a block."""
        if line.level == "plugin":
            return 0.0 if self.words.takes_block(line.word.removesuffix("{")) else 5.0
        return 4.0 if line.level == "property" else 0.0

    def opening(
        self, reading: Reading, token: Token, before: Token | None, first: bool
    ) -> Iterator[Reading]:
        """Yield the ways to read a `{`."""
        line = reading.line
        if line is not None:
            odd = self.odd_block(line)
            frame = replace(line, brace=token)
            if not first or reading.is_key:
                yield reading.pushed(frame, odd)
            elif self.may_change:
                change = Change("join", token, before, frame)
                yield reading.changed(4 + odd, change).pushed(frame)
            else:
                yield reading.pushed(Frame("nameless", token, token, frame.indent), 9)
        elif reading.blocks or not self.may_change:
            depth = len(token.prefix.rpartition("\n")[2].expandtabs())
            yield reading.pushed(Frame("nameless", token, token, depth), 9)
        if self.may_change:
            yield reading.changed(_CHANGE, Change("drop {", token, before, line))

    def closing(
        self, reading: Reading, token: Token, depth: int, before: Token | None, first: bool
    ) -> Iterator[Reading]:
        """Yield the ways to read a `}`, or a word with one at its end."""
        glued = kind_of(token) == "word}"
        if len(reading.blocks) > self.around:
            block = reading.blocks[-1]
            if first:
                odd = 0.0 if depth == block.indent else 2.0
                yield reading.popped(odd)
            elif is_one_line(block, token) and not glued:
                line = reading.line
                taken = line is not None and before is not line.name  # the line goes on to it
                yield reading.popped(4.5 if taken else 0.5)
                if self.may_change:
                    change = Change("break", token, before, block)
                    yield reading.changed(3, change).popped()
            elif self.may_change:
                change = Change("break", token, before, block)
                yield reading.changed(3, change).popped()
            else:
                yield reading.popped(5)
        elif not self.may_change:
            yield reading.but(_CHANGE)
        if self.may_change:
            yield reading.changed(_CHANGE, Change("drop }", token, before, None))

    def glued_close(
        self, reading: Reading, token: Token, depth: int, before: Token | None
    ) -> Iterator[Reading]:
        """Yield the ways to read a word with `}` at its end as a word and braces."""
        if token.value.endswith("}}"):
            yield from self.several(reading, token, before)
        else:
            yield from self.closing(reading, token, depth, token, False)

    def several(self, reading: Reading, token: Token, before: Token | None) -> Iterator[Reading]:
        """Yield the ways to read a word of several `}`."""
        number = len(token.value) - len(token.value.rstrip("}"))
        if not self.may_change or len(reading.blocks) - self.around < number:
            yield reading.but(_CHANGE)
            return
        *outer, block = reading.blocks[-number:]
        change = Change("split }", token, before, block, tuple(reversed(outer)))
        reading = reading.changed(4, change)
        for _ in range(number):
            reading = reading.popped()
        yield reading

    def end(self, reading: Reading, end: Token, before: Token | None) -> Iterator[Reading]:
        """Yield the reading at the end of the text, where all blocks have to be closed."""
        if not self.may_change:
            yield reading.but(_CHANGE * (len(reading.blocks) - self.around))
            return
        while len(reading.blocks) > self.around:
            change = Change("close", end, before, reading.blocks[-1])
            reading = reading.changed(_CHANGE, change).popped()
        if reading.is_key:
            reading = reading.but(3)
        yield reading


def is_move(one: Change, other: Change) -> bool:
    """Tell whether two changes move a brace from one place to another."""
    return {one.act, other.act} in ({"close", "drop }"}, {"open", "drop {"})


def is_one_line(block: Frame, close: Token) -> bool:
    """Tell whether a block of a plugin is opened and closed on one line, as CoreDNS lets it."""
    opened_here = block.brace is not None and block.brace.line == close.line
    return opened_here and block.level in ("plugin", "property")


def kind_of(token: Token) -> str:
    """Return whether a token is a brace, several, a word with one at its end, or a word."""
    value = token.value
    if value in ("{", "}"):
        return value
    if not token.quoted and value and not value.strip("}"):
        return "}}"
    if not token.quoted and value.endswith("}}"):
        return "word" if "{" in value else "word}"
    if token.quoted or len(value) < 2 or value[-1] not in "{}":
        return "word"
    word = value[:-1]
    return "word" if {"{", "}"} & set(word) else f"word{value[-1]}"


def best(readings: Sequence[Reading]) -> list[Reading]:
    """Return the likeliest readings, each once."""
    found: dict[object, Reading] = {}
    ordered = sorted(readings, key=cost_of)
    for reading in ordered:
        if reading.cost > ordered[0].cost + _SPREAD:
            break
        key = (
            tuple(id(block.brace or block.name) for block in reading.blocks),
            tuple((change.act, change.token.start) for change in reading.changes),
        )
        found.setdefault(key, reading)
        if len(found) == _WIDTH:
            break
    return list(found.values())


def cost_of(reading: Reading) -> float:
    """Return how odd a reading is."""
    return reading.cost
