"""Counts work, so that tests can tell how it grows; the clock could not, where others work too."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from corefile.text import records

#: Compiles how records of a class are made once there have been many: no part of any work.
ONCE = records.compiled.__code__


def steps(work: Callable[[], object]) -> int:
    """Count the lines of Python that a function runs, those of functions it calls included."""
    count = 0

    def in_function(_frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        if event == "line":
            count += 1
        return in_function

    before = sys.gettrace()
    sys.settrace(lambda frame, *_: None if frame.f_code is ONCE else in_function)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def growth(work: Callable[[int], object], size: int) -> float:
    """Tell how many times more is added from double to fourfold size than up to the double one.

    That is 2 for work in proportion to the size, and 4 for work in proportion to its square.
    """
    work(4 * size + 1)  # what is loaded or remembered once is no part of it
    one, two, four = (steps(lambda n=size * by: work(n)) for by in (1, 2, 4))  # type: ignore[misc]
    return (four - two) / max(1, two - one)
