"""Expressions in the blocks of `view` and `template`, and the words that they are written in."""

from collections.abc import Callable
from dataclasses import dataclass

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.go.expr.compile import Expression


@dataclass(frozen=True, slots=True)
class Condition:
    """An expression, and the words it is written in."""

    #: The words with one blank between each two.
    text: str
    #: The words as they are written.
    words: tuple[ExpandedToken, ...]
    #: What is known of the expression.
    expression: Expression


def condition(args: list[ExpandedToken], check: Callable[[str], Expression]) -> Condition:
    """Compile the expression that some words make up. Raises Invalid as `check` does."""
    text = " ".join(arg.text for arg in args)
    return Condition(text, tuple(args), check(text))
