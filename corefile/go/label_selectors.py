"""Label selectors of Kubernetes (k8s.io/apimachinery: pkg/labels/selector.go, pkg/apis/meta/v1)."""

import re
from collections.abc import Iterator

from corefile.go.errors import Invalid
from corefile.go.strconv import parse_int, quote
from corefile.text.brief import Brief
from corefile.text.records import dataclass

#: The operators that are read, in the order in which a message lists them.
BINARY_OPERATORS = ("in", "notin", "=", "==", "!=", "gt", "lt")
#: Of those, the ones that are not taken in the end, and what is said of them.
UNSUPPORTED = {
    "!=": "is not a valid label selector operator",
    "gt": "isn't supported in label selectors",
    "lt": "isn't supported in label selectors",
}
SYMBOLS = "=!(),><"
OPERATOR_NAMES = {">": "gt", "<": "lt"}

NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
VALUE = f"({NAME})?"
LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
SUBDOMAIN = f"{LABEL}(\\.{LABEL})*"
MAX_NAME = 63
MAX_SUBDOMAIN = 253
ALPHANUMERIC = "must start and end with an alphanumeric character"
NAME_RULE = f"must consist of alphanumeric characters, '-', '_' or '.', and {ALPHANUMERIC}"
VALUE_RULE = (
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "
    f"and {ALPHANUMERIC}"
)
SUBDOMAIN_RULE = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or "
    f"'.', and {ALPHANUMERIC}"
)


@dataclass(frozen=True, slots=True)
class Requirement(Brief):
    """What a selector asks of one label."""

    #: The name of the label.
    key: str
    #: in, notin, =, ==, exists or !.
    operator: str
    #: Sorted; empty for `exists` and `!`.
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word of a selector."""

    #: word, end, or the text itself: a symbol, `in` or `notin`.
    kind: str
    text: str


END = Lexeme("end", "")


def parse_label_selector(text: str, *, pairs: bool = False) -> tuple[Requirement, ...]:
    """Read a selector and give its requirements by key (ParseToLabelSelector). Raises Invalid.

    `pairs` reads two commas in a list as k8s.io/apimachinery did before 0.35, in one.
    """
    try:
        found = SelectorParser(text, pairs).requirements()
    except Invalid as invalid:
        message = f'couldn\'t parse the selector string "{text}": {invalid}'
        raise Invalid(message) from None
    found.sort(key=lambda requirement: requirement.key.encode("utf-8", "surrogatepass"))
    for requirement in found:
        if requirement.operator in UNSUPPORTED:
            operator = quote(requirement.operator)
            raise Invalid(f"{operator} {UNSUPPORTED[requirement.operator]}")
    return tuple(found)


class SelectorParser:
    """Reads a selector from left to right."""

    def __init__(self, text: str, pairs: bool = False) -> None:
        self.lexemes: list[Lexeme] = list(lexemes(text))
        self.pairs = pairs
        self.position: int = 0

    def look(self) -> Lexeme:
        """Return the next word; `in` and `notin` are ordinary words here."""
        lexeme = self.lexemes[self.position]
        return Lexeme("word", lexeme.text) if lexeme.kind in ("in", "notin") else lexeme

    def take(self) -> Lexeme:
        """Return the next word and go on to the one after it."""
        lexeme = self.look()
        self.position += 1
        return lexeme

    def requirements(self) -> list[Requirement]:
        """Read the whole selector."""
        found: list[Requirement] = []
        while True:
            here = self.look()
            if here.kind == "end":
                return found
            if here.kind not in ("word", "!"):
                raise Invalid(f"found '{here.text}', expected: !, identifier, or 'end of string'")
            try:
                found.append(self.requirement())
            except Invalid as invalid:
                raise Invalid(f"unable to parse requirement: {invalid}") from None
            after = self.take()
            if after.kind == "end":
                return found
            if after.kind != ",":
                raise Invalid(f"found '{after.text}', expected: ',' or 'end of string'")
            if self.look().kind not in ("word", "!"):
                raise Invalid(f"found '{self.look().text}', expected: identifier after ','")

    def requirement(self) -> Requirement:
        """Read what is asked of one label."""
        here = self.take()
        negated = here.kind == "!"
        key = self.take() if negated else here
        if key.kind != "word":
            raise Invalid(f"found '{key.text}', expected: identifier")
        faults = "; ".join(key_faults(key.text))
        if faults:
            raise Invalid(f"<nil>: Invalid value: {quote(key.text)}: {faults}")
        if negated:
            return Requirement(key.text, "!")
        if self.look().kind in ("end", ","):
            return Requirement(key.text, "exists")
        operator = self.operator()
        values = self.value_set() if operator in ("in", "notin") else {self.exact_value()}
        return checked(key.text, operator, values)

    def operator(self) -> str:
        """Read what is between a key and its values."""
        lexeme = self.lexemes[self.position]
        self.position += 1
        if lexeme.kind not in ("in", "notin", "=", "==", "!=", ">", "<"):
            operators = ", ".join(BINARY_OPERATORS)
            raise Invalid(f"found '{lexeme.text}', expected: {operators}")
        return OPERATOR_NAMES.get(lexeme.kind, lexeme.kind)

    def exact_value(self) -> str:
        """Read the one value after `=` and the like; it may be left out."""
        if self.look().kind in ("end", ","):
            return ""
        lexeme = self.take()
        if lexeme.kind != "word":
            raise Invalid(f"found '{lexeme.text}', expected: identifier")
        return lexeme.text

    def value_set(self) -> set[str]:
        """Read the values in parentheses."""
        lexeme = self.take()
        if lexeme.kind != "(":
            raise Invalid(f"found '{lexeme.text}' expected: '('")
        here = self.look()
        if here.kind == ")":
            self.take()
            return {""}
        if here.kind not in ("word", ","):
            raise Invalid(f"found '{here.text}', expected: ',', ')' or identifier")
        values = self.value_list()
        self.take()
        return values

    def value_list(self) -> set[str]:
        """Read values up to the closing parenthesis; any of them may be empty."""
        values: set[str] = set()
        while True:
            lexeme = self.take()
            after = self.look()
            if lexeme.kind == "word":
                values.add(lexeme.text)
                if after.kind == ")":
                    return values
                if after.kind != ",":
                    raise Invalid(f"found '{after.text}', expected: ',' or ')'")
            elif lexeme.kind == ",":
                if not values or after.kind in (",", ")"):
                    values.add("")
                if after.kind == ")":
                    return values
                if after.kind == "," and self.pairs:
                    self.take()
            else:
                raise Invalid(f"found '{lexeme.text}', expected: ',', or identifier")


def lexemes(text: str) -> Iterator[Lexeme]:
    """Yield the words of a selector, and END twice so that looking ahead is always possible."""
    position = 0
    while True:
        while position < len(text) and text[position] in " \t\r\n":
            position += 1
        if position == len(text) or text[position] == "\0":
            yield END
            yield END
            return
        if text[position] in SYMBOLS:
            two = text[position : position + 2]
            symbol = two if two in ("==", "!=") else text[position]
            yield Lexeme(symbol, symbol)
            position = behind(text, position + len(symbol))
            continue
        word, position = word_at(text, position)
        yield Lexeme(word if word in ("in", "notin") else "word", word)


def word_at(text: str, start: int) -> tuple[str, int]:
    """Return the word that begins at a position, and where the text goes on."""
    end = start
    while end < len(text) and text[end] not in SYMBOLS + " \t\r\n\0":
        end += 1
    return text[start:end], behind(text, end)


def behind(text: str, end: int) -> int:
    """Return where the text goes on after a word: a NUL character there is swallowed."""
    return end + (text[end : end + 1] == "\0")


def checked(key: str, operator: str, values: set[str]) -> Requirement:
    """Return a requirement whose values are in order (NewRequirement). Raises Invalid."""
    ordered = sorted(values, key=lambda value: value.encode("utf-8", "surrogatepass"))
    faults: list[str] = []
    if operator in ("gt", "lt"):
        faults += [
            f"values[{number}]: Invalid value: {quote(value)}: "
            "for 'Gt', 'Lt' operators, the value must be an integer"
            for number, value in enumerate(ordered)
            if not is_integer(value)
        ]
    for number, value in enumerate(ordered):
        why = "; ".join(value_faults(value))
        if why:
            faults.append(f"values[{number}][{key}]: Invalid value: {quote(value)}: {why}")
    if len(faults) == 1:
        raise Invalid(faults[0])
    if faults:
        raise Invalid(f"[{', '.join(faults)}]")
    return Requirement(key, operator, tuple(ordered))


def is_integer(text: str) -> bool:
    """Tell whether text is a whole number of 64 bits."""
    try:
        parse_int(text, 64)
    except Invalid:
        return False
    return True


def key_faults(key: str) -> Iterator[str]:
    """Yield what is wrong with the key of a label (content.IsLabelKey)."""
    parts = key.split("/")
    name_rule = regex_fault(NAME_RULE, NAME, "MyName", "my.name", "123-abc")
    if len(parts) > 2:
        suffix = " with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
        yield f"a valid label key {name_rule}{suffix}"
        return
    *prefixes, name = parts
    for prefix in prefixes:
        yield from (f"prefix part {fault}" for fault in prefix_faults(prefix))
    if not name:
        yield "name part must be non-empty"
    elif len(name.encode("utf-8", "surrogatepass")) > MAX_NAME:
        yield f"name part {too_long(MAX_NAME)}"
    if not re.fullmatch(NAME, name):
        yield f"name part {name_rule}"


def prefix_faults(prefix: str) -> Iterator[str]:
    """Yield what is wrong with the part of a key before its slash."""
    if not prefix:
        yield "must be non-empty"
        return
    if len(prefix.encode("utf-8", "surrogatepass")) > MAX_SUBDOMAIN:
        yield too_long(MAX_SUBDOMAIN)
    if not re.fullmatch(SUBDOMAIN, prefix):
        yield regex_fault(SUBDOMAIN_RULE, SUBDOMAIN, "example.com")


def value_faults(value: str) -> Iterator[str]:
    """Yield what is wrong with the value of a label (content.IsLabelValue)."""
    if len(value.encode("utf-8", "surrogatepass")) > MAX_NAME:
        yield too_long(MAX_NAME)
    if not re.fullmatch(VALUE, value):
        yield regex_fault(VALUE_RULE, VALUE, "MyValue", "my_value", "12345")


def too_long(size: int) -> str:
    """Return the words for text that is too long."""
    return f"must be no more than {size} bytes"


def regex_fault(rule: str, pattern: str, *examples: str) -> str:
    """Return the words for text that does not match a pattern."""
    shown = " or ".join(f"'{example}', " for example in examples)
    return f"{rule} (e.g. {shown}regex used for validation is '{pattern}')"
