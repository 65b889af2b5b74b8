"""Checks one file, or many at once in several processes."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache

from corefile.cli.inputs import Unreadable, load, together
from corefile.coredns.imports.files import Files, Reader
from corefile.documents import Document, read
from corefile.lint.cluster import Cluster
from corefile.lint.document import lint_document
from corefile.lint.result import CheckResult
from corefile.lint.settings import Settings
from corefile.vocabulary import STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.lint.fixing import RelatedFile

__all__ = ["Outcome", "Task", "check_again", "in_clusters", "outcomes"]

#: To start processes takes as long as to check about so many files.
_FEW = 100

#: How many files a process is given at once, and how many processes Windows can wait for.
_CHUNK, _MOST = 50, 61


@dataclass(frozen=True, slots=True)
class Task:
    """A file to check."""

    path: str
    settings: Settings
    #: What the file is called, where that is not its path.
    name: str = ""
    fix: bool = False
    unsafe: bool = False
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
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - takes long to load

    size = max(1, min(_CHUNK, len(tasks) // (4 * jobs)))
    with ProcessPoolExecutor(min(jobs, -(-len(tasks) // size), _MOST)) as pool:
        yield from pool.map(outcome, tasks, chunksize=size)


def check_again(task: Task) -> Outcome:
    """Return what is wrong in a file whose fixes cannot be kept."""
    return outcome(replace(task, fix=False))


def outcome(task: Task) -> Outcome:
    """Check a file."""
    try:
        text = load(task.path)
    except Unreadable as error:
        return Outcome(task, failure=str(error))
    name = task.name or task.path
    beside = None if name == STDIN else Noticed(Files(os.path.dirname(name) or "."))
    document = read(text, name)
    cluster, document = among(document, task.together)
    after, number, refused = text, 0, 0
    reasons: tuple[str, ...] = ()
    if task.fix:
        from corefile.lint.fixing import fix_document  # noqa: PLC0415 - seldom needed

        others = [] if cluster is None else list(related(cluster, document, task))
        done = fix_document(
            document, read=beside, settings=task.settings, unsafe=task.unsafe, beside=others
        )
        checked, after = done.checked, done.text
        number, refused, reasons = len(done.fixed), done.refused, done.read_only
    else:
        checked = lint_document(document, read=beside, settings=task.settings, cluster=cluster)
    lacking = any(problem.about == "package" for problem in document.problems)
    alone = not lacking and (beside is None or not beside.asked)
    return Outcome(task, checked, "", text, after, number, refused, reasons, alone)


def related(cluster: Cluster, document: Document, task: Task) -> Iterator["RelatedFile"]:
    """Yield the manifests that share imports with a file, as they are now: they may be fixed."""
    from corefile.lint.fixing import RelatedFile  # noqa: PLC0415 - seldom needed

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
