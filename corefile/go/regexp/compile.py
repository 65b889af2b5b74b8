"""Regular expressions as Go's `regexp.Compile` takes them, with Go's own error messages.

Go's parser is a hand-written procedure (regexp/syntax, parse.go: Parse). Which error it reports,
with which fragment of the pattern, and whether a pattern is too large or too deep, follow from its
very steps, so these are followed here rather than a grammar.

Not kept is the contents of Unicode tables (see `regex_classes`); for that reason Go's limit on the
size of all classes, which only a pattern of more than 75,000 characters can reach, is not checked.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from corefile.go.errors import Invalid
from corefile.go.regexp.class_parser import ClassParser
from corefile.go.regexp.nodes import (
    ANY,
    ANY_BUT_NEWLINE,
    BEGIN_LINE,
    BEGIN_TEXT,
    BOUNDARY,
    DOT_NEWLINE,
    END_LINE,
    END_TEXT,
    FOLD,
    LEFT_PAREN,
    NO_BOUNDARY,
    NON_GREEDY,
    ONE_LINE,
    PLUS,
    QUEST,
    REPEAT,
    STAR,
    Node,
)
from corefile.go.regexp.stack import copies_in_bounds, refusal
from corefile.text.records import dataclass
from corefile.text.regex import regex

__all__ = ["Invalid", "Regex", "check_regex"]

REPETITION = regex(r"\{(0|[1-9][0-9]*)(,(0|[1-9][0-9]*)?)?\}", re.ASCII)
REPETITIONS = {"*": STAR, "+": PLUS, "?": QUEST}
MAX_REPETITION = 1000
#: The version of Go that began to read `(?<name>…)`.
SHORT_NAMES = (1, 22)
#: The version of Go that began to read `\p{greek}` as `\p{Greek}`.
TABLES_IN_ANY_FORM = (1, 25)
#: What each flag does, in the order of the bits: what it adds, and what it takes away.
FLAGS = {"i": (FOLD, 0), "m": (0, ONE_LINE), "s": (DOT_NEWLINE, 0), "U": (NON_GREEDY, 0)}
EMPTY_WIDTH = {"A": BEGIN_TEXT, "b": BOUNDARY, "B": NO_BOUNDARY, "z": END_TEXT}


@dataclass(frozen=True, slots=True)
class Regex:
    """What there is to know about a pattern that Go accepts."""

    #: How many capturing groups it has, without the whole match.
    groups: int
    #: The names of groups, in their order. Go lets names occur twice.
    names: tuple[str, ...]


@lru_cache(maxsize=512)
def check_regex(pattern: str, go: tuple[int, int] = TABLES_IN_ANY_FORM) -> Regex:
    """Read a pattern as `regexp.Compile` does. Raises Invalid with Go's message.

    `go` is the version of Go that reads it.
    """
    parser = Parser(pattern, go >= SHORT_NAMES, go < TABLES_IN_ANY_FORM)
    parser.parse()
    return Regex(parser.groups, tuple(parser.named.values()))


class Parser(ClassParser):
    """Reads one pattern."""

    def __init__(self, text: str, short_names: bool = True, exact_tables: bool = False) -> None:
        super().__init__(text)
        self.exact_tables = exact_tables
        self.short_names = short_names
        self.groups: int = 0
        #: The names of groups, by the number of the group.
        self.named: dict[int, str] = {}
        # Where the repetition starts that ends here, and the one being read; -1 if there is none.
        self.repetition: int = -1
        self.taken: int = -1

    def parse(self) -> Node:
        """Read the pattern. Raises Invalid."""
        position = 0
        while position < len(self.text):
            handle = HANDLERS.get(self.text[position], Parser.take_character)
            self.taken = -1
            position = handle(self, position)
            self.repetition = self.taken
        self.close_alternatives()
        if len(self.stack) != 1:
            raise refusal("missing closing )", self.text)
        return self.stack[0]

    def take_character(self, position: int) -> int:
        """Take in a character that stands for itself."""
        rune, position = self.rune(position)
        self.literal(rune)
        return position

    def take_paren(self, position: int) -> int:
        """Take in a `(`."""
        if self.text.startswith("(?", position):
            return self.take_perl_group(position)
        self.open_group("")
        return position + 1

    def open_group(self, name: str) -> None:
        """Open a capturing group."""
        self.groups += 1
        if name:
            self.named[self.groups] = name
        self.op(LEFT_PAREN).group = self.groups

    def take_right_paren(self, position: int) -> int:
        """Take in a `)`."""
        self.right_paren()
        return position + 1

    def take_bar(self, position: int) -> int:
        """Take in a `|`."""
        self.bar()
        return position + 1

    def take_start(self, position: int) -> int:
        """Take in a `^`."""
        self.op(BEGIN_TEXT if self.flags & ONE_LINE else BEGIN_LINE)
        return position + 1

    def take_end(self, position: int) -> int:
        """Take in a `$`."""
        self.op(END_TEXT if self.flags & ONE_LINE else END_LINE)
        return position + 1

    def take_dot(self, position: int) -> int:
        """Take in a `.`."""
        self.op(ANY if self.flags & DOT_NEWLINE else ANY_BUT_NEWLINE)
        return position + 1

    def take_operator(self, position: int) -> int:
        """Take in a `*`, `+` or `?`."""
        op = REPETITIONS[self.text[position]]
        return self.repeat(op, 0, 0, position, position + 1)

    def take_counts(self, position: int) -> int:
        """Take in a `{2,5}`, or a brace that stands for itself."""
        match = REPETITION.match(self.text, position)
        if match is None:
            return self.take_character(position)
        low = small(match[1])
        high = -1 if match[2] == "," else small(match[3]) if match[2] else low
        if low > MAX_REPETITION or high > MAX_REPETITION or 0 <= high < low:
            raise refusal("invalid repeat count", match[0])
        return self.repeat(REPEAT, low, high, position, match.end())

    def repeat(self, op: int, low: int, high: int, before: int, after: int) -> int:
        """Repeat what is on top of the stack."""
        flags = self.flags
        if self.text.startswith("?", after):
            after += 1
            flags ^= NON_GREEDY
        if self.repetition >= 0:
            raise refusal("invalid nested repetition operator", self.text[self.repetition : after])
        if not self.stack or self.stack[-1].op >= LEFT_PAREN:
            raise refusal("missing argument to repetition operator", self.text[before:after])
        node = self.new(op)
        node.minimum, node.maximum, node.flags = low, high, flags
        node.sub = [self.stack[-1]]
        self.stack[-1] = node
        self.check_limits(node)
        if op == REPEAT and max(low, high) >= 2 and not copies_in_bounds(node):
            raise refusal("invalid repeat count", self.text[before:after])
        self.taken = before
        return after

    def take_class(self, position: int) -> int:
        """Take in a `[…]`."""
        return self.bracket(position)

    def take_backslash(self, position: int) -> int:
        """Take in what a backslash begins."""
        following = self.text[position + 1 : position + 2]
        if following in EMPTY_WIDTH:
            self.op(EMPTY_WIDTH[following])
            return position + 2
        if following == "C":
            raise refusal("invalid escape sequence", "\\C")
        if following == "Q":
            return self.take_quoted(position + 2)
        return self.escaped(position)

    def take_quoted(self, position: int) -> int:
        r"""Take in what is between `\Q` and `\E`."""
        end = self.text.find("\\E", position)
        stop = len(self.text) if end < 0 else end
        while position < stop:
            rune, position = self.rune(position, stop)
            self.literal(rune)
        return stop if end < 0 else end + 2

    def take_perl_group(self, position: int) -> int:
        """Take in a `(?`, with a name or with flags."""
        text = self.text
        if text.startswith("(?P<", position) and len(text) > position + 4:
            return self.take_named_group(position, position + 4)
        if self.short_names and text.startswith("(?<", position) and len(text) > position + 3:
            return self.take_named_group(position, position + 3)
        return self.take_flags(position)

    def take_named_group(self, position: int, start: int) -> int:
        """Take in a `(?<name>`."""
        end = self.text.find(">", position)
        if end < 0:
            self.check_utf8(position, len(self.text))
            raise refusal("invalid named capture", self.text[position:])
        self.check_utf8(start, end)
        name = self.text[start:end]
        if not re.fullmatch("[0-9A-Za-z_]+", name, re.ASCII):
            raise refusal("invalid named capture", self.text[position : end + 1])
        self.open_group(name)
        return end + 1

    def take_flags(self, position: int) -> int:
        """Take in a `(?i)` or `(?i:` or `(?:`."""
        flags = self.flags
        negative = saw_flag = False
        place = position + 2
        while place < len(self.text):
            rune, place = self.rune(place)
            letter = chr(rune)
            if letter in FLAGS:
                add, remove = FLAGS[letter]
                if negative:
                    add, remove = remove, add
                flags = (flags | add) & ~remove
                saw_flag = True
            elif letter == "-" and not negative:
                negative, saw_flag = True, False
            elif letter in ":)" and (saw_flag or not negative):
                if letter == ":":
                    self.op(LEFT_PAREN)
                self.flags = flags
                return place
            else:
                break
        raise refusal("invalid or unsupported Perl syntax", self.text[position:place])


def small(digits: str) -> int:
    """Read a number; every one that is far too large is the same."""
    return int(digits) if len(digits) < 6 else MAX_REPETITION + 1


HANDLERS: dict[str, Callable[[Parser, int], int]] = {
    "(": Parser.take_paren,
    "|": Parser.take_bar,
    ")": Parser.take_right_paren,
    "^": Parser.take_start,
    "$": Parser.take_end,
    ".": Parser.take_dot,
    "[": Parser.take_class,
    "*": Parser.take_operator,
    "+": Parser.take_operator,
    "?": Parser.take_operator,
    "{": Parser.take_counts,
    "\\": Parser.take_backslash,
}
