"""Checks one file, or a portion of a large one."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial

from corefile import Files, Reader
from corefile.cli.inputs import Unreadable, load, together
from corefile.documents import Document, read
from corefile.lint import CheckResult, Cluster, Settings, lint_document
from corefile.text.records import dataclass, field, replace
from corefile.vocabulary import STDIN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents import Portion
    from corefile.lint import Baseline, InPortion, RelatedFile

__all__ = ["Outcome", "Piece", "Task", "check_again", "in_clusters", "of_piece", "pieces_of"]

#: Files with more bytes are checked in portions, where that can be.
_LARGE = 1 << 18


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
class Piece:
    """What is checked at once: a file, or a portion of a large one."""

    #: The number of its task.
    task: int
    #: None for a file.
    portion: "Portion | None" = None
    #: The release that the file of a portion names.
    release: str = ""
    #: The text of the file, if it was read already.
    text: str | None = None
    #: Why it cannot be.
    failure: str = ""

    @property
    def items(self) -> int:
        """How many ConfigMaps, or the like, are about as much to check."""
        return 1 if self.portion is None else self.portion.items


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a task, or of a portion of its file."""

    task: Task
    #: What there is to show; None for a file that cannot be read.
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
    #: What is found in a portion of the file; None for a whole file.
    part: "InPortion | None" = None
    #: All that is found in the file, with the last of its portions.
    whole: CheckResult | None = None
    #: The release that the file of a portion names.
    release: str = ""

    @property
    def progress(self) -> tuple[int, int]:
        """How many items of the file are checked, of how many: a file by itself is one."""
        if self.part is None:
            return 1, 1
        return self.part.portion.done, self.part.portion.total

    @property
    def is_last(self) -> bool:
        """Whether no other of the task follows."""
        done, total = self.progress
        return done == total


def pieces_of(number: int, task: Task) -> Iterator[Piece]:
    """Yield the pieces of the task of a number, as they are asked for."""
    if task.fix or task.together or not may_be_large(task.path):
        yield Piece(number)
        return
    try:
        text = load(task.path, task.name)
    except Unreadable as error:
        yield Piece(number, failure=str(error))
        return
    is_whole = True
    if len(text) > _LARGE:
        from corefile.lint import divided  # noqa: PLC0415 - for large files

        release, portions = divided(text, task.name or task.path, task.settings)
        for portion in portions:
            is_whole = False
            yield Piece(number, portion, release, text)
    if is_whole:
        yield Piece(number, text=text)


def may_be_large(path: str) -> bool:
    """Tell whether a file has so many bytes that portions pay; of standard input nobody knows."""
    try:
        return path == STDIN or os.path.getsize(path) > _LARGE
    except (OSError, ValueError):
        return False


def of_piece(task: Task, piece: Piece) -> Outcome:
    """Return what comes of a piece of a task."""
    if piece.failure:
        return Outcome(task, failure=piece.failure)
    if piece.portion is None:
        return outcome(task, piece.text)
    from corefile.lint import lint_portion  # noqa: PLC0415 - for large files

    name = task.name or task.path
    beside = None if name == STDIN else Noticed(Files(os.path.dirname(name) or "."))
    part = lint_portion(
        piece.portion, name, read=beside, settings=task.settings, release=piece.release
    )
    text = piece.text or ""
    alone = beside is None or not beside.asked
    return Outcome(task, None, "", text, text, alone=alone, part=part, release=piece.release)


def check_again(task: Task) -> Outcome:
    """Return what is wrong in a file whose fixes cannot be kept."""
    return outcome(replace(task, fix=False))


def outcome(task: Task, text: str | None = None) -> Outcome:
    """Check a file, whose text may have been read already."""
    try:
        text = load(task.path, task.name) if text is None else text
    except Unreadable as error:
        return Outcome(task, failure=str(error))
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
