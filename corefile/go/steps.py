"""Runs procedures that call each other deeper than Python's own stack may grow.

Such a procedure is a generator: it yields the call it wants made and is sent the result.
"""

from collections.abc import Generator

from corefile.text.typed import Any, TypeAlias, TypeVar

Result = TypeVar("Result")
#: A procedure that gives a result in the end.
Steps: TypeAlias = Generator[Any, Any, Result]


def run(steps: Steps[Result]) -> Result:
    """Run a procedure with everything that it calls. What a call raises, its caller may catch."""
    unfinished: list[Steps[Any]] = [steps]
    value: Any = None
    error: Exception | None = None
    while unfinished:
        current = unfinished[-1]
        try:
            call = current.send(value) if error is None else current.throw(error)
        except StopIteration as stop:
            unfinished.pop()
            value, error = stop.value, None
        except Exception as raised:  # it goes on to the caller, whatever it is
            unfinished.pop()
            error = raised
        else:
            unfinished.append(call)
            value = error = None
    if error is not None:
        raise error
    result: Result = value
    return result
