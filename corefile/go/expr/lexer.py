"""Cuts an expression into tokens (expr-lang, parser/lexer)."""

from corefile.go.expr.strings import Malformed, unescape, unescape_bytes
from corefile.go.literals import unicode_point
from corefile.go.strconv import quote
from corefile.text.records import dataclass

NAME, NUMBER, STRING, BYTES = "Identifier", "Number", "String", "Bytes"
OPERATOR, BRACKET, END = "Operator", "Bracket", "EOF"

WORD_OPERATORS = frozenset("in or and matches contains startsWith endsWith let if else".split())
#: The words that make one operator with a `not` before them.
NEGATED = frozenset("in matches contains startsWith endsWith".split())
#: Go's unicode.IsSpace.
SPACES = frozenset("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | frozenset(
    map(chr, range(0x2000, 0x200B))
)
DECIMAL = "0123456789_"
DIGITS = {"x": "0123456789abcdefABCDEF_", "o": "01234567_", "b": "01_"}
HEXADECIMAL = "0123456789abcdefABCDEF"
SIMPLE_ESCAPES = frozenset("abfnrtv\\")
#: How many digits an escape has, and which.
ESCAPE_DIGITS = {"x": (2, HEXADECIMAL), "u": (4, HEXADECIMAL), "U": (8, HEXADECIMAL)}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an expression and the place of its first character."""

    kind: str
    value: str
    at: int

    def __str__(self) -> str:
        return f"{self.kind}({quote(self.value)})" if self.value else self.kind

    def is_(self, kind: str, *values: str) -> bool:
        """Say whether it is of a kind, and has one of these values if there are any."""
        return kind == self.kind and (not values or self.value in values)


class Failure(Exception):
    """What is wrong with an expression, and where."""

    def __init__(self, at: int, message: str) -> None:
        super().__init__(message)
        self.at = at
        self.message = message


def is_letter(character: str) -> bool:
    """Say whether a name may begin with a character."""
    return character in ("_", "$") or character.isalpha()


def is_word(character: str) -> bool:
    """Say whether a character can be in a name; "" stands for the end of the text."""
    return is_letter(character) or character.isdecimal()


def is_name(text: str) -> bool:
    """Say whether a text is a name."""
    return is_letter(text[:1]) and all(map(is_word, text))


class Lexer:
    """Reads tokens until there are no more or one is not right."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.start: int = 0
        self.position: int = 0
        self.tokens: list[Token] = []

    def read(self) -> tuple[list[Token], Failure | None]:
        """Return all tokens, and what is wrong with the text after the last of them."""
        try:
            while self.position < len(self.text):
                self.token()
                self.start = self.position
        except Failure as failure:
            return self.tokens, failure
        end = len(self.text)
        self.tokens.append(Token(END, "", max(end - 1, 0)))
        return self.tokens, None

    def peek(self) -> str:
        """Return the next character, "" at the end."""
        return self.text[self.position : self.position + 1]

    def next(self) -> str:
        """Take the next character, "" at the end."""
        character = self.peek()
        self.position += len(character)
        return character

    def accept(self, valid: str) -> str:
        """Take the next character if it is one of these."""
        character = self.peek()
        return self.next() if character and character in valid else ""

    def accept_run(self, valid: str) -> None:
        """Take characters as long as they are of these."""
        while self.accept(valid):
            pass

    def word(self) -> str:
        """Return what has been read of the token."""
        return self.text[self.start : self.position]

    def emit(self, kind: str, value: str | None = None) -> None:
        """Add a token."""
        self.tokens.append(Token(kind, self.word() if value is None else value, self.start))
        self.start = self.position

    def failure(self, message: str, *, ended: bool = False) -> Failure:
        """Return a failure at the last character that was read, or after it."""
        return Failure(self.position - 1 + ended, message)

    def token(self) -> None:
        """Read a token, or white space or a comment."""
        character = self.next()
        if character in SPACES:
            return
        if character in "'\"":
            self.string(character, STRING)
        elif character == "`":
            self.raw_string()
        elif character in "bB" and self.peek() in ("'", '"'):
            self.string(self.next(), BYTES)
        elif "0" <= character <= "9":
            self.position -= 1
            self.number()
        elif character in "([{)]}":
            self.emit(BRACKET)
        elif character in SIGNS:
            self.sign(character)
        elif is_word(character):
            self.name()
        else:
            raise self.failure(f"unrecognized character: {unicode_point(character)}")

    def sign(self, character: str) -> None:
        """Read an operator that is made of signs, or a comment."""
        if character == "/" and self.peek() in ("/", "*"):
            self.comment(self.next())
            return
        if character == "." and self.peek() in tuple("0123456789"):
            self.number()
            return
        self.accept(SIGNS[character])
        self.emit(OPERATOR)
        if character == "#":
            while is_word(self.peek()):
                self.position += 1
            if self.word():
                self.emit(NAME)

    def comment(self, mark: str) -> None:
        """Read a comment."""
        end = self.text.find("\n" if mark == "/" else "*/", self.position)
        if end < 0:
            self.position = len(self.text)
            if mark == "*":
                raise self.failure("unclosed comment", ended=True)
        else:
            self.position = end + (1 if mark == "/" else 2)

    def name(self) -> None:
        """Read a name or an operator that is a word."""
        while is_word(self.peek()):
            self.position += 1
        word = self.word()
        if word != "not":
            self.emit(OPERATOR if word in WORD_OPERATORS else NAME)
            return
        self.emit(OPERATOR)
        self.accept_run(" ")
        self.start = after = self.position
        while is_word(self.peek()):
            self.position += 1
        if self.word() in NEGATED:
            self.emit(OPERATOR)
        else:
            self.position = after

    def number(self) -> None:
        """Read a number, which need not be a right one."""
        if not self.scan_number():
            raise self.failure(f"bad number syntax: {quote(self.word())}")
        self.emit(NUMBER)

    def scan_number(self) -> bool:
        """Read a number; if no number can look like that, read up to there and say so."""
        digits = DECIMAL
        if self.accept("0"):
            digits = DIGITS.get(self.accept("xXoObB").lower(), DECIMAL)
        self.accept_run(digits)
        end = self.position
        if self.accept("."):
            if self.peek() == ".":
                self.position = end
                return True
            self.accept_run(digits)
        if self.accept("eE"):
            self.accept("+-")
            self.accept_run(digits)
        if is_word(self.peek()):
            self.position += 1
            return False
        return True

    def string(self, mark: str, kind: str) -> None:
        """Read a string with escapes."""
        while (character := self.next()) != mark:
            if character in ("", "\n"):
                raise self.failure("literal not terminated", ended=not character)
            if character == "\\":
                self.escape(mark)
        try:
            if kind == STRING:
                value = unescape(self.word()[1:-1])
            else:
                value = unescape_bytes(self.word()[2:-1])
        except Malformed as problem:
            raise self.failure(str(problem)) from None
        self.emit(kind, value)

    def escape(self, mark: str) -> None:
        """Read an escape after the backslash."""
        character = self.next()
        if character == mark or character in SIMPLE_ESCAPES:
            return
        if character == "u" and self.peek() == "{":
            self.escape_in_braces()
        elif "0" <= character <= "7":
            self.position -= 1
            self.escape_digits(3, "01234567")
        elif character in ESCAPE_DIGITS:
            self.escape_digits(*ESCAPE_DIGITS[character])
        else:
            raise self.failure("invalid char escape", ended=not character)

    def escape_digits(self, count: int, digits: str) -> None:
        """Read so many digits."""
        for _ in range(count):
            if not self.accept(digits):
                ended = not self.next()
                raise self.failure("invalid char escape", ended=ended)

    def escape_in_braces(self) -> None:
        r"""Read the code in an escape like `\u{1F600}`."""
        self.next()
        count = 0
        while self.peek() != "}":
            if count == 6 or not self.accept(HEXADECIMAL):
                raise self.failure("invalid char escape")
            count += 1
        if not count:
            raise self.failure("invalid char escape")
        self.next()

    def raw_string(self) -> None:
        """Read a string in backquotes; two of them stand for one."""
        while True:
            end = self.text.find("`", self.position)
            if end < 0:
                self.position = len(self.text)
                raise self.failure("literal not terminated", ended=True)
            self.position = end + 1
            if self.peek() != "`":
                break
            self.position += 1
        self.emit(STRING, self.word()[1:-1].replace("``", "`"))


#: The signs that begin an operator, and those that may follow as its second.
SIGNS = {
    "?": ".?", "/": "", "#": "#", "|": "|", ":": ":", ".": ".",
    **dict.fromkeys(",;%+-^", ""),
    **dict.fromkeys("&!=*<>", "&=*"),
}  # fmt: skip
