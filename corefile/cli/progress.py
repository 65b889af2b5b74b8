"""A line on the terminal that says how far long work has come."""

import sys
import time
from collections.abc import Iterable, Iterator

from corefile.text.typed import TypeVar

__all__ = ["watched"]

T = TypeVar("T")

#: Seconds before there is anything to see, and between two looks.
_PATIENCE, _PERIOD = 1.0, 0.1
_WIDTH = 30


def watched(items: Iterable[T], total: int) -> Iterator[T]:
    """Yield items; on a terminal, show how many of `total` there were when that takes long."""
    stream = sys.stderr
    if not stream.isatty():
        yield from items
        return
    due = time.monotonic() + _PATIENCE
    shown = False
    for count, item in enumerate(items, 1):
        if time.monotonic() >= due:
            stream.write(f"\r{bar(count, total)}")
            stream.flush()
            due = time.monotonic() + _PERIOD
            shown = True
        yield item
    if shown:
        stream.write("\r" + " " * len(bar(total, total)) + "\r")
        stream.flush()


def bar(count: int, total: int) -> str:
    """Return the line for some of a number of files."""
    done = "#" * (_WIDTH * count // max(total, 1))
    return f"[{done:<{_WIDTH}}] {count}/{total} files"
