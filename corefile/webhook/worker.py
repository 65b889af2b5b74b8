"""A process that judges one object after another: questions and answers are lines of JSON.

    python -m corefile.webhook.worker MEBIBYTES CONFIGURATION

It has no time limit. Who asks it keeps the time, and ends the process if it takes too long.
"""

import errno
import gc
import json
import sys
from collections.abc import Mapping, Sequence

from corefile.lint.configuration import Configuration, load_configuration
from corefile.lint.settings import Settings
from corefile.lint.workspace import settings_of
from corefile.text.typed import Any
from corefile.webhook.judging import judge

__all__ = ["READY", "command", "main"]

#: What the process says when it can be asked.
READY = b"ready\n"

#: The most findings of an object that are told, the gravest first, and characters of each.
_MOST, _LONGEST = 100, 2000

#: What is judged before the first question, so that what it takes is loaded.
_SAMPLE = (
    ".:53 {\n    errors\n    kubernetes cluster.local\n    forward . 192.0.2.1\n    cache 30\n}\n"
)


def command(memory: int, config: str) -> tuple[str, ...]:
    """Return the command line of a process with so many MiB of memory."""
    return (sys.executable, "-m", "corefile.webhook.worker", str(memory), config)


def main(arguments: Sequence[str]) -> int:
    """Answer until there are no more questions. Gives the exit status."""
    memory, config = arguments
    _limit(int(memory))
    settings = settings_of(load_configuration(config) if config else Configuration())
    for text in (_SAMPLE, _SAMPLE + "}\n"):
        judge("ConfigMap", "kube-system", "coredns", {"data": {"Corefile": text}}, settings)
    # What is loaded stays, so there is no need to look for garbage in it.
    gc.collect()
    gc.freeze()
    _say(READY)
    for line in sys.stdin.buffer:
        reply = answer(line, settings)
        _say(json.dumps(reply).encode() + b"\n")
        if "failed" in reply:
            # What is left of it is not known; another process takes over.
            return 1
    return 0


def answer(line: bytes, settings: Settings) -> dict[str, object]:
    """Return the findings in an object, or why there are none."""
    try:
        question: Mapping[str, Any] = json.loads(line)
        told = judge(**question, settings=settings)
    except Exception as error:
        if is_of_memory(error):
            return {"failed": "memory"}
        return {"failed": "failed", "reason": reason_of(error)}
    rows = [(each.severity, each.rule, each.place, each.message[:_LONGEST]) for each in told]
    return {"told": rows[:_MOST]}


def is_of_memory(error: BaseException | None) -> bool:
    """Tell whether there was too little memory: said so, or by what an exception comes from.

    A module that cannot be loaded for that reason is another exception, and so may be what fails
    while the first is dealt with.
    """
    while error is not None:
        short = isinstance(error, OSError) and error.errno == errno.ENOMEM
        if short or isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def reason_of(error: BaseException) -> str:
    """Return what has gone wrong, without a word of what was read: the exception, and where."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(error).__name__
    place = f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}"
    return f"{type(error).__name__} in {place}"


def _say(line: bytes) -> None:
    sys.stdout.buffer.write(line)
    sys.stdout.buffer.flush()


def _limit(mebibytes: int) -> None:
    """Have this process fail, and not the whole container, where a text takes too much memory."""
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        return
    size = mebibytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
