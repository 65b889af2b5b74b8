"""Whatever it is given, the linter says something clear, and soon."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.programs import ROOT, Ran, lint, lint_process
from tests.cli.test_lint import BAD, write


def clear(ran: Ran) -> None:
    assert "Traceback" not in ran.out + ran.err
    assert "Exception" not in ran.err
    assert "Warning:" not in ran.err


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x7fELF\x02\x01\x01\x00", "a binary file, not text"),
        (bytes(range(1, 9)) * 20, "a binary file, not text"),
        (
            ". {".encode("utf-16"),
            "written in UTF-16, and CoreDNS reads UTF-8: save it as UTF-8, or convert it with"
            " `iconv -f UTF-16 -t UTF-8` (`>` in Windows PowerShell writes UTF-16)",
        ),
        (b"{" * (17 << 20), "larger than 16 MiB, which no Corefile is"),
        (b"{ " * 1_100_000, "longer than 1,000,000 words, which no Corefile is"),
    ],
    ids=["elf", "controls", "utf-16", "large", "words"],
)
def test_what_is_no_corefile(tmp_path: Path, content: bytes, reason: str) -> None:
    write(tmp_path, "Corefile", content)
    ran = lint("Corefile", cwd=tmp_path)
    assert ran.status == 3
    assert ran.err == f"corefile-lint: error: Corefile: {reason}\n"
    clear(ran)


FOUND: list[tuple[str, str | bytes, str]] = [
    ("Corefile", ". {\n" + "a {\n" * 10_000, "syntax-error"),
    ("Corefile", "import Corefile\n", "import-error"),
    ("Corefile", ". {\n import .\n}\n", "import-error"),
    ("cm.yaml", "kind: ConfigMap\ndata:\n  Corefile: |\n   a\n b: [\n", "unreadable-document"),
    ("cm.yaml", "kind: ConfigMap\ndata:\n  Corefile: [1]\n", "unreadable-document"),
    ("cm.yaml", "kind: ConfigMap\nCorefile: " + "[" * 50_000, "unreadable-document"),
    ("Corefile", b". {\n \x1b[31mred\x1b]0;t\x07 \xff\xfe\xf0 }\n", "brace-misplaced"),
    ("Corefile", '. {\n log "never closed\n}\n', "unterminated-quote"),
]


@pytest.mark.parametrize(("name", "content", "rule"), FOUND)
def test_what_is_a_finding(tmp_path: Path, name: str, content: str | bytes, rule: str) -> None:
    write(tmp_path, name, content)
    ran = lint(name, cwd=tmp_path)
    assert ran.status == 1
    assert f"error[{rule}]" in ran.out
    assert "\x1b" not in ran.out
    clear(ran)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_findings_where_the_terminal_is_not_utf_8(tmp_path: Path, encoding: str) -> None:
    found = [row for row in FOUND if len(row[1]) < 1_000]  # the others would take long again
    paths = [write(tmp_path / str(n), name, text) for n, (name, text, _) in enumerate(found)]
    ran = lint_process(*paths, cwd=tmp_path, env={"PYTHONIOENCODING": encoding})
    assert ran.status == 1
    for path, (*_, rule) in zip(paths, found, strict=True):
        place = re.escape(str(path.relative_to(tmp_path)))
        assert re.search(rf"^\S*{place}:\d+:\d+: error\[{rule}\]", ran.out, re.MULTILINE)
    assert "\x1b" not in ran.out
    clear(ran)


def test_ten_thousand_nested_braces(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", ". {\n" + "a {\n" * 10_000 + "}\n" * 10_001)
    clear(lint("Corefile", cwd=tmp_path))


def test_links_that_go_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "Corefile").symlink_to("Corefile")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "up").symlink_to("..")
    ran = lint(cwd=tmp_path)
    assert ran.status == 3
    assert ran.err == "corefile-lint: error: Corefile: Too many levels of symbolic links\n"


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "Corefile")
    assert "no Corefile found" in lint(cwd=tmp_path).err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", BAD).chmod(0)
    ran = lint("Corefile", cwd=tmp_path)
    assert (ran.status, ran.err) == (3, "corefile-lint: error: Corefile: Permission denied\n")


def test_a_name_full_of_tricks(tmp_path: Path) -> None:
    write(tmp_path, "a\x1b[31m\nb.corefile", BAD)
    write(tmp_path, os.fsdecode(b"\xff.corefile"), BAD)
    ran = lint_process(cwd=tmp_path, env={"PYTHONIOENCODING": "ascii"})
    assert "Found 2 errors in 2 files." in ran.out
    assert "\x1b" not in ran.out
    clear(ran)


def test_an_empty_file_is_read(tmp_path: Path) -> None:
    write(tmp_path, "Corefile", "")
    clear(lint("Corefile", cwd=tmp_path))


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "| true", ">/dev/full"])
def test_streams_that_fail(tmp_path: Path, closed: str) -> None:
    write(tmp_path, "Corefile", BAD * 170)
    done = subprocess.run(
        ["bash", "-c", f'"{sys.executable}" -m corefile.cli.lint Corefile {closed}'],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    if closed == ">/dev/full":
        assert done.returncode == 3
        assert done.stderr == b"corefile-lint: error: standard output: No space left on device\n"
    else:
        assert done.stderr == b""
