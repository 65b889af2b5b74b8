"""What every program does around its work: streams that cannot break it, and quiet ends."""

import atexit
import errno
import gc
import os
import sys
from collections.abc import Callable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

__all__ = ["CLEAN", "FINDINGS", "UNREADABLE", "USAGE", "complain", "guarded", "piped", "unnamed"]

#: Exit statuses.
CLEAN, FINDINGS, USAGE, UNREADABLE = 0, 1, 2, 3

#: How many characters of an exception are shown.
_MOST_SHOWN = 200

_INTERRUPTED = 130
_CLOSED_PIPE = 141


def guarded(program: str, work: Callable[[], int]) -> int:
    """Do the work and give the exit status.

    A reader that goes away, an interrupt, or a disk that is full end it without a traceback. So
    does a mistake of our own, unless `COREFILE_DEBUG` is set: a variable, so that it is at hand
    where others wrote the command line, and where reading that is what fails.
    """
    prepare()
    # What is loaded stays: to look for garbage in it takes a tenth of a short run.
    gc.set_threshold(50_000)
    # Nor when the process ends, which frees all of it.
    atexit.register(gc.freeze)
    try:
        status = work()
        sys.stdout.flush()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else USAGE
    except BrokenPipeError:
        status = _CLOSED_PIPE
        silence(sys.stdout)
    except KeyboardInterrupt:
        status = _INTERRUPTED
        silence(sys.stdout)
    except MemoryError:
        status = UNREADABLE
        complain(program, "error", "there is not enough memory")
    except OSError as error:
        # What the work reads, it guards itself: this is the output, or the working directory.
        status = UNREADABLE
        silence(sys.stdout)
        place = "the working directory" if error.errno == errno.ENOENT else "standard output"
        complain(program, "error", f"{place}: {error.strerror or error}")
    except Exception as error:
        from corefile.vocabulary import DEBUG  # noqa: PLC0415 - for mistakes only

        if os.environ.get(DEBUG):
            raise
        status = UNREADABLE
        complain(program, "error", internal(error))
    return status


def internal(error: Exception) -> str:
    """Return what is said of a mistake of our own."""
    from corefile.vocabulary import DEBUG  # noqa: PLC0415

    words = " ".join(f"{type(error).__name__}: {error}".split())
    shown = words if len(words) <= _MOST_SHOWN else f"{words[:_MOST_SHOWN]}…"
    extensions = sys.modules.get("corefile.lint.extensions")
    failure = extensions.failure(error) if extensions else ""
    if failure:
        return (
            f"{failure}. {DEBUG}=1 in the environment shows where. To check without it, take it out"
            " of `extensions`"
        )
    return (
        f"the program itself has failed ({shown}). Please report it with the file that it was"
        f" given and what it prints with {DEBUG}=1 in the environment"
    )


def prepare() -> None:
    """Make standard output and error take any text, and exist at all."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - lives as long as the program
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def silence(stream: "TextIO") -> None:
    """Send what is still to be written nowhere, so that the interpreter's last flush succeeds."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, stream.fileno())
    os.close(null)


def piped(*, waiting: bool = False) -> bool:
    """Tell whether something comes through standard input.

    A pipe that is empty and closed, as the runners of builds have it, brings nothing; one that may
    still bring something counts if `waiting`. A terminal and `/dev/null` never do.
    """
    import stat  # noqa: PLC0415 - loaded by Python itself

    try:
        number = sys.stdin.fileno()
        mode = os.fstat(number)
        if stat.S_ISREG(mode.st_mode):
            return mode.st_size > os.lseek(number, 0, os.SEEK_CUR)
        if not stat.S_ISFIFO(mode.st_mode):
            return False
        import select  # noqa: PLC0415 - seldom needed

        poll = select.poll()
        poll.register(number, select.POLLIN)
        events = [event for _, event in poll.poll(0)]
    except (AttributeError, OSError, ValueError):  # closed, replaced, or a system without
        return False
    return bool(events[0] & select.POLLIN) if events else waiting


def unnamed(program: str) -> str:
    """Return what is said where something comes through standard input and no path is given."""
    return (
        f"standard input is a pipe or a file, and no path is given: write `{program} -` to read"
        f" it, or `{program} .` to search this folder"
    )


def complain(program: str, label: str, message: str) -> None:
    """Print one line on standard error, after what was printed before it on standard output."""
    from contextlib import suppress  # noqa: PLC0415 - seldom needed

    from corefile.text.printable import printable  # noqa: PLC0415

    # What fails here fails again at the end, where `guarded` says so.
    with suppress(OSError):
        sys.stdout.flush()
    print(f"{program}: {label}: {printable(message)}", file=sys.stderr)
