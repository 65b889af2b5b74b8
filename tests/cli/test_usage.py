"""What the programs make of short forms, other names, and pipes that nobody asked for."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from corefile.cli.help import narrowed
from corefile.cli.main import COMMANDS
from corefile.cli.width import USUAL
from tests.cli.programs import ROOT, Ran, corefile, fmt, lint
from tests.cli.test_lint import BAD, GOOD, write

UNNAMED = (
    "standard input is a pipe or a file, and no path is given: write `{0} -` to read it, or"
    " `{0} .` to search this folder\n"
)


@pytest.mark.parametrize(
    ("words", "same"),
    [
        (["help"], ["--help"]),
        (["help", "set"], ["set", "--help"]),
        (["help", "check"], ["lint", "--help"]),
        (["-V"], ["--version"]),
        (["lint", "-V"], ["lint", "--version"]),
        (["explain", "CF201"], ["rules", "CF201"]),
        (["check", "examples"], ["lint", "examples"]),
        (["format", "--check", "examples"], ["fmt", "--check", "examples"]),
        (
            ["lint", "--output-format", "conc", "examples"],
            ["lint", "--output-format=concise", "examples"],
        ),
    ],
)
def test_other_words_for_the_same(words: list[str], same: list[str]) -> None:
    assert corefile(*words) == corefile(*same)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "FILE is missing: name it last, or write `-` for standard input"),
        (["cache"], "FILE is missing: name it last, or write `-` for standard input"),
        (["-"], "only FILE is given: write what to do before `-`"),
    ],
)
def test_words_that_are_missing(words: list[str], said: str) -> None:
    ran = corefile("set", *words)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith(f"corefile set: error: {said}\n")


def test_findings_and_nothing_else(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", BAD)
    write(tmp_path, "b/Corefile", GOOD)
    loud, quiet = lint("Corefile", cwd=tmp_path), lint("-q", "Corefile", cwd=tmp_path)
    assert quiet.status == 1
    assert loud.out.startswith(quiet.out)
    assert "Found" in loud.out.removeprefix(quiet.out)
    assert lint("-q", "b", cwd=tmp_path) == lint("--quiet", "b", cwd=tmp_path)
    assert lint("-q", "b", cwd=tmp_path).out == ""


@pytest.mark.parametrize(("program", "name"), [(lint, "corefile-lint"), (fmt, "corefile-fmt")])
def test_a_pipe_that_nobody_named(tmp_path: Path, program: object, name: str) -> None:
    assert callable(program)
    write(tmp_path, "Corefile", GOOD)
    ran = program(cwd=tmp_path, stdin=BAD.encode())
    assert (ran.status, ran.out, ran.err) == (2, "", f"{name}: error: {UNNAMED.format(name)}")
    # Builds run with a pipe that brings nothing.
    assert program(cwd=tmp_path).status == 0
    assert program(".", cwd=tmp_path, stdin=BAD.encode()).status == 0


@pytest.mark.parametrize(("holds", "status"), [(True, 0), (False, 2)])
def test_a_pipe_that_may_still_bring_something(tmp_path: Path, holds: bool, status: int) -> None:
    if holds:
        write(tmp_path, "Corefile", GOOD)
    reading, writing = os.pipe()
    done = subprocess.run(
        [sys.executable, "-m", "corefile.cli.lint"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=reading,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(reading)
    os.close(writing)
    assert done.returncode == status
    assert done.stderr.endswith(UNNAMED.format("corefile-lint")) == (not holds)


def test_the_name_of_standard_input_is_enough() -> None:
    ran = lint("--stdin-filename", "x/Corefile", stdin=BAD.encode())
    assert ran.out.startswith("x/Corefile:")
    assert ran == lint("--stdin-filename", "x/Corefile", "-", stdin=BAD.encode())


@pytest.mark.parametrize("text", ["", " \n"])
@pytest.mark.parametrize(
    "words",
    [
        "lint -",
        "fmt -",
        "fmt --check -",
        "migrate --from 1.8.0 --to 1.12.0 -",
        "set cache 30 -",
        "add log -",
        "remove log -",
        "hosts add 10.0.0.1 a.example -",
        "stub add corp.example 10.0.0.1 -",
        "trace a.example -",
        "names -",
        "graph -",
        "expand -",
        "extract -",
        "diff - Corefile",
        "kube-dns -",
        "hosts import - --into Corefile",
        "render - --cluster-dns-ip 10.96.0.10",
        "explain -",
    ],
)
def test_nothing_on_standard_input(words: str, text: str, tmp_path: Path) -> None:
    write(tmp_path, "Corefile", GOOD)
    ran = corefile(*words.split(), stdin=text.encode(), cwd=tmp_path)
    assert (ran.status, ran.out) == (3, "" if words != "lint -" else "No Corefile was checked.\n")
    said = "error: -: nothing came through standard input: look whether the command before it"
    assert said in ran.err.splitlines()[0]


@pytest.mark.parametrize("program", [lint, fmt])
def test_an_editor_shows_a_new_file_with_no_text(program: Callable[..., Ran]) -> None:
    assert program("--stdin-filename", "a.corefile", stdin=b"").status == 0


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("delete", "`remove`"),
        ("fix", "`lint --fix`"),
        ("show", "`expand`"),
        ("version", "`--version`"),
    ],
)
def test_words_of_other_programs(word: str, meant: str) -> None:
    ran = corefile(word, "Corefile")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.endswith(f"did you mean {meant}?\n")


def test_a_command_after_the_name_of_one_that_has_none() -> None:
    ran = lint("check", "Corefile")
    said = "corefile-lint: error: `check` is not a file: write `corefile check` for it\n"
    assert (ran.status, ran.err) == (2, said)


def test_a_corefile_that_is_called_as_yaml_is_read(tmp_path: Path) -> None:
    path = tmp_path / "dns.yaml"
    path.write_text("# ours\n.:53 {\n    whoami;\n}\n")
    ran = lint(str(path), "--output-format", "concise")
    assert ran.status == 1
    assert "foreign-punctuation" in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_examples_are_whole_where_there_are_80_columns(command: str) -> None:
    """A command that breaks where the terminal ends cannot be copied."""
    written = vars(import_module(COMMANDS[command][0])).get("_EPILOG", "")
    shown = "\n".join(narrowed(written, USUAL))
    assert examples(shown) == examples(written)


def examples(text: str) -> list[str]:
    """Return the lines of the examples in an epilog."""
    return re.findall(r"^  .*", text.partition("examples:\n")[2].partition("\n\nexit")[0], re.M)
