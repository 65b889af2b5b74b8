"""CoreDNS is asked where somebody wants that, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.oracle import build, live
from tests.oracle.build import go_environment
from tests.oracle.trace import build as traces

ROOT = Path(__file__).parents[2]


def go_that(folder: Path, does: str) -> dict[str, str]:
    """Return an environment with no program but a `go`."""
    go = folder / "go"
    go.write_text(f"#!/bin/sh\n{does}\n")
    go.chmod(0o755)
    return {"PATH": str(folder), "ORACLE_CACHE": str(folder)}


def run_pytest(env: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """Run tests that ask CoreDNS."""
    command = [sys.executable, "-m", "pytest", "-n", "0", "-rs", "-p", "no:cacheprovider", *words]
    own = (live.ASKED, "PYTEST_ADDOPTS")
    bare = {name: value for name, value in os.environ.items() if name not in own}
    return subprocess.run(
        [*command, "tests/oracle/test_live.py"],
        cwd=ROOT,
        env={**bare, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def test_go_is_not_even_looked_for_unless_asked_to(tmp_path: Path) -> None:
    done = run_pytest(go_that(tmp_path, f"> '{tmp_path}/called'"))
    assert done.returncode == 0
    assert f": {live.HOW_TO_ASK}\n" in done.stdout
    assert " passed" not in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["go"]


def test_what_was_asked_for_and_cannot_be_is_an_error(tmp_path: Path) -> None:
    done = run_pytest({"PATH": str(tmp_path)}, "--coredns")
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert f"ERROR: CoreDNS {live.release()} cannot be asked: " in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="CoreDNS is asked on Linux only")
def test_that_it_is_built_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in go_that(tmp_path, "echo no network >&2; exit 1").items():
        monkeypatch.setenv(name, value)
    # Another test of this process may have had it built.
    monkeypatch.setattr(live, "coredns", build.program.__wrapped__)
    said: list[str] = []
    with pytest.raises(pytest.UsageError, match="go build: no network"):
        live.prepare(said.append)
    name = f"CoreDNS {live.release()}"
    assert said == [f"building {name} to compare with (a few minutes the first time) ..."]


@pytest.mark.skipif(sys.platform != "linux", reason="CoreDNS is asked on Linux only")
def test_that_the_program_of_traces_is_built_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in go_that(tmp_path, "echo no network >&2; exit 1").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(traces, "program", traces.program.__wrapped__)
    said: list[str] = []
    with pytest.raises(build.Unavailable, match="no network"):
        live.prepare_traces(said.append)
    assert said == ["building the program that follows queries (a minute more) ..."]


@pytest.mark.parametrize("home", ["", "/home/me/cache"])
def test_go_finds_its_cache_though_tests_have_none(
    home: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORACLE_CACHE", home)
    monkeypatch.setenv("XDG_CACHE_HOME", os.devnull)
    assert go_environment()["XDG_CACHE_HOME"] == home


@pytest.mark.parametrize(("value", "asked"), [("", False), ("0", False), ("1", True)])
def test_the_variable(value: str, asked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(live.ASKED, value)
    assert live.is_asked_for() is asked
