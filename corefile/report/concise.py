"""Findings for editors and `grep`: a line each."""

from collections.abc import Iterable, Iterator

from corefile.lint.result import CheckResult, Located
from corefile.report.color import paint
from corefile.text.path import displayed
from corefile.text.printable import printable

__all__ = ["concise", "render"]


def render(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield each finding as soon as its file is checked."""
    for checked in results:
        for item in checked.findings:
            yield concise(item, color=color) + "\n"


def concise(item: Located, *, color: bool) -> str:
    """Return `path:line:column: severity[rule] message`."""
    finding, first = item.finding, item.place.first
    address = f"{printable(displayed(item.place.path))}:{first.line}:{first.column}"
    where = paint(address, "bold", color=color)
    label = paint(f"{finding.severity}[{finding.rule.name}]", finding.severity, color=color)
    return f"{where}: {label} {printable(finding.message)}"
