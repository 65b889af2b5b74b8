"""The value of an expression of expr-lang, as far as it follows from what is known (vm/vm.go).

Three-valued: what depends on something that is not known, or on a part of the language that is not
worked out here, is `UNKNOWN`; `and`, `or` and conditionals may still have a value then. What makes
expr-lang stop with an error raises `Failed`: CoreDNS takes that for no match.
"""

from collections.abc import Callable, Mapping
from enum import Enum
from functools import lru_cache

from corefile.go.errors import Invalid
from corefile.go.expr import nodes
from corefile.go.expr.lexer import Failure
from corefile.go.expr.nodes import Node
from corefile.go.expr.operations import BUILTINS, OPERATORS, PREDICATES, Failed, Open
from corefile.go.expr.parser import Parser
from corefile.go.steps import Steps, run
from corefile.text.typed import Any, Final

__all__ = ["UNKNOWN", "Failed", "Unknown", "evaluate"]


class Unknown(Enum):
    """The value of what is not known."""

    VALUE = "unknown"


UNKNOWN: Final = Unknown.VALUE

#: How many nodes are evaluated: more is not known.
MAX_STEPS = 20_000


def evaluate(text: str, values: Mapping[str, Any]) -> Any:
    """Return the value of an expression, `UNKNOWN` where it is not known.

    `values` has the functions and variables that the expression finds around it; a function may
    return `UNKNOWN`. Raises Failed where the expression ends in an error.
    """
    tree = _parsed(text)
    if tree is None:
        return UNKNOWN
    try:
        return run(_Evaluation(values).value(tree))
    except Open:
        return UNKNOWN


@lru_cache(maxsize=256)
def _parsed(text: str) -> Node | None:
    """Return the tree of an expression, None for one that expr-lang refuses."""
    try:
        return run(Parser(text).parse())
    except (Failure, Invalid):
        return None


def _known(value: Any) -> Any:
    if value is UNKNOWN:
        raise Open
    return value


class _Evaluation:
    """One run of an expression."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.scope = dict(values)
        self.steps = 0
        #: The elements that predicates are about, the innermost last.
        self.elements: list[Any] = []

    def value(self, node: Node) -> Steps[Any]:
        """Work out a node; `UNKNOWN` where it is not known."""
        self.steps += 1
        if self.steps > MAX_STEPS:
            raise Open
        work = _WORK.get(node.kind)
        if work is None:
            return UNKNOWN
        try:
            return (yield work(self, node))
        except Open:
            return UNKNOWN

    def sure(self, node: Node) -> Steps[Any]:
        """Work out a node that has to be known."""
        return _known((yield self.value(node)))

    def all(self, some: list[Node]) -> Steps[list[Any]]:
        """Work out several nodes that all have to be known."""
        found: list[Any] = []
        for node in some:
            found.append((yield self.sure(node)))
        return found

    def constant(self, node: Node) -> Steps[Any]:
        """Return a constant."""
        yield from ()
        return node.value

    def nil(self, node: Node) -> Steps[Any]:
        """Return nothing."""
        yield from ()
        return None

    def name(self, node: Node) -> Steps[Any]:
        """Look up a variable."""
        yield from ()
        return self.scope.get(node.value, UNKNOWN)

    def unary(self, node: Node) -> Steps[Any]:
        """Work out an operator with one operand."""
        operand = yield self.sure(node.part(0))
        if node.value in ("!", "not"):
            return not operand
        return -operand if node.value == "-" else operand

    def binary(self, node: Node) -> Steps[Any]:
        """Work out an operator between two operands."""
        if node.value in ("and", "&&", "or", "||"):
            return (yield self.logic(node))
        if node.value == "??":
            left = yield self.sure(node.part(0))
            return left if left is not None else (yield self.value(node.part(1)))
        left, right = yield self.all(node.present())
        operator = OPERATORS.get(node.value)
        if operator is None:
            raise Open
        try:
            return operator(left, right)
        except (TypeError, ValueError, ArithmeticError) as error:
            raise Failed(str(error)) from None

    def logic(self, node: Node) -> Steps[Any]:
        """Work out `and` and `or`, which one side may decide."""
        deciding = node.value in ("or", "||")
        left = yield self.value(node.part(0))
        if left is deciding:
            return deciding
        try:
            right = yield self.value(node.part(1))
        except Failed:
            # The right side is not run where the left one decides, which is not known.
            if left is UNKNOWN:
                return UNKNOWN
            raise
        if right is deciding and left is UNKNOWN:
            return deciding
        return UNKNOWN if UNKNOWN in (left, right) else right

    def conditional(self, node: Node) -> Steps[Any]:
        """Work out one of two, or both where the condition is not known."""
        condition = yield self.value(node.part(0))
        if condition is not UNKNOWN:
            return (yield self.value(node.part(1 if condition else 2)))
        first = yield self.value(node.part(1))
        second = yield self.value(node.part(2))
        return first if type(first) is type(second) and first == second else UNKNOWN

    def sequence(self, node: Node) -> Steps[Any]:
        """Work out the last of several."""
        value: Any = None
        for part in node.present():
            value = yield self.value(part)
        return value

    def declaration(self, node: Node) -> Steps[Any]:
        """Work out an expression that names a value first."""
        before = self.scope
        value = yield self.value(node.part(0))
        self.scope = before | {node.value: value}
        result = yield self.value(node.part(1))
        self.scope = before
        return result

    def array(self, node: Node) -> Steps[Any]:
        """Make a list."""
        return (yield self.all(node.present()))

    def mapping(self, node: Node) -> Steps[Any]:
        """Make a map."""
        found: dict[Any, Any] = {}
        for pair in node.present():
            key, value = yield self.all(pair.present())
            if not isinstance(key, str):
                raise Open
            found[key] = value
        return found

    def member(self, node: Node) -> Steps[Any]:
        """Look something up in a list, a map or a string."""
        of, key = yield self.all(node.present())
        if isinstance(of, dict) and isinstance(key, str):
            return of.get(key)
        if isinstance(of, (list, str)) and isinstance(key, int):
            try:
                return of[key]
            except IndexError:
                raise Failed("index out of range") from None
        raise Open

    def slice(self, node: Node) -> Steps[Any]:
        """Take a part of a list or of a string."""
        of, low, high = node.part(0), node.parts[1], node.parts[2]
        whole = yield self.sure(of)
        # Strings are cut between bytes.
        if not isinstance(whole, list) and not (isinstance(whole, str) and whole.isascii()):
            raise Open
        start = 0 if low is None else (yield self.sure(low))
        end = len(whole) if high is None else (yield self.sure(high))
        if not isinstance(start, int) or not isinstance(end, int):
            raise Open
        return whole[start:end]

    def call(self, node: Node) -> Steps[Any]:
        """Call a function of the environment."""
        callee, *arguments = node.present()
        if callee.kind != nodes.NAME:
            raise Open
        function = self.scope.get(callee.value, UNKNOWN)
        values = yield self.all(arguments)
        if not callable(function):
            raise Open
        try:
            return function(*values)
        except TypeError as error:
            raise Failed(str(error)) from None

    def builtin(self, node: Node) -> Steps[Any]:
        """Call a function that every expression has."""
        parts = node.present()
        if node.value in PREDICATES:
            return (yield self.over_elements(node.value, parts))
        function = BUILTINS.get(node.value)
        values = yield self.all(parts)
        if function is None:
            raise Open
        try:
            return function(*values)
        except (AttributeError, TypeError):
            # Called in a way that is not worked out here.
            raise Open from None
        except (ValueError, IndexError, ArithmeticError) as error:
            raise Failed(str(error)) from None

    def over_elements(self, name: str, parts: list[Node]) -> Steps[Any]:
        """Call a function that asks something of each element of a list."""
        elements = yield self.sure(parts[0])
        if not isinstance(elements, list) or len(parts) != 2:
            raise Open
        found: list[Any] = []
        for element in elements:
            self.elements.append(element)
            answer = yield self.value(parts[1])
            self.elements.pop()
            found.append(_known(answer))
        return PREDICATES[name](elements, found)

    def predicate(self, node: Node) -> Steps[Any]:
        """Work out what is asked of an element."""
        return (yield self.value(node.part(0)))

    def pointer(self, node: Node) -> Steps[Any]:
        """Return the element that is asked about."""
        yield from ()
        if node.value or not self.elements:
            raise Open
        return self.elements[-1]

    def chain(self, node: Node) -> Steps[Any]:
        """Work out a member with `?.`."""
        return (yield self.value(node.part(0)))


_WORK: dict[str, Callable[[_Evaluation, Node], Steps[Any]]] = {
    nodes.NIL: _Evaluation.nil,
    nodes.NAME: _Evaluation.name,
    nodes.INTEGER: _Evaluation.constant,
    nodes.FLOAT: _Evaluation.constant,
    nodes.BOOL: _Evaluation.constant,
    nodes.STRING: _Evaluation.constant,
    nodes.UNARY: _Evaluation.unary,
    nodes.BINARY: _Evaluation.binary,
    nodes.CONDITIONAL: _Evaluation.conditional,
    nodes.SEQUENCE: _Evaluation.sequence,
    nodes.LET: _Evaluation.declaration,
    nodes.ARRAY: _Evaluation.array,
    nodes.MAP: _Evaluation.mapping,
    nodes.MEMBER: _Evaluation.member,
    nodes.SLICE: _Evaluation.slice,
    nodes.CALL: _Evaluation.call,
    nodes.BUILTIN: _Evaluation.builtin,
    nodes.PREDICATE: _Evaluation.predicate,
    nodes.POINTER: _Evaluation.pointer,
    nodes.CHAIN: _Evaluation.chain,
}
