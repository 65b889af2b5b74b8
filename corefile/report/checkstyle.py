"""Findings as Checkstyle prints them, in XML, for the tools that read its reports."""

from collections.abc import Iterable, Iterator

from corefile.lint.result import CheckResult, Located
from corefile.report.xml import HEAD, empty, opening
from corefile.text.path import displayed

__all__ = ["render"]


def render(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield the report, each file as soon as it is checked."""
    del color  # there is none in XML
    yield HEAD + '<checkstyle version="4.3">\n'
    for checked in results:
        for path, items in by_path(checked).items():
            yield f"  {opening('file', name=displayed(path))}\n"
            yield from (f"    {error(item)}\n" for item in items)
            yield "  </file>\n"
    yield "</checkstyle>\n"


def by_path(checked: CheckResult) -> dict[str, list[Located]]:
    """Return the findings in each file: the one that is checked, and those it imports."""
    files: dict[str, list[Located]] = {checked.source.name: []} if checked.corefiles else {}
    for item in checked.findings:
        files.setdefault(item.place.path, []).append(item)
    return files


def error(item: Located) -> str:
    """Return a finding; Checkstyle calls severities as we do."""
    finding, first = item.finding, item.place.first
    return empty(
        "error",
        line=first.line,
        column=first.column,
        severity=finding.severity,
        message=f"{finding.message}; {finding.help}" if finding.help else finding.message,
        source=f"corefile-lint.{finding.rule.name}",
    )
