"""The tree of an expression (expr-lang, ast/node.go)."""

from corefile.go.expr.types import UNKNOWN, Nature
from corefile.text.typed import Any

# The kinds of nodes, with what their parts are.
NIL, NAME, INTEGER, FLOAT, BOOL, STRING, BYTES = (
    "nil", "name", "integer", "float", "bool", "string", "bytes"
)  # fmt: skip
UNARY = "unary"  # operand
BINARY = "binary"  # left, right
CHAIN = "chain"  # member or call in which `?.` occurs
MEMBER = "member"  # of what, property
SLICE = "slice"  # of what, from, to
CALL = "call"  # what, arguments
BUILTIN = "builtin"  # arguments
PREDICATE = "predicate"  # expression
POINTER = "pointer"  # none
LET = "let"  # value, expression
SEQUENCE = "sequence"  # expressions
CONDITIONAL = "conditional"  # condition, then, else
ARRAY = "array"  # elements
MAP = "map"  # pairs
PAIR = "pair"  # key, value
CONSTANT = "constant"  # none


class Node:
    """A node: its kind, a name, operator or constant, its parts and where it is."""

    __slots__ = ("at", "kind", "method", "nature", "optional", "parts", "value")

    def __init__(self, kind: str, value: Any, parts: "list[Node | None]", at: int = 0) -> None:
        self.kind: str = kind
        self.value: Any = value
        self.parts: list[Node | None] = parts
        self.at: int = at
        self.optional: bool = False
        self.method: bool = False
        self.nature: Nature = UNKNOWN

    def part(self, number: int) -> "Node":
        """Return a part that is known to be there."""
        part = self.parts[number]
        assert part is not None  # noqa: S101 - a tree without errors has all its parts
        return part

    def present(self) -> "list[Node]":
        """Return the parts that are there."""
        return [part for part in self.parts if part is not None]

    def become(self, kind: str, value: Any) -> None:
        """Turn into a constant at the same place."""
        self.kind, self.value, self.parts = kind, value, []

    def take(self, other: "Node") -> None:
        """Turn into another node, at the place of this one."""
        self.kind, self.value, self.parts = other.kind, other.value, other.parts
        self.optional, self.method = other.optional, other.method
