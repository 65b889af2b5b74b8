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
        ("corefile", ["lnt"], "there is no command 'lnt': did you mean `lint`?\n"),
        ("corefile", ["bogus", "--x"], "there is no command 'bogus': there are lint, init, "),
        ("corefile", ["validate"], "there is no command 'validate': did you mean `lint`?\n"),
        ("corefile", [".", "x"], "'.' is a file: write the command first, as in `corefile lint .`"),
        ("corefile-lint", ["--nothing"], "there is no option `--nothing`: `--help` lists them\n"),
        ("corefile-lint", ["--fxi", "x"], "there is no option `--fxi`: did you mean `--fix`?\n"),
        ("corefile-lint", ["--stat"], "there is no option `--stat`: did you mean `--statistics`?"),
        ("corefile-lint", ["-o=json"], "argument -o/--output-file: `json` is a format: write"),
        ("corefile-fmt", ["--chekc"], "there is no option `--chekc`: did you mean `--check`?\n"),
        (
            "corefile-lint",
            ["--output-format", "j"],
            "argument --output-format: must be one of json,",
        ),
        (
            "corefile-lint",
            ["--fail-on", "warnings"],
            "argument --fail-on: must be one of error, warning, info, not 'warnings': did you mean"
            " warning?\n",
        ),
        ("corefile extract", ["a", "b"], "`b` is too much\n"),
        ("corefile-fmt", ["--indent"], "argument --indent: expected one argument"),
    ],
)
def test_wrong_usage(
    name: str, words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert PROGRAMS[name][0](words) == 2
    assert f"{name}: error: {said}" in capsys.readouterr().err
