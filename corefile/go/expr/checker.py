"""Checks the types of an expression (expr-lang, checker/checker.go).

Every method that can go deeper is a generator for `steps.run`.
"""

from collections.abc import Callable

from corefile.go.errors import Invalid
from corefile.go.expr import nodes
from corefile.go.expr.builtins import overloads
from corefile.go.expr.calls import ANY, CallChecker
from corefile.go.expr.formats import without_arguments
from corefile.go.expr.nodes import Node
from corefile.go.expr.operands import DISABLED
from corefile.go.expr.operators import operation
from corefile.go.expr.tables import BUILTINS
from corefile.go.expr.types import NIL_VALUE, UNKNOWN, GoType, Nature, function_of, of
from corefile.go.regexp.compile import check_regex
from corefile.go.steps import Steps
from corefile.text.typed import Any

ENVIRONMENT_TYPE = "map[string]interface {}"
CONSTANTS = {
    nodes.NIL: NIL_VALUE,
    nodes.INTEGER: of("int"),
    nodes.FLOAT: of("float64"),
    nodes.BOOL: of("bool"),
    nodes.STRING: of("string"),
    nodes.BYTES: of("[]uint8"),
}


class Checker(CallChecker):
    """Finds the nature of every node; raises Failure for the first error."""

    def visit(self, node: Node) -> Steps[Nature]:
        """Check a node and those below it.

        expr-lang visits arguments once for each overload, and so inner calls exponentially often.
        Another visit finds what the first one found, unless there are fewer predicates around.
        """
        key = (node, len(self.scopes))
        if key in self.seen:
            return self.seen[key]
        if node.kind in CONSTANTS:
            node.nature = CONSTANTS[node.kind]
        elif node.kind == nodes.NAME:
            node.nature = self.name(node)
        elif node.kind == nodes.POINTER:
            node.nature = self.pointer(node)
        else:
            node.nature = yield VISITS[node.kind](self, node)
        self.seen[key] = node.nature
        return node.nature

    def name(self, node: Node) -> Nature:
        """Check the use of a name."""
        for name, nature in reversed(self.variables):
            if name == node.value:
                return nature
        if node.value == "$env":
            return UNKNOWN
        return self.named(node, node.value, strict=True, builtins=True)

    def named(self, node: Node, name: str, *, strict: bool, builtins: bool) -> Nature:
        """Return what a name stands for outside the expression."""
        if name in self.environment:
            return of(self.environment[name])
        if builtins and name in BUILTINS and name not in DISABLED:
            return Nature(overloads(name)[0], function=name)
        if strict:
            raise self.failure(node, f"unknown name {name}")
        return UNKNOWN

    def visit_unary(self, node: Node) -> Steps[Nature]:
        """Check an operator with one operand."""
        nature: Nature = yield self.visit(node.part(0))
        nature = nature.pointed()
        if node.value in ("!", "not"):
            if nature.kind == "bool" or nature.is_unknown:
                return of("bool")
        elif nature.is_number or nature.is_unknown:
            return nature if nature.is_number else UNKNOWN
        raise self.failure(node, f"invalid operation: {node.value} (mismatched type {nature})")

    def visit_binary(self, node: Node) -> Steps[Nature]:
        """Check an operator between two operands."""
        left: Nature = yield self.visit(node.part(0))
        right: Nature = yield self.visit(node.part(1))
        left, right = left.pointed(), right.pointed()
        if node.value == "matches" and node.part(1).kind == nodes.STRING:
            try:
                check_regex(node.part(1).value)
            except Invalid as invalid:
                # expr-lang takes the message for a format.
                raise self.failure(node, without_arguments(str(invalid))) from None
        found = operation(node.value, left, right)
        if isinstance(found, Nature):
            return found
        mismatch = f"invalid operation: {node.value} (mismatched types {left} and {right})"
        raise self.failure(node, found or mismatch)

    def visit_part(self, node: Node) -> Steps[Nature]:
        """Check what stands for its only part."""
        nature: Nature = yield self.visit(node.part(0))
        return nature

    def visit_member(self, node: Node) -> Steps[Nature]:
        """Check `a.b` and `a[b]`."""
        whole, property_ = node.part(0), node.part(1)
        name = property_.value if property_.kind == nodes.STRING else None
        if whole.kind == nodes.NAME and whole.value == "$env":
            if name is None:
                return UNKNOWN
            return self.named(node, name, strict=not node.optional, builtins=False)
        base: Nature = yield self.visit(whole)
        wanted: Nature = yield self.visit(property_)
        if base.is_unknown:
            return UNKNOWN
        if name is not None:
            if base.is_nil:
                raise self.failure(node, f"type nil has no field {name}")
            method = base.method(name)
            if method is not None:
                return method
        return self.element(node, base.pointed(), wanted, name)

    def element(self, node: Node, base: Nature, wanted: Nature, name: str | None) -> Nature:
        """Check what is not a method: an element or a field."""
        property_ = node.part(1)
        if base.kind == "map":
            return self.map_member(property_, base, wanted)
        if base.is_array:
            wanted = wanted.pointed()
            if not (wanted.is_integer or wanted.is_unknown):
                message = f"array elements can only be selected using an integer (got {wanted})"
                raise self.failure(property_, message)
            return base.element()
        if name is not None:
            what = "method" if node.method else "field"
            raise self.failure(node, f"type {base} has no {what} {name}")
        raise self.failure(node, f"type {base}[{wanted}] is undefined")

    def visit_slice(self, node: Node) -> Steps[Nature]:
        """Check `a[1:2]`."""
        nature: Nature = yield self.visit(node.part(0))
        if nature.is_unknown:
            return UNKNOWN
        if nature.kind != "string" and not nature.is_array:
            raise self.failure(node, f"cannot slice {nature}")
        for bound in node.parts[1:]:
            if bound is None:
                continue
            found: Nature = yield self.visit(bound)
            found = found.pointed()
            if not (found.is_integer or found.is_unknown):
                raise self.failure(bound, f"non-integer slice index {found}")
        return nature

    def visit_call(self, node: Node) -> Steps[Nature]:
        """Check a call of anything but a builtin."""
        if node.nature.type is not None and node.nature.text != ANY.text:
            return node.nature  # it has been checked before
        callee = node.part(0)
        if callee.kind == nodes.NAME and callee.value == "$env":
            raise self.failure(node, f"{ENVIRONMENT_TYPE} is not callable")
        nature: Nature = yield self.visit(callee)
        if nature.is_unknown:
            return UNKNOWN
        arguments = node.present()[1:]
        if nature.function:
            found: Nature = yield self.function(nature.function, node, arguments)
            return found
        name = callee.value if callee.kind == nodes.NAME else "function"
        if callee.kind == nodes.MEMBER and callee.part(1).kind == nodes.STRING:
            name = callee.part(1).value
        if nature.is_nil:
            raise self.failure(node, f"{name} is nil; cannot call nil as function")
        if nature.type is None or nature.kind != "func":
            raise self.failure(node, f"{nature} is not callable")
        found, failure = yield self.arguments(
            name, nature.type, node, arguments, method=nature.is_method
        )
        if failure:
            raise failure
        result: Nature = found
        return result

    def visit_predicate(self, node: Node) -> Steps[Nature]:
        """Check a predicate: it is a function of anything."""
        nature: Nature = yield self.visit(node.part(0))
        result: tuple[GoType, ...] = ()
        if not nature.is_nil:
            result = (ANY if nature.is_unknown or nature.type is None else nature.type,)
        return Nature(function_of((ANY,), result), inner=nature)

    def pointer(self, node: Node) -> Nature:
        """Check `#` and `#index`."""
        if not self.scopes:
            raise self.failure(node, "cannot use pointer accessor outside predicate")
        array, pointers = self.scopes[-1]
        if not node.value:
            return UNKNOWN if array.is_unknown else array.element()
        if node.value not in pointers:
            raise self.failure(node, f"unknown pointer #{node.value}")
        return pointers[node.value]

    def visit_let(self, node: Node) -> Steps[Nature]:
        """Check the declaration of a variable."""
        name = node.value
        if name in self.environment:
            raise self.failure(node, f"cannot redeclare {name}")
        if name in BUILTINS and name not in DISABLED:
            raise self.failure(node, f"cannot redeclare builtin {name}")
        if any(name == known for known, _ in self.variables):
            raise self.failure(node, f"cannot redeclare variable {name}")
        value: Nature = yield self.visit(node.part(0))
        self.variables.append((name, value))
        result: Nature = yield self.visit(node.part(1))
        self.variables.pop()
        return result

    def visit_sequence(self, node: Node) -> Steps[Nature]:
        """Check expressions one after the other."""
        last = UNKNOWN
        for part in node.present():
            last = yield self.visit(part)
        return last

    def visit_conditional(self, node: Node) -> Steps[Nature]:
        """Check a condition and what it chooses from."""
        condition: Nature = yield self.visit(node.part(0))
        condition = condition.pointed()
        if not (condition.kind == "bool" or condition.is_unknown):
            message = f"non-bool expression (type {condition}) used as condition"
            raise self.failure(node.part(0), message)
        first: Nature = yield self.visit(node.part(1))
        second: Nature = yield self.visit(node.part(2))
        if first.is_nil or second.is_nil:
            return second if first.is_nil else first
        if not first.assignable_to(second):
            return UNKNOWN
        if first.is_array and second.is_array:
            one, other = first.element(), second.element()
            if not (one.assignable_to(other) and other.assignable_to(one)):
                return of("[]interface {}")
        return first

    def visit_array(self, node: Node) -> Steps[Nature]:
        """Check an array: it has a type of element if all are of one kind."""
        found: list[Nature] = []
        for part in node.present():
            found.append((yield self.visit(part)))
        if len({nature.kind for nature in found}) > 1:
            return of("[]interface {}")
        return (found[-1] if found else UNKNOWN).array_of()

    def visit_map(self, node: Node) -> Steps[Nature]:
        """Check a map."""
        for part in node.present():
            yield self.visit(part)
        return of(ENVIRONMENT_TYPE)

    def visit_pair(self, node: Node) -> Steps[Nature]:
        """Check a key and its value."""
        for part in node.present():
            yield self.visit(part)
        return NIL_VALUE


VISITS: dict[str, Callable[[Checker, Node], Steps[Any]]] = {
    nodes.UNARY: Checker.visit_unary,
    nodes.BINARY: Checker.visit_binary,
    nodes.CHAIN: Checker.visit_part,
    nodes.MEMBER: Checker.visit_member,
    nodes.SLICE: Checker.visit_slice,
    nodes.CALL: Checker.visit_call,
    nodes.BUILTIN: Checker.visit_builtin,
    nodes.PREDICATE: Checker.visit_predicate,
    nodes.LET: Checker.visit_let,
    nodes.SEQUENCE: Checker.visit_sequence,
    nodes.CONDITIONAL: Checker.visit_conditional,
    nodes.ARRAY: Checker.visit_array,
    nodes.MAP: Checker.visit_map,
    nodes.PAIR: Checker.visit_pair,
}
