"""A program that fails says so in one line; tests see the traceback."""

import os

import pytest

from corefile.cli import edit_hosts, extract, fmt, lint, main, rules
from corefile.cli.guard import UNREADABLE, guarded

PROGRAMS = {
    "corefile-lint": (lint.main, "corefile.cli.lint.run"),
    "corefile-fmt": (fmt.main, "corefile.cli.fmt.run"),
    "corefile": (main.main, "corefile.cli.main.run"),
    "corefile extract": (extract.main, "corefile.cli.extract.run"),
    "corefile rules": (rules.main, "corefile.cli.rules.run"),
    "corefile hosts": (edit_hosts.main, "corefile.cli.edit_hosts.run"),
}


def failing(*_: object) -> int:
    raise RecursionError("too deep\nindeed" + "!" * 1_000)


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_fault_is_one_line(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    program, run = PROGRAMS[name]
    monkeypatch.setattr(run, failing)
    monkeypatch.delenv("COREFILE_DEBUG")
    assert program([]) == UNREADABLE
    out, err = capsys.readouterr()
    assert out == ""
    begin = f"{name}: error: the program itself has failed (RecursionError: too deep indeed!"
    assert err.startswith(begin)
    assert "COREFILE_DEBUG=1" in err
    assert err.count("\n") == 1
    assert len(err) < 500


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_fault_is_raised_where_that_is_asked_for(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, run = PROGRAMS[name]
    monkeypatch.setattr(run, failing)
    with pytest.raises(RecursionError):
        program([])


@pytest.mark.parametrize("status", [0, 1, 3])
def test_a_status_passes(status: int) -> None:
    assert guarded("x", lambda: status) == status


def test_no_test_hides_a_fault() -> None:
    assert os.environ["COREFILE_DEBUG"]


@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        (
            "corefile-lint",
            ["--fail-on", "worst"],
            "argument --fail-on: must be one of error, warning, info, not 'worst'",
        ),
        ("corefile-lint", ["--output-format="], "argument --output-format: must be one of text, "),
        (
            "corefile extract",
            ["--output-format", "yaml", "x"],
            "argument --output-format: must be one of text, json, not 'yaml'",
        ),
        ("corefile", ["lnt"], "argument COMMAND: must be one of lint, rules, fmt, "),
        ("corefile-lint", ["--nothing"], "unrecognized arguments: --nothing"),
        ("corefile-fmt", ["--indent"], "argument --indent: expected one argument"),
    ],
)
def test_wrong_usage(
    name: str, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert PROGRAMS[name][0](words) == 2
    assert f"{name}: error: {said}" in capsys.readouterr().err
