"""A line on the terminal that says how far long work has come."""

import sys
import time
from collections.abc import Callable, Iterable, Iterator

from corefile.text.typed import TypeVar

__all__ = ["watched"]

T = TypeVar("T")

#: Seconds before there is anything to see, and between two looks.
_PATIENCE, _PERIOD = 1.0, 0.1
_WIDTH = 30


def watched(
    items: Iterable[T], total: int, progress: Callable[[T], tuple[int, int]]
) -> Iterator[T]:
    """Yield items; on a terminal, show how far they have come where that takes long.

    They are about `total` files. `progress` says how much of its file is done with an item, and of
    how much.
    """
    stream = sys.stderr
    if not stream.isatty():
        yield from items
        return
    due = time.monotonic() + _PATIENCE
    width = files = 0
    for item in items:
        done, whole = progress(item)
        files += done == whole
        if time.monotonic() >= due:
            shown = bar(files, total, "files") if done == whole else bar(done, whole, "items")
            stream.write(f"\r{shown:<{width}}")
            stream.flush()
            due = time.monotonic() + _PERIOD
            width = max(width, len(shown))
        yield item
    if width:
        stream.write("\r" + " " * width + "\r")
        stream.flush()


def bar(count: int, total: int, what: str) -> str:
    """Return the line for some of a number of files, or of something else."""
    done = "#" * (_WIDTH * count // max(total, 1))
    return f"[{done:<{_WIDTH}}] {count}/{total} {what}"
