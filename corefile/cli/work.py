"""Checks one file, or many at once in several processes."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial

from corefile import Files, Reader
from corefile.cli.inputs import Unreadable, load, together
from corefile.documents import Document, read
from corefile.lint import CheckResult, Cluster, Settings, lint_document
from corefile.text.records import dataclass, field, fields, replace
from corefile.text.typed import Any
from corefile.vocabulary import STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.lint import Baseline, RelatedFile

__all__ = ["Outcome", "Task", "check_again", "in_clusters", "outcomes"]

#: To start processes takes as long as to check about so many files.
_FEW = 100

#: How many files a process is given at once, and how many processes Windows can wait for.
_CHUNK, _MOST = 50, 61

#: What is said of standard input without any text. An editor, which names it, has such files.
_NOTHING = "nothing came through standard input: look whether the command before it failed"


@dataclass(frozen=True, slots=True)
class Task:
    """A file to check."""

    path: str
    settings: Settings
    #: What the file is called, where that is not its path.
    name: str = ""
    fix: bool = False
    unsafe: bool = False
    #: The findings that are known and not to be fixed.
    baseline: "Baseline | None" = None
    #: Why the findings are to be suppressed; "" where they are to be fixed.
    reason: str = ""
    #: The extensions that its settings name.
    extensions: tuple[str, ...] = ()
    #: The manifests of the run that may import from each other, if this is one of them.
    together: tuple[str, ...] = ()
    #: What the rules go by in each of them; only where files are to be fixed.
    settings_of: Mapping[str, Settings] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task."""

    task: Task
    #: None for a file that cannot be read.
    checked: CheckResult | None = None
    #: Why it cannot.
    failure: str = ""
    #: The text as it was, and fixed; the same unless fixes were asked for.
    before: str = ""
    after: str = ""
    #: How many findings were fixed.
    fixed: int = 0
    #: How many fixes could not be made.
    refused: int = 0
    #: Why others cannot be, because of the kind of file.
    read_only: tuple[str, ...] = ()
    #: Whether nothing counts but the file, and the manifests that it is checked with: no other
    #: file was looked at, and no package missed.
    alone: bool = False


def outcomes(tasks: Sequence[Task], jobs: int) -> Iterator[Outcome]:
    """Yield what comes of tasks, in their order; in several processes where that is faster.

    `jobs` is the number of processes, 0 for as many as there are cores.
    """
    jobs = jobs or os.cpu_count() or 1
    if jobs == 1 or len(tasks) < _FEW:
        yield from map(outcome, tasks)
        return
    import multiprocessing  # noqa: PLC0415 - all this takes long to load
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    from corefile.cli.signals import raised  # noqa: PLC0415

    size = max(1, min(_CHUNK, len(tasks) // (4 * jobs)))
    number = min(jobs, -(-len(tasks) // size), _MOST)
    with raised(), ProcessPoolExecutor(number, initializer=begin, initargs=(tasks,)) as pool:
        try:
            found = pool.map(of_number, range(len(tasks)), chunksize=size)
            for task, values in zip(tasks, found, strict=True):
                yield Outcome(task, *values)
        except BaseException:
            # Nobody waits for what they are about to find.
            for process in multiprocessing.active_children():
                process.kill()
            raise


#: The tasks of a process, which gets them once: with their settings they are larger than files.
_given: list[Task] = []


def begin(tasks: Sequence[Task]) -> None:
    """Prepare a process that checks files: what its parent has loaded may not be there yet."""
    from corefile.cli.signals import end_with_parent  # noqa: PLC0415 - not in the parent

    end_with_parent()
    _given.extend(tasks)
    extensions = {name: None for task in tasks for name in task.extensions}
    if extensions:
        from corefile.lint import load_extension  # noqa: PLC0415 - few projects have any

        for name in extensions:
            load_extension(name)


def of_number(number: int) -> tuple[Any, ...]:
    """Return what comes of a task, in the order of the fields of an outcome, but for the task."""
    found = outcome(_given[number])
    return tuple(getattr(found, each.name) for each in fields(found)[1:])


def check_again(task: Task) -> Outcome:
    """Return what is wrong in a file whose fixes cannot be kept."""
    return outcome(replace(task, fix=False))


def outcome(task: Task) -> Outcome:
    """Check a file."""
    try:
        text = load(task.path)
    except Unreadable as error:
        return Outcome(task, failure=str(error))
    if task.path == STDIN and not (task.name or text.strip()):
        return Outcome(task, failure=_NOTHING)
    name = task.name or task.path
    beside = None if name == STDIN else Noticed(Files(os.path.dirname(name) or "."))
    document = read(text, name)
    cluster, document = among(document, task.together)
    after, number, refused = text, 0, 0
    reasons: tuple[str, ...] = ()
    if task.fix:
        from corefile.lint import fix_document, suppress_document  # noqa: PLC0415 - seldom needed

        others = [] if cluster is None else list(related(cluster, document, task))
        if task.reason:
            change = partial(suppress_document, document, task.reason)
        else:
            change = partial(fix_document, document, unsafe=task.unsafe)
        done = change(read=beside, settings=task.settings, beside=others, baseline=task.baseline)
        checked, after = done.checked, done.text
        number, refused, reasons = len(done.fixed), done.refused, done.read_only
    else:
        checked = lint_document(document, read=beside, settings=task.settings, cluster=cluster)
    lacking = any(problem.about == "package" for problem in document.problems)
    alone = not lacking and (beside is None or not beside.asked)
    return Outcome(task, checked, "", text, after, number, refused, reasons, alone)


def related(cluster: Cluster, document: Document, task: Task) -> Iterator["RelatedFile"]:
    """Yield the manifests that share imports with a file, as they are now: they may be fixed."""
    from corefile.lint import RelatedFile  # noqa: PLC0415 - seldom needed

    for other in cluster.related(document):
        with suppress(Unreadable):
            settings = task.settings_of.get(other.name, task.settings)
            yield RelatedFile(read(load(other.name), other.name), settings)


class Noticed:
    """Reads files, and notices whether any were asked for."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.asked: bool = False

    def absolute(self, name: str) -> str:
        """Return the absolute path of a file name."""
        return self.reader.absolute(name)

    def glob(self, pattern: str) -> Sequence[str]:
        """Return the paths that match a pattern."""
        self.asked = True
        return self.reader.glob(pattern)

    def read(self, path: str) -> bytes:
        """Return the content of a file."""
        self.asked = True
        return self.reader.read(path)


def among(document: Document, together: tuple[str, ...]) -> tuple[Cluster | None, Document]:
    """Return the manifests that a file is checked with, and the file as one of them."""
    if not together:
        return None, document
    cluster, documents = manifests(together)
    known = documents.get(document.name)
    if known is not None and known.text == document.text:
        return cluster, known
    others = [other for name, other in documents.items() if name != document.name]
    return Cluster((document, *others)), document


@cache
def manifests(paths: tuple[str, ...]) -> tuple[Cluster, dict[str, Document]]:
    """Read manifests; what cannot be read is left out, for its own task says so."""
    documents = {}
    for path in paths:
        try:
            documents[path] = read(load(path), path)
        except Unreadable:
            continue
    return Cluster(documents.values()), documents


def in_clusters(tasks: list[Task]) -> list[Task]:
    """Tell tasks of each other's manifests, where one may import from another."""
    paths = together(task.path for task in tasks)
    named = frozenset(paths)
    settings = {task.path: task.settings for task in tasks if task.fix and task.path in named}
    return [
        replace(task, together=paths, settings_of=settings) if task.path in named else task
        for task in tasks
    ]
