"""Values in a template that is executed, with the types that Go gives to them.

A `str` is a string, a `bool` a bool, an `int` an int, a `float` a float64, a `list` a slice of
strings; None is Go's invalid value, such as that of a key that a map lacks.
"""

from collections.abc import Mapping
from enum import Enum

from corefile.go.strconv import quote
from corefile.text.records import dataclass
from corefile.text.typed import Any, Final


class Unknown(Enum):
    """The value of what is not known."""

    VALUE = "unknown"


UNKNOWN: Final = Unknown.VALUE


class Open(Exception):
    """A value is not known, or not worked out here."""


class Failed(Exception):
    """A template ends in an error when it is executed; the argument is Go's message."""


class CallFailed(Exception):
    """A function ends in an error; the argument is its message."""


class _Missing:
    """Stands for the value before a pipeline's first command."""


MISSING: Final = _Missing()


class Unsigned(int):
    """A whole number without sign: a uint64, or an octet of a string."""

    type = "uint64"


class Octet(Unsigned):
    """An octet of a string."""

    type = "uint8"


class Short(Unsigned):
    """A whole number of two octets."""

    type = "uint16"


@dataclass(frozen=True, slots=True)
class Map:
    """A map; what is in one of `interface {}` is a `Boxed`."""

    values: Mapping[str, Any]
    #: The type of the values.
    element: str = "string"


@dataclass(frozen=True, slots=True)
class Struct:
    """A pointer to a struct with these fields; methods and fields that hold UNKNOWN are open."""

    type: str
    fields: Mapping[str, Any]
    hidden: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Boxed:
    """A value in an interface."""

    value: Any


def bare(value: Any) -> Any:
    """Return what is in an interface."""
    return value.value if isinstance(value, Boxed) else value


def type_of(value: Any) -> str:
    """Return the name of Go's type of a value."""
    if isinstance(value, Boxed):
        return "interface {}"
    if isinstance(value, Struct):
        return value.type
    if isinstance(value, Map):
        return f"map[string]{value.element}"
    if isinstance(value, Unsigned):
        return value.type
    for kind, name in ((bool, "bool"), (int, "int"), (float, "float64"), (str, "string")):
        if isinstance(value, kind):
            return name
    if isinstance(value, list):
        return "[]string"
    raise Open


def truth(value: Any) -> bool:
    """Tell whether Go's templates take a value for true (isTrue)."""
    value = bare(value)
    if value is None:
        return False
    if isinstance(value, Map):
        return bool(value.values)
    return True if isinstance(value, Struct) else bool(value)


def plain(value: Any) -> str:
    """Return a value as Go's %v prints it."""
    value = bare(value)
    if value is None:
        return "<nil>"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return str(int(value))
    if isinstance(value, float):
        if value == 0 or not 1e-4 <= abs(value) < 1e16:
            raise Open
        return repr(value).removesuffix(".0")
    if isinstance(value, list):
        return "[" + " ".join(map(plain, value)) + "]"
    if isinstance(value, Map):
        pairs = (f"{key}:{plain(value.values[key])}" for key in in_order(value))
        return "map[" + " ".join(pairs) + "]"
    raise Open


def in_order(value: Map) -> list[str]:
    """Return the keys of a map as Go prints them."""
    return sorted(value.values, key=lambda key: key.encode("utf-8", "surrogateescape"))


def octets(text: str) -> bytes:
    """Return the bytes of a string."""
    return text.encode("utf-8", "surrogateescape")


def quoted(value: Any) -> str:
    """Return a string as Go's %q prints it."""
    if not isinstance(value, str):
        raise Open
    return quote(value)
