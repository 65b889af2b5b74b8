"""Findings as the results of tests, in the XML of JUnit: a suite for each file."""

from collections.abc import Iterable, Iterator

from corefile.lint.result import CheckResult, Located
from corefile.report.concise import concise
from corefile.report.xml import HEAD, empty, escaped, opening
from corefile.text.path import displayed

__all__ = ["render"]

#: What fails a test is what makes the program fail; notes are kept with a test that passes.
_FAILING = frozenset(("error", "warning"))


def render(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield the report, each file as soon as it is checked."""
    del color  # there is none in XML
    yield HEAD + '<testsuites name="corefile-lint">\n'
    for checked in results:
        if checked.corefiles or checked.findings:
            yield from (f"  {line}\n" for line in suite(checked))
    yield "</testsuites>\n"


def suite(checked: CheckResult) -> Iterator[str]:
    """Yield the lines of a file's suite."""
    path, findings = displayed(checked.source.name), checked.findings
    failures = sum(item.finding.severity in _FAILING for item in findings)
    tests = len(findings) or 1
    yield opening("testsuite", name=path, tests=tests, failures=failures, errors=0, skipped=0)
    if not findings:
        yield "  " + empty("testcase", name="corefile-lint", classname=path, file=path)
    for item in findings:
        yield from (f"  {line}" for line in case(item))
    yield "</testsuite>"


def case(item: Located) -> Iterator[str]:
    """Yield the lines of a finding's test."""
    finding, first = item.finding, item.place.first
    path = displayed(item.place.path)
    name = f"{finding.rule.name} {first.line}:{first.column}"
    yield opening("testcase", name=name, classname=path, file=path, line=first.line)
    text = concise(item, color=False) + (f"\nhelp: {finding.help}" if finding.help else "")
    if finding.severity in _FAILING:
        start = opening("failure", message=finding.message, type=finding.severity)
        yield f"  {start}{escaped(text)}</failure>"
    else:
        yield f"  <system-out>{escaped(text)}</system-out>"
    yield "</testcase>"
