"""Numbers in a template, and what `range` goes through."""

from corefile.go.literals import Malformed, integer, parse_float, unescape
from corefile.go.template.lexer import CHARACTER_CONSTANT, NUMBER
from corefile.go.template.nodes import Node
from corefile.go.template.values import Map, Open, in_order
from corefile.text.typed import Any

MAX_INT = (1 << 63) - 1


def number(node: Node) -> int | float | None:
    """Return a number, None for one that no int can hold (idealConstant)."""
    text = node.text
    if node.kind == CHARACTER_CONSTANT:
        return ord(unescape(text[1:-1], "'"))
    if node.kind != NUMBER or text.endswith("i"):
        raise Open
    whole = integer(text)
    if whole is None:
        try:
            return parse_float(text)
        except Malformed:
            raise Open from None
    return whole if -MAX_INT - 1 <= whole <= MAX_INT else None


def members(value: Any, most: int) -> list[tuple[Any, Any]]:
    """Return what `range` goes through: the places, and what is there."""
    if isinstance(value, Map):
        return [(key, value.values[key]) for key in in_order(value)]
    if not isinstance(value, int):
        return list(enumerate(value or ()))
    if value > most:
        raise Open
    return [(None, type(value)(place)) for place in range(int(value))]
