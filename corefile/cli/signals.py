"""What signals do to a program in the middle of its work.

What was begun is undone, and no other process stays. A program that has nothing to undo, and no
other processes, leaves signals as they are: it ends at once.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from corefile.text.typed import NoReturn

__all__ = ["end_with_parent", "raised"]

#: Signals that end a program, besides the interrupt, which Python itself raises. Windows lacks one.
_ENDINGS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))

#: What shells add to the number of a signal that has ended a program.
_BY_SIGNAL = 128


@contextmanager
def raised() -> Iterator[None]:
    """Have signals that end the program raise SystemExit, with 128 and their number as status.

    A signal that is ignored, as under `nohup`, or handled by somebody else, is left alone.
    """
    ours = []
    if threading.current_thread() is threading.main_thread():
        ours = [each for each in _ENDINGS if signal.getsignal(each) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, stop)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def stop(number: int, _: FrameType | None) -> NoReturn:
    """End the program on a signal."""
    raise SystemExit(_BY_SIGNAL + number)


def end_with_parent() -> None:
    """Make this process end as soon as the one that has started it, however that ends.

    Its parent ends it on an interrupt, which a terminal sends to both.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _ENDINGS:
        if signal.getsignal(number) is stop:
            signal.signal(number, signal.SIG_DFL)
    threading.Thread(target=follow, daemon=True).start()


def follow() -> NoReturn:
    """Wait for the end of the parent, and end."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)
