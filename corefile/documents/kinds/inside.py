"""What is wrong with values for a chart that are in a script, or in a block of code."""

from __future__ import annotations

from corefile.text.records import replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corefile.documents.model import Embedded, Problem

__all__ = ["chart_problems"]


def chart_problems(corefiles: Iterable[Embedded]) -> tuple[Problem, ...]:
    """Return what a chart does not read of the values that Corefiles in a file are made of."""
    made = (item for item in corefiles if item.origin.pieces)
    found = {(each.offset, each.message): each for item in made for each in _problems(item)}
    return tuple(sorted(found.values(), key=lambda problem: problem.offset))


def _problems(corefile: Embedded) -> Iterator[Problem]:
    """Yield the problems of the text that a Corefile is in."""
    if corefile.origin.inside is None:
        return
    text, places, inner = corefile.origin.inside
    if inner.origin.inside is not None:
        found = _problems(inner)
    else:
        from corefile.documents.kinds.kubernetes import read_file  # noqa: PLC0415 - imports YAML

        found = (each for each in read_file(text, "").problems if each.about == "chart")
    for problem in found:
        yield replace(problem.at(places), fix="", edits=())
