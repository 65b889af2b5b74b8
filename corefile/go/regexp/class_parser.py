"""Reads classes of characters and escapes in a regexp (regexp/syntax, parse.go)."""

from corefile.go.regexp.classes import (
    PERL,
    POSIX,
    SURROGATES,
    Range,
    Table,
    clean,
    complement,
    folded,
    group,
    unicode_class,
)
from corefile.go.regexp.factor import Factoring
from corefile.go.regexp.nodes import CLASS, FOLD
from corefile.go.regexp.stack import refusal

#: What Go reads past the end of a text (utf8.RuneError).
NOTHING = 0xFFFD
LETTER_ESCAPES = {"a": 7, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11}
OCTAL = "01234567"
HEXADECIMAL = "0123456789abcdefABCDEF"
MAX_RUNE = 0x10FFFF


class ClassParser(Factoring):
    """Reads escapes and classes at a place in a pattern; every method gives the place after it."""

    #: Whether a table is called by its name, letter by letter.
    exact_tables: bool = False

    def rune(self, position: int, end: int | None = None) -> tuple[int, int]:
        """Read a character. Raises Invalid where the text is not UTF-8."""
        if position >= (len(self.text) if end is None else end):
            return NOTHING, position
        rune = ord(self.text[position])
        if rune in SURROGATES:
            raise refusal("invalid UTF-8", self.text[position:end])
        return rune, position + 1

    def check_utf8(self, position: int, end: int) -> None:
        """Raise Invalid where a stretch of the text is not UTF-8."""
        while position < end:
            _, position = self.rune(position, end)

    def escaped(self, position: int) -> int:
        """Take in an escape: a class or a character."""
        node = self.new(CLASS)
        node.flags = self.flags
        found = self.class_escape(position)
        if found is not None:
            ranges, node.tables, position = found
            node.ranges = list(ranges)
            self.push(node)
            return position
        self.reuse(node)
        rune, position = self.escape(position)
        self.literal(rune)
        return position

    def class_escape(self, position: int) -> tuple[list[Range], frozenset[Table], int] | None:
        r"""Read a `\d` or `\pL`; None if there is none."""
        letter = self.text[position + 1 : position + 2]
        if self.text[position : position + 1] != "\\" or not letter:
            return None
        if letter in "pP":
            return self.unicode_class(position)
        ranges = PERL.get(letter.lower()) if letter.isascii() else None
        if ranges is None:
            return None
        found = group(ranges, letter.isupper(), bool(self.flags & FOLD))
        return found, frozenset(), position + 2

    def unicode_class(self, start: int) -> tuple[list[Range], frozenset[Table], int]:
        r"""Read a `\pL` or `\p{Greek}`."""
        negated = self.text[start + 1] == "P"
        rune, position = self.rune(start + 2)
        name = self.text[start + 2 : position]
        if rune == ord("{"):
            end = self.text.find("}", start)
            if end < 0:
                self.check_utf8(start, len(self.text))
                raise refusal("invalid character class range", self.text[start:])
            self.check_utf8(start + 3, end)
            name = self.text[start + 3 : end]
            position = end + 1
        if name.startswith("^"):
            negated = not negated
            name = name[1:]
        found = unicode_class(name, negated, bool(self.flags & FOLD), self.exact_tables)
        if found is None:
            raise refusal("invalid character class range", self.text[start:position])
        return (*found, position)

    def bracket(self, start: int) -> int:
        """Take in a `[…]`."""
        node = self.new(CLASS)
        node.flags = self.flags
        position = start + 1
        negated = self.text.startswith("^", position)
        position += negated
        ranges: list[Range] = []
        tables: frozenset[Table] = frozenset()
        first = position
        while position == first or not self.text.startswith("]", position):
            found = self.posix_class(position) or self.class_escape(position)
            if found is None:
                low_high, position = self.simple_range(position, start)
                ranges.append(low_high)
                continue
            more, more_tables, position = found
            ranges.extend(more)
            tables |= more_tables
        node.ranges = folded(ranges) if self.flags & FOLD else clean(ranges)
        node.tables = tables
        if negated:
            node.ranges, node.tables = complement(node.ranges, tables)
        self.push(node)
        return position + 1

    def posix_class(self, start: int) -> tuple[list[Range], frozenset[Table], int] | None:
        """Read a `[:alpha:]` within brackets; None if there is none."""
        if not self.text.startswith("[:", start) or len(self.text) == start + 2:
            return None
        end = self.text.find(":]", start + 2)
        if end < 0:
            return None
        name = self.text[start + 2 : end]
        negated = name.startswith("^")
        ranges = POSIX.get(name.removeprefix("^"))
        if ranges is None:
            raise refusal("invalid character class range", self.text[start : end + 2])
        return group(ranges, negated, bool(self.flags & FOLD)), frozenset(), end + 2

    def simple_range(self, start: int, whole: int) -> tuple[Range, int]:
        """Read a character or a range like `a-z` within brackets."""
        low, position = self.class_character(start, whole)
        high = low
        following = self.text[position + 1 : position + 2]
        if self.text.startswith("-", position) and following not in ("", "]"):
            high, position = self.class_character(position + 1, whole)
            if high < low:
                raise refusal("invalid character class range", self.text[start:position])
        return (low, high), position

    def class_character(self, position: int, whole: int) -> tuple[int, int]:
        """Read a character within the brackets that began earlier."""
        if position >= len(self.text):
            raise refusal("missing closing ]", self.text[whole:])
        if self.text[position] == "\\":
            return self.escape(position)
        return self.rune(position)

    def escape(self, start: int) -> tuple[int, int]:
        """Read an escape that stands for a character."""
        if start + 1 >= len(self.text):
            raise refusal("trailing backslash at end of expression", "")
        rune, position = self.rune(start + 1)
        letter = chr(rune)
        if letter in OCTAL and (letter == "0" or self.octal_at(position)):
            return self.octal(start + 1)
        if letter == "x":
            value, position = self.hexadecimal(position)
            if value >= 0:
                return value, position
        elif letter in LETTER_ESCAPES:
            return LETTER_ESCAPES[letter], position
        elif letter.isascii() and not letter.isalnum():
            return rune, position
        raise refusal("invalid escape sequence", self.text[start:position])

    def octal_at(self, position: int) -> bool:
        """Say whether there is an octal digit."""
        return self.text[position : position + 1] in tuple(OCTAL)

    def octal(self, start: int) -> tuple[int, int]:
        """Read up to three octal digits."""
        position = start + 1
        while position < start + 3 and self.octal_at(position):
            position += 1
        return int(self.text[start:position], 8), position

    def hexadecimal(self, start: int) -> tuple[int, int]:
        r"""Read what follows `\x`; the value is negative if it is not right."""
        if start >= len(self.text):
            return -1, start
        rune, position = self.rune(start)
        if rune == ord("{"):
            return self.hexadecimal_in_braces(position)
        second, position = self.rune(position)
        digits = chr(rune), chr(second)
        if not all(digit in HEXADECIMAL for digit in digits):
            return -1, position
        return int("".join(digits), 16), position

    def hexadecimal_in_braces(self, start: int) -> tuple[int, int]:
        r"""Read what follows `\x{`; the value is negative if it is not right."""
        value = 0
        position = start
        while position < len(self.text):
            rune, position = self.rune(position)
            if rune == ord("}"):
                return (value if position > start + 1 else -1), position
            if chr(rune) not in HEXADECIMAL:
                return -1, position
            value = value * 16 + int(chr(rune), 16)
            if value > MAX_RUNE:
                return -1, position
        return -1, position
