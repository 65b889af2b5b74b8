"""Checks the arguments of calls in an expression (expr-lang, checker/checker.go)."""

from abc import ABC, abstractmethod
from collections.abc import Mapping

from corefile.go.errors import Invalid
from corefile.go.expr import nodes
from corefile.go.expr.builtins import PREDICATE_BUILTINS, VALIDATORS, PredicateBuiltin, overloads
from corefile.go.expr.lexer import Failure
from corefile.go.expr.nodes import Node
from corefile.go.expr.tables import ENVIRONMENT
from corefile.go.expr.types import UNKNOWN, GoType, Nature, go_type, of
from corefile.go.steps import Steps

ANY = go_type("interface {}")


class CallChecker(ABC):
    """Checks calls."""

    def __init__(self, environment: Mapping[str, str] = ENVIRONMENT) -> None:
        self.environment = environment
        self.seen: dict[tuple[Node, int], Nature] = {}
        self.variables: list[tuple[str, Nature]] = []
        # Of each predicate around: the array, and what `#name` stands for.
        self.scopes: list[tuple[Nature, dict[str, Nature]]] = []

    def failure(self, node: Node, message: str) -> Failure:
        """Return the error to raise. expr-lang goes on, but only its first error matters."""
        return Failure(node.at, message)

    @abstractmethod
    def visit(self, node: Node) -> Steps[Nature]:
        """Check a node and those below it."""

    def map_member(self, node: Node, base: Nature, wanted: Nature) -> Nature:
        """Check that a map has such keys."""
        key = Nature(base.type.key if base.type else None)
        fits = wanted.assignable_to(key)
        if not fits and wanted.pointed().assignable_to(key):
            wanted, fits = wanted.pointed(), True
        if not fits and not wanted.is_unknown:
            raise self.failure(node, f"cannot use {wanted} to get an element from {base}")
        return base.element()

    def function(self, name: str, node: Node, arguments: list[Node]) -> Steps[Nature]:
        """Check a call of a builtin that takes no predicate."""
        if name in VALIDATORS:
            types: list[GoType | None] = []
            for argument in arguments:
                nature: Nature = yield self.visit(argument)
                types.append(ANY if nature.is_unknown else nature.type)
            try:
                return Nature(VALIDATORS[name](name, types))
            except Invalid as invalid:
                raise self.failure(node, str(invalid)) from None
        failure: Failure | None = None
        for overload in overloads(name):
            found, failure = yield self.arguments(name, overload, node, arguments)
            if failure is None:
                result: Nature = found
                return result
        assert failure is not None  # noqa: S101 - every function has an overload
        raise failure

    def arguments(
        self, name: str, type_: GoType, node: Node, arguments: list[Node], *, method: bool = False
    ) -> Steps[tuple[Nature, Failure | None]]:
        """Check arguments; give the result, or what is wrong."""
        if not type_.results:
            return UNKNOWN, Failure(node.at, f"func {name} doesn't return value")
        if len(type_.results) > 2:
            return UNKNOWN, Failure(node.at, f"func {name} returns more then two values")
        result = Nature(type_.results[0])
        wanted = list(type_.arguments[method:])
        if type_.variadic:
            rest = wanted.pop()
            wanted += [rest.element or ANY] * (len(arguments) - len(wanted))
        if len(arguments) != len(wanted):
            for argument in arguments:
                yield self.visit(argument)
            much = "too many" if len(arguments) > len(wanted) else "not enough"
            return result, Failure(node.at, f"{much} arguments to call {name}")
        for argument, type_wanted in zip(arguments, wanted, strict=True):
            nature: Nature = yield self.visit(argument)
            message = unfit(name, nature, Nature(type_wanted))
            if message:
                return UNKNOWN, Failure(argument.at, message)
        return result, None

    def visit_builtin(self, node: Node) -> Steps[Nature]:
        """Check a call of a builtin."""
        arguments = node.present()
        special = PREDICATE_BUILTINS.get(node.value)
        found: Nature | None = None
        if special is not None:
            found = yield self.predicate_builtin(special, node, arguments)
        if found is None:
            plain = self.get if node.value == "get" else self.function
            found = yield plain(node.value, node, arguments)
        return found or UNKNOWN

    def predicate_builtin(
        self, special: PredicateBuiltin, node: Node, arguments: list[Node]
    ) -> Steps[Nature | None]:
        """Check a builtin that takes a predicate; None where expr-lang also accepts a function."""
        array: Nature = yield self.visit(arguments[0])
        array = array.pointed()
        if not (array.is_array or array.is_unknown):
            message = f"builtin {node.value} takes only array (got {array})"
            raise self.failure(arguments[0], message)
        if len(arguments) == 1:
            return special.without_predicate(array)
        self.scopes.append((array, special.pointers))
        predicate: Nature = yield self.visit(arguments[1])
        self.scopes.pop()
        if len(arguments) == 3:
            order: Nature = yield self.visit(arguments[2])
            if special.ordered and not (order.kind == "string" or order.is_unknown):
                message = f"sortBy order argument must be a string (got {order})"
                raise self.failure(arguments[2], message)
        results = predicate.type.results if predicate.type else ()
        if not results:
            if special.lenient:
                return None
            number = "two" if node.value == "reduce" else "one"
            message = f"predicate should has {number} input and one output param"
            raise self.failure(arguments[1], message)
        if special.boolean and results[0].text not in ("bool", ANY.text):
            message = f"predicate should return boolean (got {results[0].text})"
            raise self.failure(arguments[1], message)
        return special.result(array, predicate)

    def get(self, name: str, node: Node, arguments: list[Node]) -> Steps[Nature]:
        """Check a call of `get`."""
        if len(arguments) != 2:
            count = len(arguments)
            raise self.failure(node, f"invalid number of arguments (expected 2, got {count})")
        base: Nature = yield self.visit(arguments[0])
        wanted: Nature = yield self.visit(arguments[1])
        wanted = wanted.pointed()
        if arguments[0].kind == nodes.NAME and arguments[0].value == "$env":
            constant = arguments[1].value if arguments[1].kind == nodes.STRING else ""
            return of(self.environment[constant]) if constant in self.environment else UNKNOWN
        if base.is_unknown:
            return UNKNOWN
        if base.is_array:
            if not (wanted.is_integer or wanted.is_unknown):
                raise self.failure(arguments[1], f"non-integer slice index {wanted}")
            return base.element()
        if base.kind == "map":
            return self.map_member(arguments[1], base, wanted)
        raise self.failure(arguments[0], f"type {base} does not support indexing")


def unfit(name: str, nature: Nature, wanted: Nature) -> str:
    """Say why an argument does not fit; nothing if it does."""
    if (wanted.is_float and nature.is_integer) or (wanted.is_integer and nature.is_integer):
        return ""
    if nature.is_nil:
        if wanted.kind in ("ptr", "interface"):
            return ""
        return f"cannot use nil as argument (type {wanted}) to call {name}"
    fits = nature.assignable_to(wanted) or nature.pointed().assignable_to(wanted)
    if fits or nature.is_unknown:
        return ""
    return f"cannot use {nature} as argument (type {wanted}) to call {name} "
