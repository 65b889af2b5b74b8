"""Taking times: of the processor, so that it matters less what else a machine is doing."""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median


def seconds(work: Callable[[], object], runs: int) -> float:
    """Return the median time that some work takes, a first run not counted."""
    work()
    return median(once(work) for _ in range(runs))


def once(work: Callable[[], object]) -> float:
    """Return the time that some work takes in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def processes(
    commands: Sequence[Sequence[str]], runs: int, folder: str, environ: Mapping[str, str]
) -> list[float]:
    """Return the median time of whole runs of Python in a folder, the commands taking turns."""
    turns = [[python(command, folder, environ) for command in commands] for _ in range(runs + 1)]
    return [median(times) for times in zip(*turns[1:], strict=True)]


def python(arguments: Sequence[str], folder: str, environ: Mapping[str, str]) -> float:
    """Return the time of one run of Python. Raises CalledProcessError when it fails.

    Findings, for which linters exit with 1, are no failure.
    """
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, *arguments],
        check=False,
        cwd=folder,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    if done.returncode not in (0, 1) or b"Traceback" in done.stderr:
        raise subprocess.CalledProcessError(done.returncode, arguments, None, done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
