"""Findings inside GitHub Actions: text for those who read the log, then the commands."""

from collections.abc import Iterable, Iterator

from corefile.lint.result import CheckResult
from corefile.report import github, text

__all__ = ["render"]


def render(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield the text, and after it what GitHub shows beside the lines of a change."""
    seen: list[CheckResult] = []
    yield from text.render(kept(results, seen), color=color, links=False)
    yield from github.render(seen, color=False)


def kept(results: Iterable[CheckResult], seen: list[CheckResult]) -> Iterator[CheckResult]:
    """Yield the results, and put each into a list."""
    for checked in results:
        seen.append(checked)
        yield checked
