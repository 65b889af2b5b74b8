"""Runs the real programs, as a user does."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Ran:
    status: int
    out: str
    err: str


def run(
    module: str,
    *args: str | Path,
    cwd: Path = ROOT,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> Ran:
    """Run a module with warnings as errors, without colours unless `env` wants them."""
    bare = {
        name: value
        for name, value in os.environ.items()
        if name not in ("NO_COLOR", "FORCE_COLOR", "GITHUB_ACTIONS", "PYTHONIOENCODING")
    }
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", module, *map(str, args)],
        cwd=cwd,
        input=stdin,
        env={**bare, "PYTHONPATH": str(ROOT), **(env or {})},
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


def fmt(
    *args: str | Path,
    cwd: Path = ROOT,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
) -> Ran:
    return run("corefile.cli.fmt", *args, cwd=cwd, stdin=stdin, env=env)


def corefile(*args: str | Path, cwd: Path = ROOT, stdin: bytes = b"") -> Ran:
    return run("corefile.cli.main", *args, cwd=cwd, stdin=stdin)
