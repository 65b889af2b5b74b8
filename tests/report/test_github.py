"""Workflow commands, read back as the runner reads them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.lint import CheckResult, Severity
from corefile.report import github_log, text
from corefile.report.github import command, render
from corefile.text.printable import printable
from corefile.text.source import Source
from tests.report.findings import checked, hostile_items, hostile_results, linted, located

COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def parsed(line: str) -> tuple[str, dict[str, str], str]:
    """Read a command as actions/runner does: src/Runner.Common/ActionCommand.cs."""
    match = COMMAND.fullmatch(line)
    assert match, line
    name, words, message = match.groups()
    properties = dict(word.split("=", 1) for word in words.split(","))
    return name, {key: unescaped(value) for key, value in properties.items()}, unescaped(message)


def unescaped(value: str) -> str:
    for sign, code in ("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25"):
        value = value.replace(code, sign)
    return value


@pytest.mark.parametrize(
    ("severity", "name"), [("error", "error"), ("warning", "warning"), ("info", "notice")]
)
def test_a_finding(severity: Severity, name: str) -> None:
    item = located("a\nbcd", 3, 5, severity=severity, message="50% off", help_text="pay: all")
    assert command(item) == (
        f"::{name} title=a-rule (CF999),file=Corefile,line=2,col=2,endLine=2,endColumn=4"
        f"::Corefile:2:2: {severity}[a-rule] 50%25 off%0Ahelp: pay: all"
    )


def test_a_place_of_several_lines_has_no_columns() -> None:
    _, properties, _ = parsed(command(located("a\nb", 0, 3)))
    assert (properties["line"], properties["endLine"]) == ("1", "2")
    assert not {"col", "endColumn"} & properties.keys()


def test_paths_are_those_of_the_repository() -> None:
    _, properties, _ = parsed(command(located(name="./a, b:c%/Corefile")))
    assert properties["file"] == "a, b:c%/Corefile"


@given(st.data())
def test_any_finding_is_one_command(data: st.DataObject) -> None:
    item = data.draw(hostile_items(Source("a\nb", "x")))
    line = command(item)
    assert len(line.splitlines()) == 1
    _, properties, message = parsed(line)
    assert printable(item.finding.message) in message
    assert properties["title"] == f"{item.finding.rule.name} ({item.finding.rule.code})"


@given(hostile_results())
def test_one_line_for_each(results: list[CheckResult]) -> None:
    lines = "".join(render(results, color=True)).splitlines()
    assert len(lines) == sum(len(each.findings) for each in results)


def test_the_log_has_the_text_and_then_the_commands() -> None:
    results = [linted(), checked(located())]
    log = "".join(github_log.render(iter(results), color=True))
    assert log == "".join(text.render(results, color=True, links=False)) + "".join(
        render(results, color=False)
    )
