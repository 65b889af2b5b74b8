"""Findings for people, and what they come to."""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from operator import attrgetter

from corefile.lint.result import CheckResult
from corefile.report.tally import Tally, tallied

__all__ = ["render", "render_quietly"]


def render(
    results: Iterable[CheckResult],
    *,
    color: bool,
    links: bool | None = None,
    consequences: bool = False,
) -> Iterator[str]:
    """Yield findings as soon as they are found, then what they come to.

    Results of one source that follow each other are about one file.
    `links` says whether names of rules lead to their pages; by default where there are colours.
    With `consequences`, what follows from a finding is listed with it.
    """
    links = color if links is None else links
    tally = Tally()
    yield from shown(tallied(results, tally), color=color, links=links, all_of_it=consequences)
    yield "\n".join(tally.lines()) + "\n"


def render_quietly(
    results: Iterable[CheckResult], *, color: bool, consequences: bool = False
) -> Iterator[str]:
    """Yield the findings alone; `color` says whether it goes to a terminal with colours.

    With `consequences`, what follows from a finding is listed with it.
    """
    yield from shown(results, color=color, links=color, all_of_it=consequences)


def shown(
    results: Iterable[CheckResult], *, color: bool, links: bool, all_of_it: bool
) -> Iterator[str]:
    """Yield the findings of each file, as they come."""
    for _, parts in groupby(results, attrgetter("source")):
        findings = chain.from_iterable(checked.findings for checked in parts)
        for first in findings:
            # Most files have none.
            from corefile.report.finding_lines import of_file  # noqa: PLC0415

            every = chain((first,), findings)
            yield from of_file(every, color=color, links=links, all_of_it=all_of_it)
