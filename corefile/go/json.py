"""JSON as Go reads it, with the place of each value (encoding/json: scanner.go, decode.go)."""

import re

from corefile.go.errors import Invalid
from corefile.go.strconv import quote_character
from corefile.text.records import dataclass
from corefile.text.regex import regex
from corefile.text.typed import Literal

__all__ = ["InvalidJson", "JsonKind", "JsonValue", "parse_json"]

JsonKind = Literal["object", "array", "string", "number", "bool", "null"]

#: The deepest nesting that Go reads.
MAX_DEPTH = 10000

SPACE = regex(r"[ \t\r\n]*+")
#: What a string has between its quotes, as far as it is right.
IN_STRING = regex(r'(?>(?:[^"\\\x00-\x1f]++|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*)')
ESCAPE = regex(r"\\(?:u([0-9a-fA-F]{4})|(.))")
HEX = regex(r"\\u[0-9a-fA-F]{0,3}")
SIMPLE = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
PAIR = regex("[\ud800-\udbff][\udc00-\udfff]")
HALF = regex("[\ud800-\udfff]")
#: The parts of a number after its sign, each with what Go says where it does not begin.
WHOLE = regex(r"0|[1-9][0-9]*+")
DIGITS = regex(r"[0-9]++")
EXPONENT = regex(r"[eE][+-]?")
WORDS: dict[str, tuple[str, JsonKind]] = {
    "t": ("true", "bool"),
    "f": ("false", "bool"),
    "n": ("null", "null"),
}


class InvalidJson(Invalid):
    """A text that is not JSON for Go; the argument is Go's message."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        #: Where Go stops to read, in characters.
        self.offset = offset


@dataclass(frozen=True, slots=True)
class JsonValue:
    """A value, and where it is."""

    kind: JsonKind
    #: Of its first character.
    start: int
    #: After its last one.
    end: int
    #: What a string says; what else is not made of others, as it is written.
    text: str = ""
    #: Of an array.
    items: "tuple[JsonValue, ...]" = ()
    #: Of an object, in the order of the text.
    members: "tuple[tuple[JsonValue, JsonValue], ...]" = ()


@dataclass(slots=True)
class Open:
    """An array or object whose end has not been read."""

    start: int
    is_object: bool
    items: list[JsonValue]
    #: The key that waits for its value.
    key: JsonValue | None = None
    #: Whether a comma was read last, or a colon.
    wants_value: bool = False


def parse_json(text: str) -> JsonValue:
    """Read a text that is one value. Raises InvalidJson."""
    stack: list[Open] = []
    at = skip(text, 0)
    while True:
        value, at = begin(text, at, stack)
        while value is not None:
            at = skip(text, at)
            if not stack:
                if at < len(text):
                    raise unexpected(text, at, "after top-level value")
                return value
            value, at = after(text, at, stack, value)
        at = skip(text, at)


def begin(text: str, at: int, stack: list[Open]) -> tuple[JsonValue | None, int]:
    """Read a value, or open one that has others in it; an empty one is read whole."""
    here = text[at : at + 1]
    top = stack[-1] if stack else None
    closing = "" if top is None else "}" if top.is_object else "]"
    if top is not None and here == closing and not top.wants_value:
        return close(stack, at)
    if top is not None and top.is_object and top.key is None:
        if here and here != '"':
            raise unexpected(text, at, "looking for beginning of object key string")
        return string(text, at)
    if here and here in "{[":
        stack.append(Open(at, here == "{", []))
        if len(stack) > MAX_DEPTH:
            raise unexpected(text, at, "exceeded max depth")
        return None, at + 1
    if here == '"':
        return string(text, at)
    if here in WORDS and here:
        return word(text, at)
    if here and here in "-0123456789":
        return number(text, at)
    raise unexpected(text, at, "looking for beginning of value")


def after(text: str, at: int, stack: list[Open], value: JsonValue) -> tuple[JsonValue | None, int]:
    """Put a value where it belongs; return what is complete then, and where to read on."""
    top, here = stack[-1], text[at : at + 1]
    if top.is_object and top.key is None:
        if here != ":":
            raise unexpected(text, at, "after object key")
        top.key, top.wants_value = value, True
        return None, at + 1
    if top.key is not None:
        top.items.append(top.key)
        top.key = None
    top.items.append(value)
    if here == ",":
        top.wants_value = True
        return None, at + 1
    if here != ("}" if top.is_object else "]"):
        what = "after object key:value pair" if top.is_object else "after array element"
        raise unexpected(text, at, what)
    return close(stack, at)


def close(stack: list[Open], at: int) -> tuple[JsonValue, int]:
    """End the array or object that was opened last."""
    top = stack.pop()
    if top.is_object:
        pairs = tuple(zip(top.items[::2], top.items[1::2], strict=True))
        return JsonValue("object", top.start, at + 1, members=pairs), at + 1
    return JsonValue("array", top.start, at + 1, items=tuple(top.items)), at + 1


def string(text: str, at: int) -> tuple[JsonValue, int]:
    """Read a string."""
    if at == len(text):
        raise unexpected(text, at, "")
    found = IN_STRING.match(text, at + 1)
    end = found.end() if found else at + 1
    here = text[end : end + 1]
    if here == '"':
        made = ESCAPE.sub(unescaped, text[at + 1 : end])
        made = PAIR.sub(
            lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), made
        )
        return JsonValue("string", at, end + 1, HALF.sub("\ufffd", made)), end + 1
    if here != "\\":
        raise unexpected(text, end, "in string literal")
    if text[end + 1 : end + 2] == "u":
        digits = HEX.match(text, end)
        stop = digits.end() if digits else end
        raise unexpected(text, stop, "in \\u hexadecimal character escape", inside=True)
    raise unexpected(text, end + 1, "in string escape code", inside=True)


def unescaped(escape: re.Match[str]) -> str:
    """Return what an escape stands for."""
    return chr(int(escape[1], 16)) if escape[1] else SIMPLE.get(escape[2], escape[2])


def word(text: str, at: int) -> tuple[JsonValue, int]:
    """Read a truth value, or null."""
    whole, kind = WORDS[text[at]]
    for place, character in enumerate(whole):
        if text[at + place : at + place + 1] != character:
            what = f"in literal {whole} (expecting '{character}')"
            raise unexpected(text, at + place, what, inside=True)
    end = at + len(whole)
    return JsonValue(kind, at, end, whole), end


def number(text: str, at: int) -> tuple[JsonValue, int]:
    """Read a number."""
    end = at + text.startswith("-", at)
    end = part(text, end, WHOLE, "in numeric literal")
    if text.startswith(".", end):
        end = part(text, end + 1, DIGITS, "after decimal point in numeric literal")
    exponent = EXPONENT.match(text, end)
    if exponent:
        end = part(text, exponent.end(), DIGITS, "in exponent of numeric literal")
    return JsonValue("number", at, end, text[at:end]), end


def part(text: str, at: int, pattern: re.Pattern[str], what: str) -> int:
    """Return where a part of a number ends. Raises InvalidJson where there is none."""
    found = pattern.match(text, at)
    if found is None:
        raise unexpected(text, at, what, inside=True)
    return found.end()


def skip(text: str, at: int) -> int:
    """Return where what is not space begins."""
    found = SPACE.match(text, at)
    return found.end() if found else at


def unexpected(text: str, at: int, what: str, *, inside: bool = False) -> InvalidJson:
    """Return the error for a character; at its end a text goes on with a space for Go.

    Go reads bytes: of a character that has several, it names the first.
    """
    if at < len(text):
        here = chr(text[at].encode("utf-8", "surrogateescape")[0])
    elif inside:
        here = " "
    else:
        return InvalidJson("unexpected end of JSON input", at)
    shown = {"'": "\\'", "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\f": "\\f"}
    shown |= {"\a": "\\a", "\b": "\\b", "\v": "\\v"}
    return InvalidJson(f"invalid character '{shown.get(here) or quote_character(here)}' {what}", at)
