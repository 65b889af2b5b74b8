"""Taking times."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median


def seconds(work: Callable[[], object], runs: int) -> float:
    """Give the median time that some work takes, a first run not counted."""
    work()
    return median(once(work) for _ in range(runs))


def once(work: Callable[[], object]) -> float:
    """Give the time that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def processes(commands: Sequence[Sequence[str]], runs: int) -> list[float]:
    """Give the median time of whole runs of Python, the commands taking turns."""
    times: list[list[float]] = [[] for _ in commands]
    for turn in range(runs + 1):
        for command, taken in zip(commands, times, strict=True):
            passed = once(lambda command=command: python(command))  # type: ignore[misc]
            if turn:
                taken.append(passed)
    return [median(taken) for taken in times]


def python(arguments: Sequence[str]) -> None:
    """Run Python. Raises CalledProcessError when it fails."""
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
