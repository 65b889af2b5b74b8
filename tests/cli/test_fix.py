"""`corefile-lint --fix`, `--diff`: what happens to files."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.programs import lint
from tests.cli.test_lint import write

BAD = (
    b". {\r\n    hosts { # \xff\r\n        192.0.2.1 a.example\r\n    }\r\n"
    b"    forward . 192.0.2.53\r\n}"
)
GOOD = BAD.replace(b"a.example\r\n", b"a.example\r\n        fallthrough\r\n")
CLEAN = b". {\n    errors\n    whoami\n}\n"
#: Nothing but the rule whose fix is made.
ONLY = ("--isolated", "--select", "CF201")


def test_a_file_is_mended_and_keeps_all_else(tmp_path: Path) -> None:
    path = write(tmp_path, "Corefile", BAD)
    path.chmod(0o640)
    ran = lint(*ONLY, "--fix", "Corefile", cwd=tmp_path)
    assert (ran.status, ran.out) == (0, "No problems found in 1 Corefile.\n")
    assert ran.err == "corefile-lint: note: fixed 1 problem\n"
    assert path.read_bytes() == GOOD
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir(tmp_path) == ["Corefile"]


def test_a_file_without_fixes_is_not_written(tmp_path: Path) -> None:
    path = write(tmp_path, "Corefile", CLEAN)
    before = path.stat()
    assert lint("--isolated", "--fix", "Corefile", cwd=tmp_path).status == 0
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    path = write(tmp_path, "real", BAD)
    (tmp_path / "Corefile").symlink_to("real")
    lint(*ONLY, "--fix", "Corefile", cwd=tmp_path)
    assert (tmp_path / "Corefile").is_symlink()
    assert path.read_bytes() == GOOD


def test_standard_input_comes_out_mended() -> None:
    ran = lint(*ONLY, "--fix", "-", stdin=BAD)
    assert ran.out.encode("utf-8", "replace") == GOOD.decode("utf-8", "replace").encode()
    assert ran.err.startswith("No problems found in 1 Corefile.\n")


def test_a_patch_that_git_takes(tmp_path: Path) -> None:
    if shutil.which("git") is None:
        pytest.skip("needs Git")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    names = ("Corefile", "in a folder/Corefile.bytes")
    for name in names:
        write(tmp_path, name, BAD)
    ran = subprocess.run(
        [sys.executable, "-m", "corefile.cli.lint", *ONLY, "--diff", "."],
        cwd=tmp_path, capture_output=True, check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    assert ran.returncode == 1
    assert ran.stderr == b"corefile-lint: note: would fix 2 problems\n"
    assert [(tmp_path / name).read_bytes() for name in names] == [BAD, BAD]
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=ran.stdout, check=True)
    assert [(tmp_path / name).read_bytes() for name in names] == [GOOD, GOOD]


def test_a_file_that_must_not_be_written_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    path = write(folder, "Corefile", BAD)
    path.chmod(0o444)
    folder.chmod(0o555)
    try:
        if os.access(path, os.W_OK):
            pytest.skip("the superuser may write anything")
        ran = lint(*ONLY, "--fix", "closed/Corefile", cwd=tmp_path)
    finally:
        folder.chmod(0o755)
    assert ran.status == 3
    assert "closed/Corefile: " in ran.err
    assert path.read_bytes() == BAD


MAIN = """\
kind: ConfigMap
metadata: {name: coredns}
data:
  Corefile: |
    . {
        import custom/*.override
        forward . 192.0.2.53
    }
"""
CUSTOM = """\
kind: ConfigMap
metadata: {name: coredns-custom}
data:
  a.override: |
    hosts {
        192.0.2.1 a.example
    }
"""


def test_what_a_corefile_imports_from_its_own_file(tmp_path: Path) -> None:
    path = write(tmp_path, "x.yaml", f"{MAIN}---\n{CUSTOM}")
    mended = path.read_text().replace("a.example\n", "a.example\n        fallthrough\n")
    ran = lint(*ONLY, "--diff", "x.yaml", cwd=tmp_path)
    assert ran.status == 1
    changed = [line for line in ran.out.splitlines() if line[:1] in "+-" and line[1:2] == " "]
    assert changed == ["+        fallthrough"]
    assert "@@ -13,4 +13,5 @@\n" in ran.out
    ran = lint(*ONLY, "--fix", "x.yaml", cwd=tmp_path)
    assert (ran.status, ran.out) == (0, "No problems found in 2 Corefiles.\n")
    assert path.read_text() == mended
