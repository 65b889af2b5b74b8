"""What expressions could not say in CoreDNS before 1.11.3 (antonmedv/expr up to 1.13)."""

from collections.abc import Iterator

from corefile.go.errors import Invalid
from corefile.go.expr.compile import Expression, bound, check_expression
from corefile.go.expr.lexer import NAME, OPERATOR, Failure, Lexer, Token
from corefile.go.expr.tables import BUILTINS, ENVIRONMENT

#: The release that has the language of today, but for some functions.
SINCE = "1.11.3"
#: The release up to which a number passed for an argument of any type.
NUMBERS_CHECKED = "1.11.0"
FUNCTIONS = frozenset("abs all any count filter float int len map none one".split())
LATER_NAMES = (BUILTINS.keys() | {"$env"}) - FUNCTIONS - ENVIRONMENT.keys()
LATER_WORDS = ("let", "if", "else")


class NotYet(Invalid):
    """What a later release understands."""


def check_older(text: str, *, numbers_checked: bool) -> Expression:
    """Compile an expression as those releases do. Raises Invalid, if not always in their words."""
    for failure in newer(Lexer(text).read()[0]):
        raise NotYet(bound(text, failure))
    try:
        return check_expression(text)
    except Invalid as invalid:
        if numbers_checked or not str(invalid).startswith("cannot use int as argument"):
            raise
        return Expression("", ())


def newer(tokens: list[Token]) -> Iterator[Failure]:
    """Yield what came later."""
    for before, token in zip([None, *tokens], tokens, strict=False):
        member = before is not None and before.is_(OPERATOR, ".", "?.")
        if token.is_(OPERATOR, ";"):
            yield Failure(token.at, "unrecognized character: U+003B ';'")
        elif token.is_(OPERATOR, "|"):
            yield Failure(token.at, f"unexpected token {token}")
        elif not member and (
            (token.kind == NAME and token.value in LATER_NAMES) or token.is_(OPERATOR, *LATER_WORDS)
        ):
            yield Failure(token.at, f"unknown name {token.value}")
