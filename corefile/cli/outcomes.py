"""Checks one file after the other, or many at once in several processes."""

import os
from collections.abc import Iterator, Sequence
from itertools import chain

from corefile.cli.work import Outcome, Piece, Task, of_piece, pieces_of

__all__ = ["outcomes"]

#: To start processes takes as long as to check about so many files, or items of a List.
_FEW = 100


def outcomes(tasks: Sequence[Task], jobs: int) -> Iterator[Outcome]:
    """Yield what comes of tasks, in their order; in several processes where that is faster.

    `jobs` is the number of processes, 0 for as many as there are cores.  Of a large file there may
    be an outcome for each of its portions.
    """
    jobs = jobs or os.cpu_count() or 1
    pieces = chain.from_iterable(pieces_of(number, task) for number, task in enumerate(tasks))
    first: list[Piece] = []
    items = 0
    if jobs > 1:
        for piece in pieces:
            first.append(piece)
            items += piece.items
            if items >= _FEW:
                break
    if items < _FEW:
        for piece in chain(first, pieces):
            yield of_piece(tasks[piece.task], piece)
        return
    from corefile.cli.processes import in_processes  # noqa: PLC0415 - for many files

    yield from in_processes(tasks, first, pieces, jobs)
