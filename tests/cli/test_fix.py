"""`corefile-lint --fix`, `--diff`: what happens to files."""

import errno
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from corefile.cli.lint import main
from corefile.lint import fixing
from corefile.text import writing
from tests.cli.inside import run_inside
from tests.cli.programs import environment, lint, lint_process
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


def test_a_file_that_is_not_edited_says_so_once(tmp_path: Path) -> None:
    text = BAD.replace(b"192.0.2.53", b"{{ upstream }}")
    path = write(tmp_path, "Corefile.j2", text + b"\n" + text.replace(b". {", b"b.example {"))
    before = path.read_bytes()
    ran = lint(*ONLY, "--fix", "Corefile.j2", cwd=tmp_path)
    assert ran.out.count("[hosts-missing-fallthrough]") == 2
    assert ran.err == "corefile-lint: note: Corefile.j2: not fixed: templates are not edited\n"
    assert path.read_bytes() == before


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


def test_what_is_noted_comes_after_what_was_printed(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", BAD)
    words = [*ONLY, "--diff", "Corefile"]
    ran = run_inside(
        "corefile.cli.lint", words, tmp_path, b"", environment(None), together=True
    )  # fmt: skip
    assert ran.out.startswith(b"--- a/Corefile\n")
    assert ran.out.endswith(b"\ncorefile-lint: note: would fix 1 problem\n")


UNKNOWN = b". {\n    nosuch\n}\n"


@pytest.mark.parametrize(
    ("files", "more", "said"),
    [
        ({"a": UNKNOWN}, (), "a: nothing to fix; 1 error remains"),
        ({"a": UNKNOWN, "b": UNKNOWN}, (), "nothing to fix; 2 errors remain"),
        ({"a": UNKNOWN, "b": GOOD}, (), "a: nothing to fix; 1 error remains"),
        ({"a": UNKNOWN, "b": BAD}, (), "would fix 1 problem; 1 error remains"),
        ({"a": UNKNOWN}, ("--quiet",), ""),
        ({"a": GOOD}, (), ""),
    ],
)
def test_a_patch_comes_with_what_it_leaves(
    tmp_path: Path, files: dict[str, bytes], more: tuple[str, ...], said: str
) -> None:
    for name, text in files.items():
        write(tmp_path, name, text)
    only = ("--isolated", "--select", "CF201,CF004")
    ran = lint(*only, "--diff", *more, *files, cwd=tmp_path)
    # The status is that of the patch.
    assert (ran.status, bool(ran.out)) == ((1, True) if BAD in files.values() else (0, False))
    assert ran.err == (f"corefile-lint: note: {said}\n" if said else "")


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
    assert (
        ran.err == "corefile-lint: error: closed/Corefile: cannot be written: Permission denied\n"
    )
    assert "hosts-missing-fallthrough" in ran.out
    assert path.read_bytes() == BAD


def test_a_fix_that_is_not_written_is_not_claimed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "Corefile", BAD)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(writing, "put_in_place", full)
    assert main([*ONLY, "--fix", str(path)]) == 3
    out, err = capsys.readouterr()
    assert err == f"corefile-lint: error: {path}: cannot be written: No space left on device\n"
    assert out.endswith("Found 1 warning in 1 file.\n1 fixable with `--fix`.\n")


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
    fixed = path.read_text().replace("a.example\n", "a.example\n        fallthrough\n")
    ran = lint(*ONLY, "--diff", "x.yaml", cwd=tmp_path)
    assert ran.status == 1
    changed = [line for line in ran.out.splitlines() if line[:1] in "+-" and line[1:2] == " "]
    assert changed == ["+        fallthrough"]
    assert "@@ -13,4 +13,5 @@\n" in ran.out
    ran = lint(*ONLY, "--fix", "x.yaml", cwd=tmp_path)
    assert (ran.status, ran.out) == (0, "No problems found in 2 Corefiles.\n")
    assert path.read_text() == fixed


@pytest.mark.parametrize(
    "paths", [["."], ["coredns.yaml", "custom.yaml"], ["custom.yaml", "coredns.yaml"]]
)
def test_what_a_corefile_imports_from_another_file(tmp_path: Path, paths: list[str]) -> None:
    main = write(tmp_path, "coredns.yaml", MAIN)
    custom = write(tmp_path, "custom.yaml", f"{CUSTOM}    nosuch\n")
    fixed = custom.read_text().replace("a.example\n", "a.example\n        fallthrough\n")
    only = ("--isolated", "--select", "CF201,CF004", "--output-format", "concise")
    unknown = "custom.yaml:9:5: error[unknown-directive] "

    ran = lint(*only, *paths, cwd=tmp_path)
    assert [line.partition(" ")[0] for line in ran.out.splitlines()] == [
        "custom.yaml:5:5:",
        "custom.yaml:8:5:",
    ]
    ran = lint(*only, "--diff", *paths, cwd=tmp_path)
    assert ran.out.startswith("--- a/custom.yaml\n+++ b/custom.yaml\n@@ -4,5 +4,6 @@\n")
    assert ran.out.count("@@") == 2
    ran = lint(*only, "--fix", *paths, cwd=tmp_path)
    assert (ran.status, ran.err) == (1, "corefile-lint: note: fixed 1 problem\n")
    assert ran.out.startswith(unknown)
    assert ran.out.count("\n") == 1
    assert (main.read_text(), custom.read_text()) == (MAIN, fixed)
    # Nothing of that was taken for clean.
    for more in ((), ("--fix",)):
        ran = lint(*only, *more, *paths, cwd=tmp_path)
        assert (ran.status, ran.out.count("\n")) == (1, 1)


def test_each_file_is_mended_by_its_own_settings(tmp_path: Path) -> None:
    config = '[per-file-ignores]\n"%s.yaml" = ["CF201"]\n'
    for ignoring, fixed in (("coredns", False), ("custom", True)):
        write(tmp_path, ".corefile.toml", config % ignoring)
        write(tmp_path, "coredns.yaml", MAIN)
        custom = write(tmp_path, "custom.yaml", CUSTOM)
        lint("--select", "CF201", "--fix", ".", cwd=tmp_path)
        # Where the Corefile is that imports the key, there its rules are chosen.
        assert ("fallthrough" in custom.read_text()) is fixed


def test_a_file_that_is_not_named_is_not_written(tmp_path: Path) -> None:
    write(tmp_path, "coredns.yaml", MAIN)
    custom = write(tmp_path, "custom.yaml", CUSTOM)
    assert lint(*ONLY, "--fix", "coredns.yaml", cwd=tmp_path).status == 0
    assert custom.read_text() == CUSTOM


@pytest.mark.slow
def test_the_others_of_many_files_are_mended_too(tmp_path: Path) -> None:
    for number in range(60):
        write(tmp_path, f"{number:03}/coredns.yaml", MAIN)
        write(tmp_path, f"{number:03}/custom.yaml", CUSTOM)
    ran = lint_process(*ONLY, "--fix", "--jobs", "2", cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "corefile-lint: note: fixed 60 problems\n")
    found = {path.read_text() for path in tmp_path.glob("*/custom.yaml")}
    assert found == {CUSTOM.replace("a.example\n", "a.example\n        fallthrough\n")}


def test_a_fix_that_cannot_be_made_is_not_promised_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, "Corefile", BAD)
    monkeypatch.setattr(fixing, "as_written", lambda *_: False)
    note = "corefile-lint: note: 1 fix could not be made: the file would not have read as meant\n"
    for option in ("--fix", "--diff"):
        status = main([*ONLY, option, str(path)])
        out, err = capsys.readouterr()
        assert "fixable" not in out
        assert (status, err) == (int(option == "--fix"), note)
        assert path.read_bytes() == BAD
