"""What Helm's templates print for a value.

Importing this module imports PyYAML.
"""

from __future__ import annotations

import yaml

from corefile.documents.yaml.fields import TAG, Entry
from corefile.documents.yaml.scalar import decode, scalar_of, string_of
from corefile.documents.yaml.string import YamlString
from corefile.text.offsets import OffsetMap

__all__ = ["decoded", "is_false", "is_true", "printed", "string_at"]

_FALSE = frozenset(("false", "no", "off", "n"))


def decoded(node: yaml.Node, parsed: str, text: str) -> tuple[str, OffsetMap]:
    """Return the text of a scalar, and the places of its characters."""
    return decode(scalar_of(node), parsed, text)


def string_at(entry: Entry, parsed: str, text: str, places: OffsetMap) -> YamlString:
    """Return the string that a member of a mapping has for a value.

    `text` is what is made of it, with the places of its characters.
    """
    key, node, in_braces = entry
    # What an alias stands for is written above it, under some other key.
    is_here = key.end_mark.index <= node.start_mark.index and not in_braces
    parent = key.start_mark.column if is_here else None
    return string_of(scalar_of(node), parsed, parent, text, places)


def printed(node: yaml.Node, parsed: str, text: str) -> tuple[str, OffsetMap]:
    """Return what a template prints for a value, and the places of its characters."""
    if not isinstance(node, yaml.ScalarNode):
        return "{$}", OffsetMap.coarse(node.start_mark.index)  # as if it were not known
    value, places = decoded(node, parsed, text)
    shown = _PRINTED.get(node.tag, str)(value)
    return (shown, places if shown == value else OffsetMap.coarse(node.start_mark.index))


def is_false(word: str) -> bool:
    """Tell whether a word is `false` in YAML."""
    return word.lower() in _FALSE


def is_true(node: yaml.Node | None) -> bool:
    """Tell whether a template takes a value for true."""
    if not isinstance(node, yaml.ScalarNode):
        return node is not None and bool(node.value)
    if node.tag == TAG + "null" or not node.value:
        return False
    return _PRINTED.get(node.tag, str)(node.value) not in ("0", "false") or node.tag == TAG + "str"


def _boolean(text: str) -> str:
    return "false" if is_false(text) else "true"


def _integer(text: str) -> str:
    """Return an integer of YAML 1.1 as a template prints it; what is none stays as it is."""
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text.removeprefix("+"))
    digits = digits.replace("_", "")
    base = {"0x": 16, "0b": 2}.get(digits[:2], 8 if digits.startswith("0") else 10)
    try:
        return _number(float(int(sign + digits, base)))
    except (ValueError, OverflowError):
        return text


def _float(text: str) -> str:
    try:
        return _number(float(text.replace("_", "")))
    except (ValueError, OverflowError):
        return text


def _number(value: float) -> str:
    """Return a number as Go prints it: Helm knows no integers, and a million is `1e+06`."""
    exponent = int(f"{value:.16e}".partition("e")[2])
    if -4 <= exponent < 6 or not value:
        return str(int(value)) if value == int(value) else repr(value)
    forms = (f"{value:.{digits}e}" for digits in range(17))
    return next(form for form in forms if float(form) == value)


_PRINTED = {TAG + "bool": _boolean, TAG + "int": _integer, TAG + "float": _float}
