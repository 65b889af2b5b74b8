"""A run of `--fix` over many files is killed while it writes: no file is ever partial."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.programs import environment, run_process

#: A Corefile that is long enough to be caught half written, and what `--fix` makes of it.
BROKEN = (
    "# {}\n. {{\n    hosts {{\n        192.0.2.1 a.example\n    }}\n    forward . 192.0.2.53\n}}\n"
)
FIXED = BROKEN.replace("a.example\n", "a.example\n        fallthrough\n")

FILES = 20


def written(files: list[Path], texts: list[bytes]) -> int:
    """Return how many files no longer hold their text."""
    return sum(file.stat().st_size != len(text) for file, text in zip(files, texts, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_no_file_is_partial(tmp_path: Path, jobs: str) -> None:
    heads = [f"{number} {'x' * 100_000}" for number in range(FILES)]
    before = [BROKEN.format(head).encode() for head in heads]
    after = [FIXED.format(head).encode() for head in heads]
    files = [tmp_path / f"{number}.corefile" for number in range(FILES)]
    for file, text in zip(files, before, strict=True):
        file.write_bytes(text)
    arguments = ("--isolated", "--select", "CF201", "--fix", "--jobs", jobs, ".")
    for goal in range(3, FILES, 5):
        program = subprocess.Popen(
            [sys.executable, "-m", "corefile.cli.lint", *arguments],
            cwd=tmp_path,
            env=environment(None),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        while written(files, before) < goal and program.poll() is None:
            time.sleep(0.0005)
        program.kill()
        program.wait()
        for file, *texts in zip(files, before, after, strict=True):
            assert file.read_bytes() in texts
    ran = run_process("corefile.cli.lint", *arguments, cwd=tmp_path)
    assert (ran.status, ran.out) == (0, f"No problems found in {FILES} Corefiles.\n")
    assert [file.read_bytes() for file in files] == after
    assert sorted(os.listdir(tmp_path)) == sorted(file.name for file in files)
