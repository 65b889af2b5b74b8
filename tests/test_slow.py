"""Tests marked `slow` run where somebody asks for them."""

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("asked", "runs"),
    [
        (["tests/packaging"], False),
        (["tests/packaging", "--slow"], True),
        (["tests/packaging/test_install.py"], True),
        (["tests/packaging/test_install.py::test_wheel_holds_what_it_must"], True),
        (["tests/packaging", "tests/test_pre_commit.py"], False),
    ],
)
def test_who_runs_a_slow_test(asked: list[str], runs: bool) -> None:
    command = [sys.executable, "-m", "pytest", "-n0", "--collect-only", "-q", *asked]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert ("test_wheel_holds_what_it_must" in done.stdout) is runs
