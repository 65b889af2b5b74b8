"""Runs procedures that call each other deeper than Python's own stack may grow.

Such a procedure is a generator: it yields the call it wants made and is sent the result.
"""

from collections.abc import Generator
from typing import Any, TypeAlias, TypeVar

Result = TypeVar("Result")
#: A procedure that gives a result in the end.
Steps: TypeAlias = Generator[Any, Any, Result]


def run(steps: Steps[Result]) -> Result:
    """Run a procedure with everything that it calls."""
    unfinished: list[Steps[Any]] = [steps]
    value: Any = None
    while unfinished:
        try:
            call = unfinished[-1].send(value)
        except StopIteration as stop:
            unfinished.pop()
            value = stop.value
        else:
            unfinished.append(call)
            value = None
    result: Result = value
    return result
