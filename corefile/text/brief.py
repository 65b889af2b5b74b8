"""What `repr` shows of a record: its class and its fields, in a line."""

from collections.abc import Collection, Iterator, Mapping
from enum import Enum

from corefile.text.records import fields, is_dataclass

__all__ = ["WIDTH", "Brief", "cut", "shown"]

#: How long a line is at most.
WIDTH = 100
#: How much of it a field has at most.
FIELD = 40
#: The fields that tell most about a record that is shown inside another.
TELLING = ("text", "value", "name", "code")
SCALAR = (str, bytes, int, float, bool, type(None))


class Brief:
    """A class whose `repr` fits a line.

    Long texts are cut, and what is inside is summed up. Fields are left out while they are empty,
    and where they say so themselves (`repr=False`).
    """

    __slots__ = ()

    def __repr__(self) -> str:
        """Return class and fields in a line of at most 100 characters."""
        return cut(f"{type(self).__qualname__}({', '.join(parts(self))}", WIDTH - 1) + ")"


def parts(record: object) -> Iterator[str]:
    """Yield what is shown of each field; of an exception, of each argument."""
    if isinstance(record, BaseException):
        yield from (shown(each, WIDTH) for each in record.args)
    elif is_dataclass(record):
        for item in fields(record):
            value = getattr(record, item.name)
            if item.repr and not (value is None or (isinstance(value, Collection) and not value)):
                yield f"{item.name}={shown(value)}"


def shown(value: object, width: int = FIELD) -> str:
    """Return a value in a few characters."""
    if isinstance(value, str | bytes):
        # Enough to be cut, and no more than that: the text may be a whole file.
        return cut(repr(value[: width + 1]), width)
    if isinstance(value, Enum):
        return cut(str(value), width)
    if isinstance(value, SCALAR):
        return cut(repr(value), width)
    if isinstance(value, Mapping):
        return f"<{len(value)} entries>"
    if isinstance(value, Collection):
        return collection(value, width)
    name = getattr(value, "__qualname__", "")
    return cut(f"<{name}>" if name else inner(value), width)


def collection(values: Collection[object], width: int) -> str:
    """Return the elements if they are short, or else how many there are."""
    if len(values) <= width and all(isinstance(value, SCALAR) for value in values):
        text = ", ".join(shown(value, width) for value in values)
        if len(text) + 2 <= width:
            return f"({text})"
    kinds = {type(value).__qualname__ for value in values}
    return f"<{len(values)} {kinds.pop() if len(kinds) == 1 else 'items'}>"


def inner(value: object) -> str:
    """Return a record that is shown inside another: its class, and what tells most."""
    name = type(value).__qualname__
    known = fields(value) if is_dataclass(value) else ()
    for item in known:
        if item.repr and item.name in TELLING and isinstance(getattr(value, item.name), SCALAR):
            return f"{name}({shown(getattr(value, item.name), FIELD - 16)})"
    return f"{name}(…)" if known else f"<{name}>"


def cut(text: str, width: int) -> str:
    """Return a text, its end replaced with … where it is longer than so many characters."""
    return text if len(text) <= width else f"{text[: width - 1]}…"
