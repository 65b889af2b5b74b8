"""Works out the constant parts of an expression, as far as errors come of it.

expr-lang folds constants (optimizer/fold.go) and complains about a remainder by zero; and it
compiles the regexps that are constants after that (compiler/compiler.go).
"""

from collections.abc import Iterator

from corefile.go.expr import nodes
from corefile.go.expr.lexer import Failure
from corefile.go.expr.nodes import Node
from corefile.go.regexp.compile import check_regex

NUMBERS = (nodes.INTEGER, nodes.FLOAT)
ELEMENTS = {*NUMBERS, nodes.STRING, nodes.BOOL}


def upwards(root: Node) -> Iterator[Node]:
    """Yield all nodes, those below before those above.

    The middle of `a < b < c` is part of two nodes; it comes once.
    """
    pending = [(root, False)]
    seen: set[Node] = set()
    while pending:
        node, done = pending.pop()
        if done:
            yield node
        elif node not in seen:
            seen.add(node)
            pending.append((node, True))
            pending.extend((part, False) for part in reversed(node.present()))


def fold(root: Node) -> None:
    """Replace what is constant. Raises Failure where a remainder is taken by zero."""
    failure: Failure | None = None
    for node in upwards(root):
        if node.kind == nodes.UNARY:
            fold_unary(node)
        elif node.kind == nodes.BINARY:
            # expr-lang goes on and tells the last one that it finds.
            failure = fold_binary(node) or failure
        elif node.kind == nodes.ARRAY and {part.kind for part in node.present()} <= ELEMENTS:
            node.become(nodes.CONSTANT, None)
    if failure is not None:
        raise failure


def wrapped(value: int) -> int:
    """Return a number as Go's int holds it."""
    return (value + (1 << 63)) % (1 << 64) - (1 << 63)


def fold_unary(node: Node) -> None:
    """Fold an operator with one operand."""
    operand = node.part(0)
    if node.value in ("!", "not"):
        if operand.kind == nodes.BOOL:
            node.become(nodes.BOOL, not operand.value)
    elif operand.kind in NUMBERS:
        sign = -1 if node.value == "-" else 1
        value = wrapped(sign * operand.value) if operand.kind == nodes.INTEGER else 0.0
        node.become(operand.kind, value)


def fold_binary(node: Node) -> Failure | None:
    """Fold an operator between two operands."""
    left, right = node.part(0), node.part(1)
    kinds = {left.kind, right.kind}
    if node.value in ("and", "&&", "or", "||"):
        fold_logic(node, left, right)
    elif kinds == {nodes.INTEGER}:
        return fold_integers(node, left.value, right.value)
    elif kinds <= set(NUMBERS):
        # Of floating-point numbers only that they are some matters.
        if node.value in ("+", "-", "*", "/", "**", "^"):
            node.become(nodes.FLOAT, 0.0)
    elif kinds == {nodes.STRING} and node.value == "+":
        node.become(nodes.STRING, left.value + right.value)
    elif node.value == "==" and kinds in ({nodes.STRING}, {nodes.BOOL}):
        node.become(nodes.BOOL, left.value == right.value)
    return None


def fold_integers(node: Node, left: int, right: int) -> Failure | None:
    """Fold an operator between two whole numbers."""
    if node.value in ("+", "-", "*"):
        values = {"+": left + right, "-": left - right, "*": left * right}
        node.become(nodes.INTEGER, wrapped(values[node.value]))
    elif node.value == "%":
        if right == 0:
            return Failure(node.at, "integer divide by zero")
        rest = abs(left) % abs(right)
        node.become(nodes.INTEGER, -rest if left < 0 else rest)
    elif node.value in ("/", "**", "^"):
        node.become(nodes.FLOAT, 0.0)
    elif node.value == "==":
        node.become(nodes.BOOL, left == right)
    return None


def fold_logic(node: Node, left: Node, right: Node) -> None:
    """Fold `and` and `or` of which one side is constant."""
    neutral = node.value in ("and", "&&")
    if left.kind == nodes.BOOL and left.value == neutral:
        node.take(right)
    elif right.kind == nodes.BOOL and right.value == neutral:
        node.take(left)
    elif nodes.BOOL in (left.kind, right.kind):
        node.become(nodes.BOOL, not neutral)


def check_patterns(root: Node) -> None:
    """Check the regexps that have become constant, in the order of expr-lang's compiler.

    Raises Invalid with Go's message.
    """
    pending = [root]
    seen: set[Node] = set()
    while pending:
        node = pending.pop()
        if node in seen:
            continue
        seen.add(node)
        matches = node.kind == nodes.BINARY and node.value == "matches"
        if matches and node.part(1).kind == nodes.STRING:
            check_regex(node.part(1).value)
        pending.extend(reversed(compiled_parts(node)))


def compiled_parts(node: Node) -> list[Node]:
    """Return the parts of a node in the order in which they are compiled."""
    parts = node.present()
    if node.kind == nodes.CALL:
        return parts[1:] + parts[:1]
    if node.kind == nodes.SLICE:
        return [part for part in (node.parts[0], node.parts[2], node.parts[1]) if part is not None]
    if node.kind == nodes.BUILTIN and node.value in ("sortBy", "reduce") and len(parts) == 3:
        return [parts[0], parts[2], parts[1]]
    return parts
