"""The tokens of an expression in turn, and the nodes that a parser makes of them.

As in expr-lang (parser/parser.go) the first error is kept and the parser goes on after it.
"""

from collections.abc import Mapping

from corefile.go.expr.lexer import Failure, Lexer, Token
from corefile.go.expr.nodes import Node
from corefile.go.expr.tables import ENVIRONMENT
from corefile.text.typed import Any

MAX_NODES = 10_000
Found = Node | None


class ExpressionReader:
    """Reads one expression."""

    def __init__(self, text: str, environment: Mapping[str, str] = ENVIRONMENT) -> None:
        self.tokens: list[Token]
        self.lexical: Failure | None
        self.tokens, self.lexical = Lexer(text).read()
        #: The types of what an expression finds around it, by name.
        self.environment = environment
        self.place: int = 0
        self.current: Token = Token("", "", 0)
        self.stashed: Token | None = None
        self.failure: Failure | None = None
        self.count: int = 0

    def fail(self, message: str, token: Token | None = None) -> None:
        """Keep an error if it is the first."""
        if self.failure is None:
            self.failure = Failure((token or self.current).at, message)

    def unexpected(self, token: Token) -> None:
        """Keep the error that a token does not fit."""
        self.fail(f"unexpected token {token}")

    def next(self) -> None:
        """Go on to the next token."""
        if self.stashed is not None:
            self.current, self.stashed = self.stashed, None
        elif self.place < len(self.tokens):
            self.current = self.tokens[self.place]
            self.place += 1
        elif self.lexical is not None:
            self.failure = self.lexical
        else:
            self.fail("unexpected end of expression")

    def put_back(self, before: Token) -> None:
        """Go back to the token before the current one."""
        self.stashed = self.current
        self.current = before

    def at(self, kind: str, *values: str) -> bool:
        """Say whether the current token is of a kind and has one of these values."""
        return self.current.is_(kind, *values)

    def expect(self, kind: str, *values: str) -> None:
        """Go on if the current token is what it must be."""
        if self.at(kind, *values):
            self.next()
        else:
            self.unexpected(self.current)

    def node(self, kind: str, value: Any, parts: list[Found], at: int) -> Found:
        """Make a node, None after an error."""
        self.count += 1
        if self.count > MAX_NODES:
            self.fail("compilation failed: expression exceeds maximum allowed nodes")
        return None if self.failure else Node(kind, value, parts, at)
