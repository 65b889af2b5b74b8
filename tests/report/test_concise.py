"""A line for each finding."""

from hypothesis import given

from corefile.lint import CheckResult
from corefile.report.concise import render
from tests.report.findings import checked, hostile_results, located


def test_a_finding() -> None:
    item = located("a\n  b\n", 4, 5, severity="info", message="so it is")
    text = "".join(render([checked(item)], color=False))
    assert text == "Corefile:2:3: info[a-rule] so it is\n"


def test_colours() -> None:
    text = "".join(render([checked(located())], color=True))
    assert text == "\x1b[1mCorefile:1:1\x1b[0m: \x1b[1;31merror[a-rule]\x1b[0m wrong\n"


@given(hostile_results())
def test_a_finding_is_one_line(results: list[CheckResult]) -> None:
    text = "".join(render(results, color=False))
    assert len(text.splitlines()) == sum(len(each.findings) for each in results)
