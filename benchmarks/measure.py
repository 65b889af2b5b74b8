"""Taking times: of the processor, so that it matters less what else a machine is doing."""

import resource
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
    """Give the time that some work takes in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def processes(commands: Sequence[Sequence[str]], runs: int) -> list[float]:
    """Give the median time of whole runs of Python, the commands taking turns."""
    turns = [[python(command) for command in commands] for _ in range(runs + 1)]
    return [median(times) for times in zip(*turns[1:], strict=True)]


def python(arguments: Sequence[str]) -> float:
    """Give the time of one run of Python. Raises CalledProcessError when it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
