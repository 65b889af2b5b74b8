"""A text that a regular expression matches, to ask what becomes of such names."""

from corefile.go.errors import Invalid
from corefile.go.regexp import nodes
from corefile.go.regexp.match import TooMuch, search
from corefile.go.regexp.names import parsed
from corefile.go.regexp.nodes import Node

__all__ = ["sample"]

#: What a character may be, those first that every name may have.
LIKELY = "x1-.a"
#: What repeats a character.
REPEATED = (nodes.STAR, nodes.PLUS, nodes.REPEAT)
#: The longest text that is made, and how deep a pattern is looked into.
LONGEST = 255
DEEPEST = 50


def sample(pattern: str, single: str = LIKELY[0]) -> str | None:
    """Return a text that a pattern matches; None where none is found.

    No name begins with a dot: before one there is a letter, if the pattern allows one. `single` is
    what a `.` stands for that is not repeated: people leave the backslash out.
    """
    tree = parsed(pattern)
    text = made(tree, single) if tree is not None else ""
    if len(text) >= LONGEST:
        return None
    try:
        if text.startswith(".") and search(pattern, LIKELY[0] + text):
            return LIKELY[0] + text
        return text if search(pattern, text) else None
    except (Invalid, TooMuch):
        return None


def made(node: Node, single: str, depth: int = 0) -> str:
    """Return a text for a node: of alternatives the first, repeated once where that is allowed."""
    if depth > DEEPEST:
        return ""
    if node.op == nodes.LITERAL:
        return "".join(map(chr, node.runes))
    if node.op in (nodes.ANY, nodes.ANY_BUT_NEWLINE):
        return single
    if node.op == nodes.CLASS:
        return in_class(node)
    parts = node.sub[:1] if node.op == nodes.ALTERNATE else node.sub
    times = 1
    if node.op in REPEATED:
        single = LIKELY[0]
    if node.op == nodes.REPEAT:
        times = 0 if node.maximum == 0 else max(1, node.minimum)
    return "".join(made(part, single, depth + 1) for part in parts) * times


def in_class(node: Node) -> str:
    """Return a character of a class."""
    for character in LIKELY:
        if any(low <= ord(character) <= high for low, high in node.ranges):
            return character
    return chr(node.ranges[0][0]) if node.ranges else LIKELY[0]
