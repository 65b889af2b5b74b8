"""Cuts a template into items (text/template/parse, lex.go).

Lines are counted as Go counts them, because messages have them.
"""

from collections.abc import Collection

from corefile.go.literals import unicode_point
from corefile.go.strconv import quote
from corefile.text.records import dataclass
from corefile.text.typed import TypeAlias

# Kinds of items. Keywords are their own kind.
ERROR, END_OF_TEXT, TEXT, SPACE, CHARACTER = "error", "EOF", "text", "space", "character"
LEFT_DELIMITER, RIGHT_DELIMITER, LEFT_PAREN, RIGHT_PAREN = "{{", "}}", "(", ")"
ASSIGN, DECLARE, PIPE, DOT = "=", ":=", "|", "."
BOOL, CHARACTER_CONSTANT, COMPLEX, NUMBER = "bool", "character constant", "complex", "number"
STRING, RAW_STRING = "string", "raw string"
FIELD, IDENTIFIER, VARIABLE = "field", "identifier", "variable"
KEYWORDS = frozenset("block break continue define else end if range nil template with".split())

SPACES = " \t\r\n"
TERMINATORS = (*SPACES, "", ".", ",", "|", ":", ")", "(")
DECIMAL, HEXADECIMAL = "0123456789_", "0123456789abcdefABCDEF_"
DIGITS = {"x": HEXADECIMAL, "o": "01234567_", "b": "01_"}

Kind: TypeAlias = str


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of a template; the value of an error is its message."""

    kind: Kind
    value: str
    line: int
    #: Where it begins, in characters from the start of the text.
    position: int = 0

    def __str__(self) -> str:
        if self.kind in (END_OF_TEXT, ERROR):
            return self.value
        if self.kind in KEYWORDS or self.kind == DOT:
            return f"<{self.value}>"
        if len(self.value.encode("utf-8", "surrogatepass")) > 10:
            return quote(self.value[:10]) + "..."
        return quote(self.value)


NO_ITEM = Item(ERROR, "", 0)


def is_word(character: str) -> bool:
    """Say whether a character can be in a name; the end of the text, which is "", cannot."""
    return character == "_" or character.isalpha() or character.isdecimal()


class Lexer:
    """Returns one item after the other."""

    def __init__(
        self, text: str, functions: Collection[str], breaks: bool = True, lines: bool = True
    ) -> None:
        self.text: str = text
        self.position: int = 0
        self.start: int = 0
        self.line: int = 1
        self.start_line: int = 1
        self.parens: int = 0
        self.inside: bool = False
        self.functions = functions
        #: Whether `break` and `continue` are words of the language.
        self.breaks = breaks
        #: What is white space inside an action; a line break there is none in older releases of Go.
        self.spaces: tuple[str, ...] = SPACES_OR if lines else (" ", "\t")
        #: The white space that a marker is told by.
        self.gaps: tuple[str, ...] = SPACES_OR if lines else (" ",)

    def next_item(self) -> Item:
        """Return the next item; after the end and after an error there is no more text."""
        if not self.inside:
            item = self.outside_action()
            if item is not None:
                return item
        return self.inside_action()

    def item(self, kind: Kind) -> Item:
        """Return what has been read since the last item."""
        item = Item(kind, self.text[self.start : self.position], self.start_line, self.start)
        self.start = self.position
        self.start_line = self.line
        return item

    def emit(self, kind: Kind) -> Item:
        """Return what has been read since the last item, which may have line breaks."""
        self.line += self.text.count("\n", self.start, self.position)
        return self.item(kind)

    def skip(self, position: int) -> None:
        """Leave out what is before a place."""
        self.line += self.text.count("\n", self.start, position)
        self.start = self.position = position
        self.start_line = self.line

    def error(self, message: str) -> Item:
        """Return an error; there is no more text after it."""
        item = Item(ERROR, message, self.start_line)
        self.text = ""
        self.start = self.position = 0
        return item

    def at(self, prefix: str, offset: int = 0) -> bool:
        """Say whether something is here."""
        return self.text.startswith(prefix, self.position + offset)

    def peek(self, offset: int = 0) -> str:
        """Return the character that is here, "" at the end."""
        return self.text[self.position + offset : self.position + offset + 1]

    def trims(self, position: int) -> bool:
        """Say whether a marker to trim what follows, like ` -}}`, begins at a place."""
        return self.text[position : position + 1] in self.gaps and self.text.startswith(
            "-}}", position + 1
        )

    def outside_action(self) -> Item | None:
        """Read text, and comments; None where an action begins that has been gone into."""
        while True:
            found = self.text.find("{{", self.position)
            if found < 0:
                self.position = len(self.text)
                return self.emit(TEXT) if self.position > self.start else self.item(END_OF_TEXT)
            if found > self.position:
                text = self.text_before(found)
                if text.value:
                    return text
            item = self.left_delimiter()
            if item is not None:
                return item

    def text_before(self, found: int) -> Item:
        """Read the text before an action, trimmed if the action says so."""
        end = found
        if self.text.startswith("-", found + 2) and self.text[found + 3 : found + 4] in self.gaps:
            end = self.start + len(self.text[self.start : found].rstrip(SPACES))
        self.position = end
        text = self.emit(TEXT)
        self.skip(found)
        return text

    def left_delimiter(self) -> Item | None:
        """Read `{{`; None if it began a comment, which is skipped."""
        self.position += 2
        marker = 2 * (self.at("-") and self.peek(1) in self.gaps)
        if self.at("/*", marker):
            self.skip(self.position + marker)
            return self.comment()
        item = self.item(LEFT_DELIMITER)
        self.inside = True
        self.skip(self.position + marker)
        self.parens = 0
        return item

    def comment(self) -> Item | None:
        """Skip a comment; give an error if it is not right."""
        end = self.text.find("*/", self.position + 2)
        if end < 0:
            return self.error("unclosed comment")
        self.position = end + 2
        trims = self.trims(self.position)
        if not trims and not self.at("}}"):
            return self.error("comment ends before closing delimiter")
        self.skip(self.after_delimiter(trims))
        return None

    def after_delimiter(self, trims: bool) -> int:
        """Return the place after `}}` and what it trims."""
        place = self.position + 2
        if not trims:
            return place
        place += 2
        while self.text[place : place + 1] in SPACES_OR:
            place += 1
        return place

    def right_delimiter(self) -> Item:
        """Read `}}`, which is known to be here, maybe with a marker before it."""
        trims = self.trims(self.position)
        after = self.after_delimiter(trims)
        if trims:
            self.skip(self.position + 2)
        self.position += 2
        item = self.item(RIGHT_DELIMITER)
        if trims:
            self.skip(after)
        self.inside = False
        return item

    def inside_action(self) -> Item:
        """Read an item of an action."""
        if self.at("}}") or self.trims(self.position):
            if self.parens:
                return self.error("unclosed left paren")
            return self.right_delimiter()
        character = self.peek()
        if character in self.spaces:
            return self.space()
        if character == "" or character in SPACES:
            return self.error("unclosed action")
        if character in QUOTES:
            return self.quoted(*QUOTES[character])
        if character == "$" or (character == "." and self.peek(1) not in NUMBER_AFTER_DOT):
            return self.field_or_variable(VARIABLE if character == "$" else FIELD)
        if character in ".+-" or "0" <= character <= "9":
            return self.number()
        if is_word(character):
            return self.identifier()
        return self.sign(character)

    def sign(self, character: str) -> Item:
        """Read a sign."""
        self.position += 1
        if character == ":":
            if not self.at("="):
                # Go has then read the next character too, which only matters for its line.
                return self.error("expected :=")
            self.position += 1
            return self.item(DECLARE)
        if character in "()":
            self.parens += 1 if character == "(" else -1
            if self.parens < 0:
                return self.error("unexpected right paren")
        elif character not in "=|":
            if " " <= character <= "~":
                return self.item(CHARACTER)
            return self.error(f"unrecognized character in action: {unicode_point(character)}")
        return self.item(character)

    def space(self) -> Item:
        """Read white space, up to the one that belongs to a marker before `}}`."""
        while self.peek() in self.spaces:
            self.position += 1
        if self.trims(self.position - 1):
            self.position -= 1
            if self.position == self.start:
                return self.right_delimiter()
        return self.emit(SPACE)

    def at_terminator(self) -> bool:
        """Say whether a name may end here."""
        return self.peek() in TERMINATORS or self.at("}}")

    def word(self) -> bool:
        """Read the letters of a name; say whether it may end there."""
        while is_word(self.peek()):
            self.position += 1
        return self.at_terminator()

    def bad_character(self) -> Item:
        """Return the error for a character that cannot follow a name."""
        return self.error(f"bad character {unicode_point(self.peek())}")

    def identifier(self) -> Item:
        """Read a keyword, a truth value or the name of a function."""
        if not self.word():
            return self.bad_character()
        word = self.text[self.start : self.position]
        # A function of that name makes it a word like others.
        hidden = word in ("break", "continue") and (word in self.functions or not self.breaks)
        if word in KEYWORDS and not hidden:
            return self.item(word)
        return self.item(BOOL if word in ("true", "false") else IDENTIFIER)

    def field_or_variable(self, kind: Kind) -> Item:
        """Read `.Name`, `$name`, or the sign alone."""
        self.position += 1
        if self.at_terminator():
            return self.item(VARIABLE if kind == VARIABLE else DOT)
        return self.item(kind) if self.word() else self.bad_character()

    def number(self) -> Item:
        """Read a number, which need not be a right one."""
        bad = not self.scan_number()
        kind = NUMBER
        if not bad and self.peek() in ("+", "-"):
            kind = COMPLEX
            bad = not self.scan_number() or self.text[self.position - 1] != "i"
        if bad:
            return self.error(f"bad number syntax: {quote(self.text[self.start : self.position])}")
        return self.item(kind)

    def accept(self, valid: str) -> str:
        """Read one character if it is one of these."""
        character = self.peek()
        if character and character in valid:
            self.position += 1
            return character
        return ""

    def accept_run(self, valid: str) -> None:
        """Read characters as long as they are of these."""
        while self.accept(valid):
            pass

    def scan_number(self) -> bool:
        """Read a number; if no number can look like that, read up to there and say so."""
        self.accept("+-")
        digits = DECIMAL
        if self.accept("0"):
            digits = DIGITS.get(self.accept("xXoObB").lower(), DECIMAL)
        self.accept_run(digits)
        if self.accept("."):
            self.accept_run(digits)
        exponent = {DECIMAL: "eE", HEXADECIMAL: "pP"}.get(digits, "")
        if self.accept(exponent):
            self.accept("+-")
            self.accept_run(DECIMAL)
        self.accept("i")
        if is_word(self.peek()):
            self.position += 1
            return False
        return True

    def quoted(self, kind: Kind, what: str) -> Item:
        """Read a string or a character constant; what it stands for is not looked at here."""
        mark = self.text[self.start]
        place = self.position + 1
        if kind == RAW_STRING:
            end = self.text.find(mark, place)
            if end < 0:
                return self.error(f"unterminated {what}")
            self.position = end + 1
            return self.emit(kind)
        while (character := self.text[place : place + 1]) != mark:
            if character == "\\":
                place += 1
                character = self.text[place : place + 1]
            if character in ("", "\n"):
                return self.error(f"unterminated {what}")
            place += 1
        self.position = place + 1
        return self.item(kind)


SPACES_OR = tuple(SPACES)
# A dot at the very end is a number to Go, though not a right one.
NUMBER_AFTER_DOT = (*"0123456789", "")
QUOTES = {
    '"': (STRING, "quoted string"),
    "`": (RAW_STRING, "raw quoted string"),
    "'": (CHARACTER_CONSTANT, "character constant"),
}
