"""Parses expressions, step by step as expr-lang does (parser/parser.go).

expr-lang's parser goes on after an error, for a while, and an error of the lexer found then takes
the place of the first. So errors are kept here, not raised. Every method that can go deeper is a
generator for `steps.run`.
"""

from corefile.go.expr import nodes
from corefile.go.expr.lexer import BRACKET, END, NAME, NEGATED, OPERATOR, Failure, Token
from corefile.go.expr.nodes import Node
from corefile.go.expr.operands import Operands
from corefile.go.expr.reader import Found
from corefile.go.steps import Steps

BINARY = {
    "|": 0, "or": 10, "||": 10, "and": 15, "&&": 15, "==": 20, "!=": 20, "<": 20, ">": 20,
    ">=": 20, "<=": 20, "in": 20, "matches": 20, "contains": 20, "startsWith": 20, "endsWith": 20,
    "..": 25, "+": 30, "-": 30, "*": 60, "/": 60, "%": 60, "**": 100, "^": 100, "??": 500,
}  # fmt: skip
RIGHT_ASSOCIATIVE = ("**", "^")
COMPARISONS = ("<", ">", ">=", "<=")


class Parser(Operands):
    """Reads one expression."""

    #: Whether a `not` is before the operator last read.
    negated: bool = False

    def parse(self) -> Steps[Node]:
        """Read the whole text. Raises Failure."""
        self.next()
        node: Found = yield self.sequence()
        if not self.at(END):
            self.unexpected(self.current)
        if self.failure is not None or node is None:
            raise self.failure or Failure(0, "")
        return node

    def sequence(self) -> Steps[Found]:
        """Read expressions with semicolons between them."""
        found: list[Found] = [(yield self.expression(0))]
        while self.at(OPERATOR, ";") and not self.failure:
            self.next()
            if self.at(END):
                break
            found.append((yield self.expression(0)))
        if len(found) == 1:
            return found[0]
        return self.node(nodes.SEQUENCE, None, found, found[0].at if found[0] else 0)

    def expression(self, precedence: int) -> Steps[Found]:
        """Read an expression of operators that bind at least so tightly."""
        found: Found
        if self.failure:
            return None
        if precedence == 0 and self.at(OPERATOR, "let"):
            found = yield self.declaration()
            return found
        if precedence == 0 and self.at(OPERATOR, "if"):
            found = yield self.conditional_if()
            return found
        left: Found = yield self.primary()
        previous = ""
        while (operator := self.operator(precedence)) is not None:
            self.next()
            if previous == "??" and operator.value not in ("??", "|"):
                self.fail(
                    f"Operator ({operator.value}) and coalesce expressions (??) cannot be mixed. "
                    "Wrap either by parentheses.",
                    operator,
                )
                break
            left = yield self.operation(left, operator)
            if left is None and operator.value != "|":
                return None
            previous = operator.value
        if precedence == 0:
            left = yield self.ternary(left)
        return left

    def operator(self, precedence: int) -> Token | None:
        """Return the operator that is here if it binds so tightly; skip a `not` before it."""
        self.negated = False
        if self.failure or not self.at(OPERATOR):
            return None
        operator: Token | None = self.current
        if self.at(OPERATOR, "not"):
            operator = self.negated_operator(precedence)
            self.negated = True
        if operator is None or BINARY.get(operator.value, -1) < precedence:
            return None
        return operator

    def negated_operator(self, precedence: int) -> Token | None:
        """Read what follows a `not` after an operand; None where the expression ends before it."""
        before = self.current
        self.next()
        if self.current.value not in NEGATED:
            self.unexpected(self.current)
            return None
        if BINARY[self.current.value] >= precedence:
            return self.current
        self.put_back(before)
        return None

    def operation(self, left: Found, operator: Token) -> Steps[Found]:
        """Read what follows an operator between two operands."""
        sign = operator.value
        precedence = BINARY[sign]
        negated = self.negated
        found: Found
        if sign == "|":
            name = self.current
            self.expect(NAME)
            found = yield self.call(name, [left], overridable=True)
            return found
        if sign in COMPARISONS:
            found = yield self.comparison(left, operator)
            return found
        right = yield self.expression(precedence + (sign not in RIGHT_ASSOCIATIVE))
        found = self.node(nodes.BINARY, sign, [left, right], operator.at)
        if negated and found is not None:
            found = self.node(nodes.UNARY, "not", [found], operator.at)
        return found

    def comparison(self, left: Found, operator: Token) -> Steps[Found]:
        """Read `a < b`, or `a < b < c`, which is `a < b && b < c`."""
        root: Found = None
        while True:
            right = yield self.expression(BINARY[operator.value] + 1)
            node = self.node(nodes.BINARY, operator.value, [left, right], operator.at)
            if node is None:
                return None
            if root is not None:
                node = self.node(nodes.BINARY, "&&", [root, node], operator.at)
                if node is None:
                    return None
            root, left, operator = node, right, self.current
            if self.failure or not operator.is_(OPERATOR, *COMPARISONS):
                return root
            self.next()

    def declaration(self) -> Steps[Found]:
        """Read `let x = 1; …`."""
        self.expect(OPERATOR, "let")
        name = self.current
        self.expect(NAME)
        self.expect(OPERATOR, "=")
        value = yield self.expression(0)
        self.expect(OPERATOR, ";")
        rest = yield self.sequence()
        return self.node(nodes.LET, name.value, [value, rest], name.at)

    def conditional_if(self) -> Steps[Found]:
        """Read `if a { b } else { c }`. expr-lang gives it no place and does not count it."""
        self.next()
        if self.failure:
            return None
        condition = yield self.expression(0)
        self.expect(BRACKET, "{")
        first = yield self.sequence()
        self.expect(BRACKET, "}")
        self.expect(OPERATOR, "else")
        if self.at(OPERATOR, "if"):
            second = yield self.conditional_if()
        else:
            self.expect(BRACKET, "{")
            second = yield self.sequence()
            self.expect(BRACKET, "}")
        return Node(nodes.CONDITIONAL, None, [condition, first, second])

    def ternary(self, node: Found) -> Steps[Found]:
        """Read what follows a condition: `? a : b`, or `?: b`."""
        while self.at(OPERATOR, "?") and not self.failure:
            self.next()
            first = node
            if self.at(OPERATOR, ":"):
                self.next()
            else:
                first = yield self.expression(0)
                self.expect(OPERATOR, ":")
            second = yield self.expression(0)
            parts = [node, first, second]
            node = self.node(nodes.CONDITIONAL, None, parts, self.current.at)
        return node
