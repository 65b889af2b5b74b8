"""Parses operands: constants, calls and members (expr-lang, parser/parser.go)."""

from abc import ABC, abstractmethod

from corefile.go.errors import Invalid
from corefile.go.expr import nodes
from corefile.go.expr.lexer import BRACKET, BYTES, NAME, NUMBER, OPERATOR, STRING, Token, is_name
from corefile.go.expr.nodes import Node
from corefile.go.expr.reader import ExpressionReader, Found
from corefile.go.expr.tables import BUILTINS
from corefile.go.literals import Malformed, integer, parse_float
from corefile.go.steps import Steps
from corefile.go.strconv import parse_int, quote

#: The builtins that CoreDNS takes away.
DISABLED = frozenset(("type",))
UNARY = {"not": 50, "!": 50, "-": 90, "+": 90}
#: The builtins with a predicate: e is an expression, p a predicate, a capital may be left out.
PREDICATES = {
    **dict.fromkeys("all none any one filter map find findIndex findLast".split(), "ep"),
    "findLastIndex": "ep",
    "groupBy": "ep",
    "count": "eP",
    "sum": "eP",
    "sortBy": "epE",
    "reduce": "epE",
}
CONSTANTS: dict[str, tuple[str, bool | None]] = {
    "true": (nodes.BOOL, True),
    "false": (nodes.BOOL, False),
    "nil": (nodes.NIL, None),
}
PREFIXES = {"0x": "hex", "0b": "binary", "0o": "octal"}


class Operands(ExpressionReader, ABC):
    """Reads operands."""

    #: How many predicates there are around.
    depth: int = 0

    @abstractmethod
    def expression(self, precedence: int) -> Steps[Found]:
        """Read an expression of operators that bind at least so tightly."""

    @abstractmethod
    def sequence(self) -> Steps[Found]:
        """Read expressions with semicolons between them."""

    def primary(self) -> Steps[Found]:
        """Read an operand with the signs before it and the members after it."""
        found: Found
        token = self.current
        if token.kind == OPERATOR and token.value in UNARY:
            self.next()
            operand = yield self.expression(UNARY[token.value])
            found = yield self.postfix(self.node(nodes.UNARY, token.value, [operand], token.at))
            return found
        if token.is_(BRACKET, "("):
            self.next()
            inner = yield self.sequence()
            self.expect(BRACKET, ")")
            found = yield self.postfix(inner)
            return found
        if self.depth and token.is_(OPERATOR, "#", "."):
            found = yield self.postfix(self.pointer(token))
            return found
        if token.is_(OPERATOR, "::"):
            self.next()
            name = self.current
            self.expect(NAME)
            call = yield self.call(name, [], overridable=False)
            found = yield self.postfix(call)
            return found
        found = yield self.secondary()
        return found

    def pointer(self, token: Token) -> Found:
        """Read `#`, `#index`, or nothing before a dot."""
        name = ""
        if token.value == "#":
            self.next()
            if self.at(NAME):
                name = self.current.value
                self.next()
        return self.node(nodes.POINTER, name, [], token.at)

    def secondary(self) -> Steps[Found]:
        """Read a name, a call, a constant, an array or a map."""
        token = self.current
        if token.kind == NUMBER:
            self.next()
            return self.number(token)
        node: Found = None
        if token.kind == NAME:
            self.next()
            if token.value in CONSTANTS:
                return self.node(*CONSTANTS[token.value], [], token.at)
            if self.at(BRACKET, "("):
                node = yield self.call(token, [], overridable=True)
            else:
                node = self.node(nodes.NAME, token.value, [], token.at)
        elif token.kind in (STRING, BYTES):
            self.next()
            kind = nodes.STRING if token.kind == STRING else nodes.BYTES
            node = self.node(kind, token.value, [], token.at)
        elif token.is_(BRACKET, "["):
            elements = yield self.elements("[", "]", [])
            node = self.node(nodes.ARRAY, None, elements, token.at)
        elif token.is_(BRACKET, "{"):
            node = yield self.map(token)
        else:
            self.unexpected(token)
        found: Found = yield self.postfix(node)
        return found

    def number(self, token: Token) -> Found:
        """Make a node of a number."""
        text = token.value.replace("_", "")
        lower = text.lower()
        what, value = "integer", None
        if "." in lower or ("e" in lower and not lower.startswith("0x")):
            what = "hex" if lower.startswith("0x") else "float"
        elif lower[:2] in PREFIXES:
            what = PREFIXES[lower[:2]]
        try:
            value = parse_float(text) if what == "float" else read_integer(text, what)
        except (Malformed, Invalid) as problem:
            why = str(problem)
            if what == "float":
                why = f"strconv.ParseFloat: parsing {quote(text)}: {why}"
            self.fail(f"invalid {what} literal: {why}")
        return self.node(nodes.FLOAT if what == "float" else nodes.INTEGER, value, [], token.at)

    def call(self, name: Token, arguments: list[Found], *, overridable: bool) -> Steps[Found]:
        """Read a call after its name, with the argument that a pipe gives it."""
        overridden = overridable and name.value in self.environment
        if name.value in PREDICATES and not overridden:
            arguments = yield self.predicate_arguments(name.value, arguments)
            return self.node(nodes.BUILTIN, name.value, arguments, name.at)
        if name.value in BUILTINS and name.value not in DISABLED and not overridden:
            arguments = yield self.elements("(", ")", arguments)
            return self.node(nodes.BUILTIN, name.value, arguments, name.at)
        callee = self.node(nodes.NAME, name.value, [], name.at)
        if callee is None:
            return None
        arguments = yield self.elements("(", ")", arguments)
        return self.node(nodes.CALL, None, [callee, *arguments], name.at)

    def predicate_arguments(self, name: str, arguments: list[Found]) -> Steps[list[Found]]:
        """Read the arguments of a builtin that takes a predicate."""
        self.expect(BRACKET, "(")
        wanted = PREDICATES[name][len(arguments) :]
        found = list(arguments)
        for number, sort in enumerate(wanted):
            if self.at(BRACKET, ")"):
                if sort.isupper():
                    break
                self.fail(f"expected at least {len(wanted)} arguments")
            if number:
                self.expect(OPERATOR, ",")
            found.append((yield self.predicate() if sort in "pP" else self.expression(0)))
        if self.at(OPERATOR, ","):
            self.next()
        self.expect(BRACKET, ")")
        return found

    def predicate(self) -> Steps[Found]:
        """Read a predicate, with or without braces."""
        start = self.current
        braces = self.at(BRACKET, "{")
        if braces:
            self.next()
        self.depth += 1
        inner = yield self.sequence() if braces else self.expression(0)
        if not braces and self.at(OPERATOR, ";"):
            self.fail("wrap predicate with brackets { and }")
        self.depth -= 1
        if braces:
            self.expect(BRACKET, "}")
        return self.node(nodes.PREDICATE, None, [inner], start.at)

    def elements(self, opening: str, closing: str, before: list[Found]) -> Steps[list[Found]]:
        """Read expressions in brackets with commas between them."""
        found = list(before)
        self.expect(BRACKET, opening)
        while not self.at(BRACKET, closing) and not self.failure:
            if len(found) > len(before):
                self.expect(OPERATOR, ",")
                if self.at(BRACKET, closing):
                    break
            found.append((yield self.expression(0)))
        self.expect(BRACKET, closing)
        return found

    def map(self, token: Token) -> Steps[Found]:
        """Read `{a: 1}`."""
        self.expect(BRACKET, "{")
        pairs: list[Found] = []
        while not self.at(BRACKET, "}") and not self.failure:
            if pairs:
                self.expect(OPERATOR, ",")
                if self.at(BRACKET, "}"):
                    break
                if self.at(OPERATOR, ","):
                    self.unexpected(self.current)
            key: Found = None
            if self.current.kind in (NUMBER, STRING, NAME):
                key = self.node(nodes.STRING, self.current.value, [], self.current.at)
                if key is None:
                    return None
                self.next()
            elif self.at(BRACKET, "("):
                key = yield self.expression(0)
            else:
                self.fail(
                    "a map key must be a quoted string, a number, a identifier, or an expression "
                    f"enclosed in parentheses (unexpected token {self.current})"
                )
            self.expect(OPERATOR, ":")
            value = yield self.expression(0)
            pair = self.node(nodes.PAIR, None, [key, value], token.at)
            if pair is None:
                return None
            pairs.append(pair)
        self.expect(BRACKET, "}")
        return self.node(nodes.MAP, None, pairs, token.at)

    def postfix(self, node: Found) -> Steps[Found]:
        """Read the members, calls and slices after an operand."""
        while node is not None and not self.failure:
            token = self.current
            if token.kind not in (OPERATOR, BRACKET) or token.value not in (".", "?.", "["):
                break
            optional = token.value == "?."
            if token.value != "[":
                self.next()
                if not (optional and self.at(BRACKET, "[")):
                    node = yield self.member(node, optional)
                    continue
                token = self.current
            node = yield self.index(node, token, optional)
        return node

    def member(self, node: Node, optional: bool) -> Steps[Found]:
        """Read the name of a member, and the arguments if it is called."""
        name = self.current
        self.next()
        if name.kind != NAME and not (name.kind == OPERATOR and is_name(name.value)):
            self.fail("expected name")
        word = self.node(nodes.STRING, name.value, [], name.at)
        if word is None:
            return None
        chained = node.kind == nodes.CHAIN
        parts = [node.parts[0] if chained else node, word]
        found = self.node(nodes.MEMBER, None, parts, name.at)
        if found is None:
            return None
        found.optional = optional
        if self.at(BRACKET, "("):
            found.method = True
            arguments = yield self.elements("(", ")", [])
            found = self.node(nodes.CALL, None, [found, *arguments], name.at)
        if found is not None and (chained or optional):
            found = self.node(nodes.CHAIN, None, [found], name.at)
        return found

    def index(self, node: Node, token: Token, optional: bool) -> Steps[Found]:
        """Read `[1]`, `[1:2]` and the like."""
        self.next()
        start: Found = None
        if not self.at(OPERATOR, ":"):
            start = yield self.expression(0)
        if self.at(OPERATOR, ":"):
            self.next()
            end: Found = None
            if not self.at(BRACKET, "]"):
                end = yield self.expression(0)
            found = self.node(nodes.SLICE, None, [node, start, end], token.at)
        else:
            found = self.node(nodes.MEMBER, None, [node, start], token.at)
            if found is not None and optional:
                found.optional = True
                found = self.node(nodes.CHAIN, None, [found], token.at)
        if found is not None:
            self.expect(BRACKET, "]")
        return found


def read_integer(text: str, what: str) -> int:
    """Read a whole number (strconv.ParseInt). Raises Invalid."""
    if what == "integer":
        return parse_int(text, 64)
    value = integer(text)
    if value is not None and value < 1 << 63:
        return value
    digits = text.split(".", maxsplit=1)[0]
    great = integer(digits) or 0
    why = "value out of range" if value or great >= 1 << 64 else "invalid syntax"
    raise Invalid(f"strconv.ParseInt: parsing {quote(text)}: {why}")
