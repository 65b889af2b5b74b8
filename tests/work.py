"""Counts work, so that tests can tell how it grows; the clock could not, where others work too."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """Count the instructions of Python that a function takes."""
    count = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def growth(work: Callable[[int], object], size: int) -> float:
    """Tell how many times more is added from double to fourfold size than up to the double one.

    That is 2 for work in proportion to the size, and 4 for work in proportion to its square.
    """
    work(size)  # what is loaded or remembered once is no part of it
    one, two, four = (steps(lambda n=size * by: work(n)) for by in (1, 2, 4))  # type: ignore[misc]
    return (four - two) / (two - one)
