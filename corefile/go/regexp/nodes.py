"""The nodes of a regexp's tree and what becomes of them (regexp/syntax: regexp.go, parse.go)."""

from corefile.go.regexp.classes import (
    MAX_RUNE,
    Range,
    Table,
    clean,
    folded,
    has_newline,
    simple_fold,
)

# What a node is. Of the kinds that are one character, a later one is more complex.
NO_MATCH, EMPTY, LITERAL, CLASS, ANY_BUT_NEWLINE, ANY = range(1, 7)
BEGIN_LINE, END_LINE, BEGIN_TEXT, END_TEXT, BOUNDARY, NO_BOUNDARY = range(7, 13)
CAPTURE, STAR, PLUS, QUEST, REPEAT, CONCAT, ALTERNATE = range(13, 20)
LEFT_PAREN, VERTICAL_BAR = (128, 129)

# Flags. Go keeps more of them; these are what a pattern can change.
FOLD = 1
DOT_NEWLINE = 8
ONE_LINE = 16
NON_GREEDY = 32

EVERYTHING = [(0, MAX_RUNE)]
EVERYTHING_BUT_NEWLINE = [(0, 9), (11, MAX_RUNE)]


class Node:
    """A node. It changes while a pattern is read, and is used again when it is no longer needed."""

    __slots__ = (
        "flags", "group", "height", "maximum", "minimum", "op",
        "ranges", "runes", "size", "sub", "tables",
    )  # fmt: skip

    def __init__(self, op: int) -> None:
        self.size: int | None = None
        self.height: int | None = None
        self.reset(op)

    def reset(self, op: int) -> None:
        """Make it a new node, save for what Go forgets to forget: its size, once known."""
        self.op: int = op
        self.flags: int = 0
        self.sub: list[Node] = []
        self.runes: list[int] = []
        self.ranges: list[Range] = []
        self.tables: frozenset[Table] = frozenset()
        self.minimum: int = 0
        self.maximum: int = 0
        self.group: int = 0

    def is_character(self) -> bool:
        """Say whether it matches one character whatever is around it."""
        return (self.op == LITERAL and len(self.runes) == 1) or CLASS <= self.op <= ANY

    def clean(self) -> None:
        """Bring a class to its simplest form before it becomes part of an alternation."""
        if self.op != CLASS:
            return
        self.ranges = clean(self.ranges)
        if not self.tables and self.ranges in (EVERYTHING, EVERYTHING_BUT_NEWLINE):
            self.op = ANY if self.ranges == EVERYTHING else ANY_BUT_NEWLINE
            self.ranges = []

    def merge(self, other: "Node") -> None:
        """Take in the characters of another node, which is not more complex."""
        if self.op == ANY_BUT_NEWLINE and other.matches_newline():
            self.op = ANY
        elif self.op == CLASS:
            self.ranges.extend(other.as_ranges())
            self.tables |= other.tables
        elif self.op == LITERAL and (self.runes, self.flags) != (other.runes, other.flags):
            self.ranges = self.as_ranges() + other.as_ranges()
            self.op = CLASS
            self.runes = []

    def as_ranges(self) -> list[Range]:
        """Return the characters of a class or of a literal of one character."""
        if self.op != LITERAL:
            return self.ranges
        ranges = [(self.runes[0], self.runes[0])]
        return folded(ranges) if self.flags & FOLD else ranges

    def matches_newline(self) -> bool:
        """Say whether a node that is one character can be a line feed."""
        if self.op == LITERAL:
            return self.runes == [10]
        if self.op == CLASS:
            return has_newline(self.ranges, self.tables)
        return self.op == ANY

    def single(self) -> tuple[int, int] | None:
        """Return the character and the fold flag of a class that is but one letter, like [Aa]."""
        if self.op != CLASS or self.tables or len(self.ranges) not in (1, 2):
            return None
        low = self.ranges[0][0]
        if self.ranges == [(low, low)]:
            return low, 0
        high = self.ranges[-1][1]
        pair = self.ranges in ([(low, low + 1)], [(low, low), (high, high)])
        if pair and simple_fold(low) == high and simple_fold(high) == low:
            return low, FOLD
        return None

    def leading_string(self) -> tuple[list[int], int]:
        """Return the literal it begins with, and whether that is folded."""
        node = self.sub[0] if self.op == CONCAT and self.sub else self
        return (node.runes, node.flags & FOLD) if node.op == LITERAL else ([], 0)

    def leading_node(self) -> "Node | None":
        """Return the node it begins with, None if it is empty."""
        node = self.sub[0] if self.op == CONCAT and self.sub else self
        return None if node.op == EMPTY else node

    def can_be_factored(self) -> bool:
        """Say whether a common start like this may be taken out of an alternation."""
        fixed = self.op == REPEAT and self.minimum == self.maximum and self.sub[0].is_character()
        return fixed or self.is_character()


def same(one: Node, other: Node) -> bool:
    """Say whether two nodes that can be factored are equal."""
    if one.op != other.op:
        return False
    if one.op in (LITERAL, CLASS):
        return (one.flags & FOLD, one.runes, one.ranges, one.tables) == (
            other.flags & FOLD, other.runes, other.ranges, other.tables
        )  # fmt: skip
    if one.op == REPEAT:
        return (one.flags & NON_GREEDY, one.minimum, one.maximum) == (
            other.flags & NON_GREEDY, other.minimum, other.maximum
        ) and same(one.sub[0], other.sub[0])  # fmt: skip
    return one.op in (ANY, ANY_BUT_NEWLINE)
