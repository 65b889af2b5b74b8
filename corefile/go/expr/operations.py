"""Operators and functions of expr-lang on values that are known (vm/runtime, builtin).

What is not worked out here raises `Open`, what makes expr-lang stop with an error raises `Failed`,
or TypeError, ValueError or ArithmeticError.
"""

import math
from collections.abc import Callable

from corefile.go.errors import Invalid
from corefile.go.expr.fold import wrapped
from corefile.go.net import contains, parse_cidr, parse_ip
from corefile.go.regexp.match import TooMuch, search
from corefile.go.strconv import atoi
from corefile.text.typed import Any

__all__ = ["BUILTINS", "OPERATORS", "PREDICATES", "Failed", "Open", "in_network"]

#: How long a list or a string may grow: more is not known.
MAX_ELEMENTS = 10_000


class Failed(Exception):
    """The expression ends in an error when it is run."""


class Open(Exception):
    """A value is not known."""


def _same(one: Any, other: Any) -> bool:
    """Compare as expr-lang does: a truth value is not a number."""
    if isinstance(one, bool) is not isinstance(other, bool):
        return False
    return bool(one == other)


def _contained(one: Any, other: Any) -> bool:
    if other is None:
        return False
    if isinstance(other, dict):
        return one in other
    return any(_same(one, element) for element in other)


def _matches(text: str, pattern: str) -> bool:
    try:
        return search(pattern, text) is not None
    except TooMuch:
        raise Open from None
    except Invalid as invalid:
        raise Failed(str(invalid)) from None


def _span(low: int, high: int) -> list[int]:
    if high - low >= MAX_ELEMENTS:
        raise Open
    return list(range(low, high + 1))


def _sum(one: Any, other: Any) -> Any:
    if isinstance(one, str) and isinstance(other, str):
        if len(one) + len(other) > MAX_ELEMENTS:
            raise Open
        return one + other
    return _number(one) + _number(other)


def _number(value: Any) -> Any:
    """Return a number. Raises TypeError for anything else, a truth value included."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError("not a number")
    return value


def _whole(value: Any) -> int:
    """Return a whole number. Raises TypeError for anything else."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError("not a whole number")
    return value


def _quotient(one: Any, other: Any) -> float:
    above, below = float(_number(one)), float(_number(other))
    if below:
        return above / below
    return math.nan if not above or math.isnan(above) else math.copysign(math.inf, above)


def _power(one: Any, other: Any) -> float:
    try:
        return math.pow(_number(one), _number(other))
    except (ValueError, OverflowError):
        raise Open from None


def _remainder(one: Any, other: Any) -> int:
    rest = abs(_whole(one)) % abs(_whole(other))
    return -rest if one < 0 else rest


def _arithmetic(work: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return an operator whose whole numbers are those of Go, which begin again after the last."""

    def operator(one: Any, other: Any) -> Any:
        result = work(one, other)
        return wrapped(result) if isinstance(result, int) else result

    return operator


def _ordering(work: Callable[[Any, Any], bool]) -> Callable[[Any, Any], Any]:
    """Return an operator that compares two numbers or two strings."""

    def operator(one: Any, other: Any) -> bool:
        if isinstance(one, str) and isinstance(other, str):
            return work(one, other)
        return work(_number(one), _number(other))

    return operator


OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "==": _same,
    "!=": lambda one, other: not _same(one, other),
    "<": _ordering(lambda one, other: one < other),
    "<=": _ordering(lambda one, other: one <= other),
    ">": _ordering(lambda one, other: one > other),
    ">=": _ordering(lambda one, other: one >= other),
    "in": _contained,
    "contains": lambda one, other: other in one,
    "startsWith": lambda one, other: one.startswith(other),
    "endsWith": lambda one, other: one.endswith(other),
    "matches": _matches,
    "+": _arithmetic(_sum),
    "-": _arithmetic(lambda one, other: _number(one) - _number(other)),
    "*": _arithmetic(lambda one, other: _number(one) * _number(other)),
    "/": _quotient,
    "%": _remainder,
    "**": _power,
    "^": _power,
    "..": _span,
}

PREDICATES: dict[str, Callable[[list[Any], list[Any]], Any]] = {
    "all": lambda elements, found: all(found),
    "any": lambda elements, found: any(found),
    "none": lambda elements, found: not any(found),
    "one": lambda elements, found: found.count(True) == 1,
    "count": lambda elements, found: found.count(True),
    "map": lambda elements, found: found,
    "filter": lambda elements, found: [
        element for element, kept in zip(elements, found, strict=True) if kept
    ],
}


def _to_int(value: Any) -> int:
    return atoi(value) if isinstance(value, str) else int(value)


def _trim(text: str, characters: str = "") -> str:
    return text.strip(characters) if characters else text.strip()


def _split(text: str, separator: str, limit: int = -1) -> list[str]:
    if limit == 0:
        return []
    return text.split(separator, limit - 1 if limit > 0 else -1) if separator else list(text)


def _upper(text: str) -> str:
    """Return a string in capital letters, each character for itself."""
    return "".join(each.upper() if len(each.upper()) == 1 else each for each in text)


def _index(find: Callable[[str, str], int]) -> Callable[[str, str], int]:
    """Return a function that finds a string in another, and counts bytes."""

    def index(text: str, part: str) -> int:
        if not text.isascii():
            raise Open
        return find(text, part)

    return index


def _replace(text: str, old: str, new: str, count: int = -1) -> str:
    result = text.replace(old, new, count)
    if len(result) > MAX_ELEMENTS:
        raise Open
    return result


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, int)):
        return str(value)
    raise Open


BUILTINS: dict[str, Callable[..., Any]] = {
    "len": len,
    "lower": str.lower,
    "upper": _upper,
    "trim": _trim,
    "trimPrefix": str.removeprefix,
    "trimSuffix": str.removesuffix,
    "hasPrefix": str.startswith,
    "hasSuffix": str.endswith,
    "split": _split,
    "join": lambda parts, separator="": separator.join(parts),
    "replace": _replace,
    "indexOf": _index(str.find),
    "lastIndexOf": _index(str.rfind),
    "int": _to_int,
    "string": _text,
    "abs": abs,
    "max": max,
    "min": min,
    "first": lambda items: items[0] if items else None,
    "last": lambda items: items[-1] if items else None,
    "reverse": lambda items: items[::-1],
    "keys": list,
    "values": lambda mapping: [*mapping.values()],
}


def in_network(address: str, network: str) -> bool:
    """Tell whether an address is in a network (CoreDNS's `incidr`). Raises Failed as it does."""
    if parse_ip(address) is None:
        raise Failed("first argument is not an IP address")
    if parse_cidr(network) is None:
        raise Failed(f"invalid CIDR address: {network}")
    return contains(network, address)
