"""Runs the programs as a user does: inside this process, which is quick, or in their own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.cli.inside import run_inside

ROOT = Path(__file__).parents[2]

#: Variables that change what the programs print.
_BARE = ("NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS", "PYTHONIOENCODING")


@dataclass(frozen=True, slots=True)
class Ran:
    status: int
    out: str
    err: str


def environment(more: Mapping[str, str] | None) -> dict[str, str]:
    """Return the environment of a run: without colours unless `more` wants them."""
    bare = {name: value for name, value in os.environ.items() if name not in _BARE}
    return {**bare, "PYTHONPATH": str(ROOT), **(more or {})}


def run(
    module: str,
    *args: str | Path,
    cwd: Path = ROOT,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> Ran:
    """Run a module inside this process with warnings as errors."""
    read_by_python = [name for name in env or {} if name.startswith(("PYTHON", "LC_", "LANG"))]
    assert not read_by_python, "Python reads these variables when it starts: use `run_process`"
    ran = run_inside(module, list(map(str, args)), cwd, stdin, environment(env))
    return Ran(ran.status, ran.out.decode("utf-8", "replace"), ran.err.decode("utf-8"))


def run_process(
    module: str,
    *args: str | Path,
    cwd: Path = ROOT,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> Ran:
    """Run a module like `run`, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", module, *map(str, args)],
        cwd=cwd,
        input=stdin,
        env=environment(env),
        capture_output=True,
        check=False,
        timeout=120,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8"))


def lint(
    *args: str | Path,
    cwd: Path = ROOT,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> Ran:
    return run("corefile.cli.lint", *args, cwd=cwd, stdin=stdin, env=env)


def lint_process(
    *args: str | Path,
    cwd: Path = ROOT,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> Ran:
    return run_process("corefile.cli.lint", *args, cwd=cwd, stdin=stdin, env=env)


def fmt(
    *args: str | Path,
    cwd: Path = ROOT,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> Ran:
    return run("corefile.cli.fmt", *args, cwd=cwd, stdin=stdin, env=env)


def fmt_process(
    *args: str | Path,
    cwd: Path = ROOT,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> Ran:
    return run_process("corefile.cli.fmt", *args, cwd=cwd, stdin=stdin, env=env)


def corefile(*args: str | Path, cwd: Path = ROOT, stdin: bytes = b"") -> Ran:
    return run("corefile.cli.main", *args, cwd=cwd, stdin=stdin)


def corefile_process(*args: str | Path, cwd: Path = ROOT, stdin: bytes = b"") -> Ran:
    return run_process("corefile.cli.main", *args, cwd=cwd, stdin=stdin)
