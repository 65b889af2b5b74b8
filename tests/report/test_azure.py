"""Logging commands of Azure Pipelines, read back as its agent reads them."""

import pytest
from hypothesis import given

from corefile.lint import CheckResult, Severity
from corefile.report.azure import line, render
from tests.report.findings import hostile_results, located


def parsed(text: str) -> tuple[str, dict[str, str], str]:
    """Read a command: microsoft/azure-pipelines-task-lib, node/taskcommand.ts."""
    head, _, message = text.partition("]")
    name, _, words = head.removeprefix("##vso[").partition(" ")
    properties = dict(word.split("=", 1) for word in words.split(";") if word)
    return name, {key: unescaped(value) for key, value in properties.items()}, unescaped(message)


def unescaped(value: str) -> str:
    for sign, code in ("\r", "%0D"), ("\n", "%0A"), ("]", "%5D"), (";", "%3B"), ("%", "%AZP25"):
        value = value.replace(code, sign)
    return value


@pytest.mark.parametrize("severity", ["error", "warning"])
def test_a_finding(severity: Severity) -> None:
    item = located("a\nbcd", 3, 5, severity=severity, message="50% off", name="./a;b]/Corefile")
    name, properties, message = parsed(line(item))
    assert name == "task.logissue"
    assert properties == {
        "type": severity,
        "sourcepath": "a;b]/Corefile",
        "linenumber": "2",
        "columnnumber": "2",
        "code": "CF999",
    }
    assert message == f"./a;b]/Corefile:2:2: {severity}[a-rule] 50% off"


def test_a_note_is_a_line_of_the_log() -> None:
    item = located(severity="info", message="###vso[task.complete result=Failed]##[error]")
    assert "##vso[" not in line(item)
    assert "##[" not in line(item)


@given(hostile_results())
def test_no_text_of_a_file_begins_a_command(results: list[CheckResult]) -> None:
    lines = "".join(render(results, color=True)).splitlines()
    assert len(lines) == sum(len(each.findings) for each in results)
    assert all(each.rfind("##vso[") in (0, -1) for each in lines)
