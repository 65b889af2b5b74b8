"""A program inside the tests' process does what it does in one of its own, and leaves no trace."""

import gc
import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.cli.programs import ROOT, lint, run, run_process
from tests.cli.test_lint import BAD, CONFIG_MAP, GOOD, write

UGLY = ".   {\n\twhoami\n}\n"
PLAIN = ". {\n    forward . 192.0.2.53 {\n        max_fails 3\n    }\n}\n"
TOML = "select = " + "[" * 20_000

#: A module, the words of its command line, and what comes on standard input.
COMMANDS: list[tuple[str, Sequence[str], bytes]] = [
    ("lint", ["good"], b""),
    ("lint", ["bad"], b""),
    ("lint", ["-"], CONFIG_MAP.encode()),
    ("lint", ["bad", "missing"], b""),
    ("lint", ["--output-format", "json", "."], b""),
    ("lint", ["--output-format", "sarif", "bad"], b""),
    ("lint", ["--diff", "-"], b". {\n hosts {\n  192.0.2.1 \xff\n }\n forward . 192.0.2.1\n}\n"),
    ("lint", ["--fix", "-"], PLAIN.encode()),
    ("lint", ["--config", "deep.toml", "good"], b""),
    ("lint", ["--explain", "CF201"], b""),
    ("lint", ["--help"], b""),
    ("lint", ["--nonsense"], b""),
    ("lint", ["--select", "nonsense", "good"], b""),
    ("fmt", ["--check", "."], b""),
    ("fmt", ["-"], b".  {\r\n\twhoami # \xff\xc3\xa9\n}"),
    ("fmt", ["-"], BAD.encode()),
    ("fmt", ["--version"], b""),
    ("main", [], b""),
    ("main", ["rules"], b""),
    ("main", ["plugins", "forward"], b""),
    ("main", ["expand", "--env", "HOME", "-"], b"{$HOME} {\n whoami\n}\n"),
    ("main", ["extract", "-"], b". {\n  log \xff\n}\n"),
    ("main", ["extract", "--effective", "-"], CONFIG_MAP.encode()),
    ("main", ["hosts", "list", "-"], b". {\n hosts {\n  192.0.2.1 a\n }\n}\n"),
    ("main", ["set", "cache", "60", "-"], PLAIN.encode()),
    ("main", ["add", "log", "--diff", "good"], b""),
    ("main", ["remove", "forward.max_fails", "-"], PLAIN.encode()),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("programs")
    for name, text in (("good", GOOD), ("bad", BAD), ("Corefile", UGLY), ("deep.toml", TOML)):
        write(root, name, text)
    return root


@pytest.mark.slow
@pytest.mark.parametrize(
    ("module", "words", "stdin"),
    COMMANDS,
    ids=[" ".join((module, *words)) for module, words, _ in COMMANDS],
)
def test_both_ways_are_the_same(
    folder: Path, module: str, words: Sequence[str], stdin: bytes
) -> None:
    name = f"corefile.cli.{module}"
    ours = run(name, *words, cwd=folder, stdin=stdin)
    assert ours == run_process(name, *words, cwd=folder, stdin=stdin)
    assert ours.out + ours.err


@pytest.mark.slow
def test_colours_are_the_same(folder: Path) -> None:
    for env in ({"FORCE_COLOR": "1"}, {"GITHUB_ACTIONS": "true"}, {"NO_COLOR": "1"}):
        ours = run("corefile.cli.lint", "bad", cwd=folder, env=env)
        assert ours == run_process("corefile.cli.lint", "bad", cwd=folder, env=env)


def state() -> list[object]:
    """Return what a run could leave behind."""
    streams = sys.stdin, sys.stdout, sys.stderr
    places = [os.fstat(number)[:3] for number in (0, 1, 2)]
    opened = sorted(os.listdir("/dev/fd")) if os.path.isdir("/dev/fd") else []
    found = [sys.argv[:], dict(os.environ), os.getcwd(), *streams, places, opened]
    return [*found, gc.get_threshold(), sys.getrecursionlimit(), warnings.filters[:]]


@pytest.mark.parametrize("words", [["good"], ["bad"], ["--nonsense"], ["--fix", "missing"]])
def test_a_run_leaves_nothing_behind(folder: Path, words: Sequence[str]) -> None:
    before = state()
    run("corefile.cli.lint", *words, cwd=folder, env={"FORCE_COLOR": "1"})
    assert state() == before


def test_a_run_that_fails_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr("corefile.cli.lint.run", broken)
    before = state()
    with pytest.raises(ZeroDivisionError):
        lint("good", cwd=folder)
    assert state() == before


def test_whatever_way_it_is_written_it_is_seen(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def writes(*_: object) -> int:
        print("by print")
        sys.stdout.flush()
        sys.stdout.buffer.write(b"as bytes\n")
        sys.stdout.buffer.flush()
        os.write(1, b"to the descriptor\n")
        os.write(2, b"an error\n")
        print("by print", file=sys.stderr)
        return 7

    monkeypatch.setattr("corefile.cli.lint.run", writes)
    ran = lint(cwd=folder)
    assert (ran.status, ran.out) == (7, "by print\nas bytes\nto the descriptor\n")
    assert ran.err == "an error\nby print\n"


def test_standard_output_that_fails_is_silenced_for_this_run_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> int:
        print("lost")
        raise OSError(28, "No space left on device")

    before = state()
    with monkeypatch.context() as patched:
        patched.setattr("corefile.cli.lint.run", full)
        ran = lint(cwd=folder)
    message = "corefile-lint: error: standard output: No space left on device\n"
    assert (ran.status, ran.out, ran.err) == (3, "", message)
    assert state() == before
    assert lint("good", cwd=folder).out


def test_warnings_are_errors(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corefile.cli.lint.run", lambda *_: warnings.warn("old", stacklevel=1))
    with pytest.raises(UserWarning, match="old"):
        lint(cwd=folder)


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", ". {\n    forward . /etc/resolv.conf\n}\n")
    for level, status in (("error", 1), ("info", 0)):
        write(tmp_path, ".corefile.toml", f"[severity]\nmissing-loop-detection = '{level}'\n")
        assert lint(cwd=tmp_path).status == status


def test_what_needs_a_process_is_refused(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="run_process"):
        lint("Corefile", cwd=ROOT, env={"PYTHONIOENCODING": "ascii"})
    with pytest.raises(AssertionError, match="run_process"):
        lint("-", stdin=b"#" * 70_000)
    for number in range(120):
        write(tmp_path, f"{number:03}.corefile", GOOD)
    with pytest.raises(AssertionError, match="run_process"):
        lint("--jobs", "2", cwd=tmp_path)
