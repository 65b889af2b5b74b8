"""Where findings and patches go, and in which colours."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.programs import corefile, fmt, lint
from tests.cli.test_lint import BAD, write

UGLY = ". {\nwhoami\n}\n"


def test_findings_go_into_a_file(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", BAD)
    there = lint("--output-format", "json", "Corefile", cwd=tmp_path)
    for name in ("-o", "--output-file"):
        ran = lint("--output-format", "json", name, "out.json", "Corefile", cwd=tmp_path)
        assert (ran.status, ran.out, ran.err) == (there.status, "", "")
        assert (tmp_path / "out.json").read_text() == there.out
    assert json.loads(there.out)["findings"]
    assert sorted(os.listdir(tmp_path)) == ["Corefile", "out.json"]


@pytest.mark.parametrize("path", [".", "nowhere/out.txt", "a\0b"])
def test_a_file_that_cannot_be_written(tmp_path: Path, path: str) -> None:
    write(tmp_path, "Corefile", BAD)
    ran = lint("-o", path, "Corefile", cwd=tmp_path)
    assert (ran.status, ran.out) == (3, "")
    assert ran.err.startswith("corefile-lint: error: ")
    assert ran.err.count("\n") == 1


def test_a_patch_is_not_for_a_file() -> None:
    ran = lint("-o", "out", "--diff", "x")
    assert ran.status == 2
    assert ran.err.endswith("--output-file is for findings, and --diff prints a patch\n")


@pytest.mark.parametrize(
    ("options", "forced", "coloured"),
    [
        ([], False, False),
        ([], True, True),
        (["--color", "always"], False, True),
        (["--color", "never"], True, False),
    ],
)
def test_colours_of_findings(
    tmp_path: Path, options: list[str], forced: bool, coloured: bool
) -> None:
    write(tmp_path, "Corefile", BAD)
    ran = lint(*options, "Corefile", cwd=tmp_path, env={"FORCE_COLOR": "1"} if forced else {})
    assert ("\x1b[" in ran.out) is coloured


def test_a_file_has_no_colours_unless_they_are_asked_for(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", BAD)
    for options, coloured in ([], False), (["--color", "always"], True):
        lint("-o", "out", *options, "Corefile", cwd=tmp_path, env={"FORCE_COLOR": "1"})
        assert ("\x1b[" in (tmp_path / "out").read_text()) is coloured


def test_a_patch_in_a_pipe_has_no_colours_unless_they_are_asked_for(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", UGLY)
    for program in (fmt, lint):
        plain = program("--diff", "Corefile", cwd=tmp_path, env={"FORCE_COLOR": "1"})
        assert "\x1b[" not in plain.out
    painted = fmt("--diff", "--color", "always", "Corefile", cwd=tmp_path)
    assert " . {\n\x1b[31m-whoami\x1b[0m\n" in painted.out
    assert "\x1b[" not in corefile("set", "--diff", "cache", "30", "Corefile", cwd=tmp_path).out
