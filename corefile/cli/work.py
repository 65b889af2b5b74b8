"""Checks one file, or many at once in several processes."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corefile.cli.inputs import STDIN, Unreadable, load
from corefile.coredns.files import Files
from corefile.documents import read
from corefile.lint.document import Checked, lint_document
from corefile.lint.settings import Settings

__all__ = ["Outcome", "Task", "outcomes"]

#: To start processes takes as long as to check about so many files.
_FEW = 100


@dataclass(frozen=True, slots=True)
class Task:
    """A file to check."""

    path: str
    settings: Settings
    #: What the file is called, where that is not its path.
    name: str = ""
    fix: bool = False
    unsafe: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task."""

    task: Task
    #: None for a file that cannot be read.
    checked: Checked | None = None
    #: Why it cannot.
    failure: str = ""
    #: The text as it was, and mended; the same unless fixes were asked for.
    before: str = ""
    after: str = ""
    #: How many findings were mended.
    fixed: int = 0


def outcomes(tasks: Sequence[Task], jobs: int) -> Iterator[Outcome]:
    """Give what comes of tasks, in their order; in several processes where that is faster.

    `jobs` is the number of processes, 0 for as many as there are cores.
    """
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1 or len(tasks) < _FEW:
        yield from map(outcome, tasks)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - takes long to load

    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(outcome, tasks, chunksize=max(1, min(50, len(tasks) // (4 * jobs))))


def outcome(task: Task) -> Outcome:
    """Check a file."""
    try:
        text = load(task.path)
    except Unreadable as error:
        return Outcome(task, failure=str(error))
    name = task.name or task.path
    beside = None if name == STDIN else Files(os.path.dirname(name) or ".")
    document = read(text, name)
    if not task.fix:
        checked = lint_document(document, read=beside, settings=task.settings)
        return Outcome(task, checked, before=text, after=text)
    from corefile.lint.fixing import fix_document  # noqa: PLC0415 - seldom needed

    done = fix_document(document, read=beside, settings=task.settings, unsafe=task.unsafe)
    return Outcome(task, done.checked, before=text, after=done.text, fixed=len(done.fixed))
