"""Checks many files, or the portions of large ones, in several processes."""

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent import futures
from itertools import chain

from corefile.cli.signals import end_with_parent, raised
from corefile.cli.work import Outcome, Piece, Task, of_piece
from corefile.text.records import fields, replace
from corefile.text.typed import Any, TypeAlias
from corefile.vocabulary import STDIN

__all__ = ["in_processes"]

#: How many files a process is given at once, and how many processes Windows can wait for.
_CHUNK, _MOST = 50, 61

#: How many times what the processes are given may wait, so that none of them has to.
_AHEAD = 4

#: The fields of an outcome, but for the task.
Values: TypeAlias = tuple[Any, ...]


def in_processes(
    tasks: Sequence[Task], first: Sequence[Piece], rest: Iterable[Piece], jobs: int
) -> Iterator[Outcome]:
    """Yield what comes of pieces of tasks, in their order, in at most so many processes.

    The pieces are not all there at once: `rest` yields those after the first as they are needed.
    """
    every = len(tasks) + sum(total_of(piece) for piece in first)
    size = max(1, min(_CHUNK, every // (4 * jobs)))
    number = min(jobs, -(-every // size), _MOST)
    with (
        raised(),
        futures.ProcessPoolExecutor(number, initializer=begin, initargs=(tasks,)) as pool,
    ):
        try:
            waiting: deque[tuple[list[Piece], futures.Future[list[Values]]]] = deque()
            for chunk in chunks(chain(first, rest), size):
                sent = [as_sent(piece, tasks[piece.task]) for piece in chunk]
                waiting.append((chunk, pool.submit(of_pieces, sent)))
                if len(waiting) > _AHEAD * number:
                    yield from received(tasks, *waiting.popleft())
            while waiting:
                yield from received(tasks, *waiting.popleft())
        except BaseException:
            # Nobody waits for what they are about to find.
            for process in multiprocessing.active_children():
                process.kill()
            raise


def total_of(piece: Piece) -> int:
    """Return how many items the file has whose first portion this is; 0 for any other piece."""
    portion = piece.portion
    return portion.total if portion is not None and portion.done == portion.items else 0


def chunks(pieces: Iterable[Piece], size: int) -> Iterator[list[Piece]]:
    """Yield pieces, as many at once as have so many items."""
    found: list[Piece] = []
    items = 0
    for piece in pieces:
        found.append(piece)
        items += piece.items
        if items >= size:
            yield found
            found, items = [], 0
    if found:
        yield found


def as_sent(piece: Piece, task: Task) -> Piece:
    """Return a piece without a text that its process has, or can read itself."""
    is_needed = piece.portion is None and task.path == STDIN
    return piece if is_needed or piece.text is None else replace(piece, text=None)


def received(
    tasks: Sequence[Task], chunk: Sequence[Piece], future: "futures.Future[list[Values]]"
) -> Iterator[Outcome]:
    """Yield what came of pieces, once it is there."""
    for piece, values in zip(chunk, future.result(), strict=True):
        found = Outcome(tasks[piece.task], *values)
        text = piece.text
        yield found if text is None else replace(found, before=text, after=text)


#: The tasks of a process, which gets them once: with their settings they are larger than files.
_given: list[Task] = []


def begin(tasks: Sequence[Task]) -> None:
    """Prepare a process that checks files: what its parent has loaded may not be there yet."""
    end_with_parent()
    _given.extend(tasks)
    extensions = {name: None for task in tasks for name in task.extensions}
    if extensions:
        from corefile.lint import load_extension  # noqa: PLC0415 - few projects have any

        for name in extensions:
            load_extension(name)


def of_pieces(pieces: Sequence[Piece]) -> list[Values]:
    """Return what comes of each piece, in the order of the fields of an outcome."""
    found = [of_piece(_given[piece.task], piece) for piece in pieces]
    names = [each.name for each in fields(Outcome)[1:]]
    return [tuple(getattr(outcome, name) for name in names) for outcome in found]
