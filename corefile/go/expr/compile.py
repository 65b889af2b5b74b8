r"""Expressions of expr-lang, as `view` and `template` compile them, with expr-lang's messages.

expr-lang's lexer, parser and checker are hand-written, and which of several errors is told follows
from their steps: its parser goes on after an error, and a later error of the lexer replaces it. So
these steps are followed rather than a grammar.

Not everything that expr-lang does after the check is followed: of its optimizations only the
folding of constants, which is what can make an error. What an invalid regexp that is put together
from constants gives (`name() matches "(" + ""`) begins in CoreDNS as here, but goes on with a stack
trace.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from corefile.go.errors import Invalid
from corefile.go.expr import nodes
from corefile.go.expr.checker import Checker
from corefile.go.expr.comparisons import Comparison, comparisons, group_calls
from corefile.go.expr.fold import check_patterns, fold, upwards
from corefile.go.expr.lexer import Failure
from corefile.go.expr.nodes import Node
from corefile.go.expr.parser import Parser
from corefile.go.expr.tables import ENVIRONMENT
from corefile.go.steps import run
from corefile.text.brief import Brief
from corefile.text.records import dataclass

__all__ = [
    "Call",
    "Comparison",
    "Expression",
    "Invalid",
    "check_expression",
    "compile_expression",
    "is_identifier",
]


@dataclass(frozen=True, slots=True)
class Call(Brief):
    """A call of a function that CoreDNS adds, such as `metadata('geoip/city/name')`."""

    #: The function's name.
    name: str
    #: The arguments that are written as strings, None for every other.
    arguments: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Expression(Brief):
    """What there is to know about an expression that expr-lang accepts."""

    #: The type of the result as Go writes it, "" if it is known only when the expression is run.
    #: `view` and `template` take every result but the truth value `true` for no match.
    type: str
    #: Calls of functions that CoreDNS adds, in their order.
    calls: tuple[Call, ...]
    #: What is compared with constants.
    comparisons: tuple[Comparison, ...] = ()
    #: The groups of a regular expression that are asked for, and where.
    groups: tuple[tuple[str, int], ...] = ()


@lru_cache(maxsize=512)
def check_expression(text: str) -> Expression:
    """Compile an expression as `view` does. Raises Invalid with expr-lang's message."""
    return compile_expression(text, ENVIRONMENT)


def compile_expression(text: str, environment: Mapping[str, str]) -> Expression:
    """Compile an expression that finds these names around it, by their types. Raises Invalid."""
    try:
        tree = run(Parser(text, environment).parse())
        nature = run(Checker(environment).visit(tree))
        calls = tuple(environment_calls(tree))
        compared, groups = tuple(comparisons(tree)), tuple(group_calls(tree))
        fold(tree)
    except Failure as failure:
        raise Invalid(bound(text, failure)) from None
    check_patterns(tree)
    type_ = "" if nature.is_unknown else nature.text or "nil"
    return Expression(type_, calls, compared, groups)


def is_identifier(text: str) -> bool:
    """Tell whether expr-lang reads text as a name and nothing else."""
    try:
        tree = run(Parser(text).parse())
    except Failure:
        return False
    return tree.kind == nodes.NAME and tree.value == text


def environment_calls(tree: Node) -> Iterator[Call]:
    """Yield the calls of functions that CoreDNS adds."""
    for node in upwards(tree):
        if node.kind == nodes.CALL:
            callee, *arguments = node.present()
            if callee.kind == nodes.NAME and callee.value in ENVIRONMENT:
                values = (part.value if part.kind == nodes.STRING else None for part in arguments)
                yield Call(callee.value, tuple(values))


def bound(text: str, failure: Failure) -> str:
    """Return a message with the place and the line that it is about (file/error.go)."""
    start = text.rfind("\n", 0, failure.at) + 1
    line = text[start:].split("\n", 1)[0]
    if not line:
        return failure.message
    column = min(failure.at, len(text)) - start
    number = text.count("\n", 0, start) + 1
    excerpt = line.replace("\t", " ")
    return f"{failure.message} ({number}:{column + 1})\n | {excerpt}\n | {'.' * column}^"
