"""How many examples a test tries that needs more or fewer than others."""

from collections.abc import Sequence
from typing import TypeVar

from hypothesis import settings

T = TypeVar("T")

#: How many examples a test tries at the gate that says nothing (tests/conftest.py).
_AT_THE_GATE = 100


def examples(number: int) -> int:
    """Return how many examples to try where `number` is right for the profile `gate`.

    With a smaller profile that is no more than for any other test, with a larger one as many times
    more.
    """
    assert settings.default is not None
    usual = settings.default.max_examples
    return min(number, usual) if usual < _AT_THE_GATE else number * usual // _AT_THE_GATE


def some(generated: Sequence[T]) -> Sequence[T]:
    """Return as large a part of generated cases as the profile tries of examples, evenly taken."""
    assert settings.default is not None
    return generated[:: max(1, _AT_THE_GATE // settings.default.max_examples)]
