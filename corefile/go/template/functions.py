"""The functions of templates in Corefiles (text/template, funcs.go, and `parseInt`)."""

import re
from collections.abc import Callable
from urllib.parse import quote_plus

from corefile.go.strconv import quote
from corefile.go.template.values import (
    Boxed,
    CallFailed,
    Map,
    Octet,
    Open,
    Struct,
    Unsigned,
    bare,
    in_order,
    octets,
    plain,
    quoted,
    truth,
    type_of,
)
from corefile.text.regex import regex
from corefile.text.typed import Any, Final

#: The longest text that is made here.
MAX_TEXT = 65_536


def bounded(text: str) -> str:
    """Return a text that is not too long."""
    if len(text) > MAX_TEXT:
        raise Open
    return text


# ----- items of slices, strings and maps


def place(number: Any, most: int) -> int:
    """Return a number as an index (indexArg)."""
    number = bare(number)
    if number is None:
        raise CallFailed("cannot index slice/array with nil")
    if isinstance(number, bool) or not isinstance(number, int):
        raise CallFailed(f"cannot index slice/array with type {type_of(number)}")
    if number >= 1 << 63:
        number = int(number) - (1 << 64)
    if not 0 <= number <= most:
        raise CallFailed(f"index out of range: {int(number)}")
    return int(number)


def index(item: Any, *numbers: Any) -> Any:
    """Return an item of an item."""
    item = bare(item)
    if item is None:
        raise CallFailed("index of untyped nil")
    for number in numbers:
        item = one_of(bare(item), bare(number))
    return item


def one_of(item: Any, number: Any) -> Any:
    """Return one item."""
    if item is None:
        raise CallFailed("index of nil pointer")
    if isinstance(item, Map):
        if number is None:
            raise CallFailed("value is nil; should be of type string")
        if not isinstance(number, str):
            raise CallFailed(f"value has type {type_of(number)}; should be string")
        missing = "" if item.element == "string" else Boxed(None)
        return item.values.get(number, missing)
    if not isinstance(item, list | str):
        if isinstance(item, Struct):
            raise CallFailed(f"can't index item of type {item.type.removeprefix('*')}")
        raise CallFailed(f"can't index item of type {type_of(item)}")
    some = octets(item) if isinstance(item, str) else item
    at = place(number, len(some))
    if at == len(some):
        what = "string" if isinstance(item, str) else "slice"
        raise CallFailed(f"reflect: {what} index out of range")
    found = some[at]
    return Octet(found) if isinstance(item, str) else found


def cut(item: Any, *numbers: Any) -> Any:
    """Return a stretch of an item (slice)."""
    item = bare(item)
    if item is None:
        raise CallFailed("slice of untyped nil")
    if len(numbers) > 3:
        raise CallFailed(f"too many slice indexes: {len(numbers)}")
    if not isinstance(item, list | str):
        raise CallFailed(f"can't slice item of type {type_of(item).removeprefix('*')}")
    if len(numbers) == 3:
        if isinstance(item, str):
            raise CallFailed("cannot 3-index slice a string")
        raise Open
    some = octets(item) if isinstance(item, str) else item
    ends = [0, len(some)]
    for at, number in enumerate(numbers):
        ends[at] = place(number, len(some))
    if ends[0] > ends[1]:
        raise CallFailed(f"invalid slice index: {ends[0]} > {ends[1]}")
    found = some[ends[0] : ends[1]]
    return found.decode("utf-8", "surrogateescape") if isinstance(found, bytes) else found


def length(item: Any) -> int:
    """Return the length of an item."""
    item = bare(item)
    if item is None:
        raise Open
    if isinstance(item, str):
        return len(octets(item))
    if isinstance(item, list):
        return len(item)
    if isinstance(item, Map):
        return len(item.values)
    raise CallFailed(f"len of type {type_of(item).removeprefix('*')}")


# ----- comparison


def basic(value: Any) -> str:
    """Return the kind of a value that can be compared, "" for another (basicKind)."""
    if isinstance(value, Unsigned):
        return "uint"
    for kind, name in ((bool, "bool"), (int, "int"), (float, "float"), (str, "string")):
        if isinstance(value, kind):
            return name
    return ""


def equal(first: Any, *others: Any) -> bool:
    """Tell whether a value is one of some (eq)."""
    first = bare(first)
    if not others:
        raise CallFailed("missing argument for comparison")
    for other in map(bare, others):
        kinds = {basic(first), basic(other)}
        if kinds == {""}:
            raise Open
        same = kinds == {"int", "uint"} or len(kinds) == 1
        if not same and first is not None and other is not None:
            words = f"{type_of(first)} and {type_of(other)}"
            raise CallFailed(f"incompatible types for comparison: {words}")
        if same and first == other:
            return True
    return False


def less(first: Any, second: Any) -> bool:
    """Tell whether a value is less than another (lt)."""
    first, second = bare(first), bare(second)
    kinds = {basic(first), basic(second)}
    if "" in kinds:
        raise CallFailed("invalid type for comparison")
    if len(kinds) > 1 and kinds != {"int", "uint"}:
        words = f"{type_of(first)} and {type_of(second)}"
        raise CallFailed(f"incompatible types for comparison: {words}")
    if kinds == {"bool"}:
        raise CallFailed("invalid type for comparison")
    if isinstance(first, str):
        return octets(first) < octets(second)
    return bool(first < second)


def at_most(first: Any, second: Any) -> bool:
    """Tell whether a value is less than another or the same (le)."""
    return less(first, second) or equal(first, second)


# ----- text


def joined(*values: Any) -> str:
    """Return values as one text, with a space between two that are not strings (fmt.Sprint)."""
    parts: list[str] = []
    before = True
    for value in map(bare, values):
        text = isinstance(value, str)
        parts += [" "] if parts and not text and not before else []
        parts.append(plain(value))
        before = text
    return bounded("".join(parts))


def line(*values: Any) -> str:
    """Return values as one line."""
    return bounded(" ".join(map(plain, values)) + "\n")


_VERB = regex(r"%([-+# 0]*)([0-9]*)(?:\.([0-9]*))?(.)", re.DOTALL | re.ASCII)


def formatted(form: str, *values: Any) -> str:
    """Return values in a form (fmt.Sprintf); forms that are rarely seen are not worked out."""
    left = list(map(bare, values))
    bounded(form)

    def one(match: re.Match[str]) -> str:
        flags, width, precision, verb = match.groups()
        if verb == "%" and not flags + width and precision is None:
            return "%"
        if not left or len(width) > 4 or set(flags) - set("-0") or precision is not None:
            raise Open
        text = _VERBS[verb](left.pop(0)) if verb in _VERBS else _open()
        size = int(width or "0")
        if "-" in flags:
            return text.ljust(size)
        if "0" in flags and verb in "dxX":
            sign = text[: text.startswith("-")]
            return sign + text[len(sign) :].rjust(size - len(sign), "0")
        return _open() if "0" in flags else text.rjust(size)

    made = _VERB.sub(one, form)
    if left or re.search(r"%$", _VERB.sub("", form)):
        raise Open
    return bounded(made)


def _open() -> str:
    raise Open


def decimal(value: Any) -> str:
    """Return a whole number (%d)."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Open
    return str(int(value))


def hexadecimal(value: Any) -> str:
    """Return a whole number or a string in hexadecimal digits (%x)."""
    if isinstance(value, str):
        return octets(value).hex()
    if isinstance(value, bool) or not isinstance(value, int):
        raise Open
    return format(int(value), "x")


def as_string(value: Any) -> str:
    """Return a string, or strings (%s)."""
    if not isinstance(value, str | list):
        raise Open
    return plain(value)


_VERBS: Final[dict[str, Callable[[Any], str]]] = {
    "d": decimal,
    "q": quoted,
    "s": as_string,
    "t": lambda value: plain(value) if isinstance(value, bool) else _open(),
    "v": plain,
    "x": hexadecimal,
    "X": lambda value: hexadecimal(value).upper(),
}

_HTML = str.maketrans(
    {"\0": "\ufffd", '"': "&#34;", "'": "&#39;", "&": "&amp;", "<": "&lt;", ">": "&gt;"}
)
_JS = str.maketrans(
    {chr(code): f"\\u00{code:02X}" for code in (*range(32), *b"<>&=")}
    | {mark: f"\\{mark}" for mark in "\\'\""}
)


def html(*values: Any) -> str:
    """Return values with what HTML gives a meaning escaped."""
    return bounded(joined(*values).translate(_HTML))


def js(*values: Any) -> str:
    """Return values as they are written in a string of JavaScript."""
    text = joined(*values)
    if not text.isascii():
        raise Open
    return bounded(text.translate(_JS))


def urlquery(*values: Any) -> str:
    """Return values as they are written in the query of a URL."""
    return bounded(quote_plus(octets(joined(*values)), safe="-_.~"))


# ----- numbers


def parse_unsigned(text: str, base: int, bits: int) -> Unsigned:
    """Read a whole number without sign (strconv.ParseUint)."""

    def failed(why: str) -> CallFailed:
        return CallFailed(f"strconv.ParseUint: parsing {quote(text)}: {why}")

    if not text:
        raise failed("invalid syntax")
    if base == 0 or len(text) > 200:
        raise Open
    if not 2 <= base <= 36:
        raise failed(f"invalid base {base}")
    if not 0 <= bits <= 64:
        raise failed(f"invalid bit size {bits}")
    value, most = 0, (1 << (bits or 64)) - 1
    for letter in text:
        digit = "0123456789abcdefghijklmnopqrstuvwxyz".find(letter.lower())
        if not letter.isascii() or not 0 <= digit < base:
            raise failed("invalid syntax")
        value = value * base + digit
        if value > most:
            raise failed("value out of range")
    return Unsigned(value)


#: The types of the parameters, whether the last may be repeated, and what works it out. `value` is
#: for anything, `any` too.
FUNCTIONS: dict[str, tuple[tuple[str, ...], bool, Callable[..., Any]]] = {
    "eq": (("value", "value"), True, equal),
    "ge": (("value", "value"), False, lambda first, second: not less(first, second)),
    "gt": (("value", "value"), False, lambda first, second: not at_most(first, second)),
    "html": (("any",), True, html),
    "index": (("value", "value"), True, index),
    "js": (("any",), True, js),
    "le": (("value", "value"), False, at_most),
    "len": (("value",), False, length),
    "lt": (("value", "value"), False, less),
    "ne": (("value", "value"), False, lambda first, second: not equal(first, second)),
    "not": (("value",), False, lambda value: not truth(value)),
    "parseInt": (("string", "int", "int"), False, parse_unsigned),
    "print": (("any",), True, joined),
    "printf": (("string", "any"), True, formatted),
    "println": (("any",), True, line),
    "slice": (("value", "value"), True, cut),
    "urlquery": (("any",), True, urlquery),
}
#: The two that work out no more of their arguments than they need.
SHORT_CIRCUIT = ("and", "or")
FUNCTIONS |= dict.fromkeys(SHORT_CIRCUIT, (("value", "value"), True, truth))
__all__ = ["FUNCTIONS", "MAX_TEXT", "SHORT_CIRCUIT", "bounded", "in_order"]
