"""Puts together what is found in the portions of a large file."""

from collections.abc import Callable, Iterable, Iterator

from corefile.cli.work import Outcome, Task
from corefile.text.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.lint import InFile

__all__ = ["joined"]


def joined(outcomes: Iterable[Outcome], in_parts: Callable[[Task], bool]) -> Iterator[Outcome]:
    """Yield one outcome for each task, or several for one whose findings are shown `in_parts`."""
    file: InFile | None = None
    alone = True
    for outcome in outcomes:
        if outcome.part is None:
            yield outcome
            continue
        if file is None:
            file, alone = in_file(outcome), True
        part = file.add(outcome.part)
        alone = alone and outcome.alone
        if outcome.is_last:
            whole = file.checked
            file = None
            part = replace(part, release=whole.release)
            shown = part if in_parts(outcome.task) else whole
            yield replace(outcome, checked=shown, whole=whole, alone=alone)
        elif in_parts(outcome.task):
            yield replace(outcome, checked=part)


def in_file(outcome: Outcome) -> "InFile":
    """Return what gathers the portions of a file."""
    from corefile import Source  # noqa: PLC0415 - for large files
    from corefile.lint import InFile  # noqa: PLC0415

    task = outcome.task
    return InFile(Source(outcome.before, task.name or task.path), outcome.release)
