"""Files are replaced as a whole, by one program at a time, and nothing is left beside them."""

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from corefile.text import writing
from corefile.text.writing import Changed, replace_file, write_file
from tests.cli.programs import ROOT

#: What a writer that was killed leaves.
LEFT = ".corefile-abc_1234.tmp"


def test_what_somebody_else_wrote_stays(tmp_path: Path) -> None:
    path = tmp_path / "Corefile"
    path.write_bytes(b"theirs")
    with pytest.raises(Changed):
        replace_file(str(path), b"ours", b"as it was")
    assert path.read_bytes() == b"theirs"
    assert os.listdir(tmp_path) == ["Corefile"]


def test_a_file_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        replace_file(str(tmp_path / "Corefile"), b"ours", b"as it was")
    assert os.listdir(tmp_path) == []


def test_mode_and_link_stay(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    path, link = tmp_path / "there" / "Corefile", tmp_path / "link"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to("there/Corefile")
    replace_file(str(link), b"new", b"old")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", 0o640)
    assert link.is_symlink()


def test_no_change_of_several_writers_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "Corefile"
    path.write_bytes(b"")

    def write(word: bytes) -> None:
        for _ in range(10):
            while True:
                before = path.read_bytes()
                try:
                    replace_file(str(path), before + word, before)
                except Changed:
                    continue
                break

    writers = [threading.Thread(target=write, args=(word,)) for word in (b"a", b"b", b"c")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert bytes(sorted(path.read_bytes())) == b"a" * 10 + b"b" * 10 + b"c" * 10
    assert os.listdir(tmp_path) == ["Corefile"]


@pytest.mark.parametrize("replaces", [True, False])
def test_what_a_writer_that_was_killed_left_is_removed(tmp_path: Path, replaces: bool) -> None:
    path = tmp_path / "Corefile"
    (tmp_path / LEFT).write_bytes(b"half")
    others = {".corefile-12345678.toml", ".corefile-x.tmp", "corefile-abc_1234.tmp"}
    for name in others:
        (tmp_path / name).write_bytes(b"")
    if replaces:
        path.write_bytes(b"old")
        replace_file(str(path), b"new", b"old")
    else:
        write_file(str(path), b"new")
    assert {*os.listdir(tmp_path)} == {"Corefile", *others}


def test_what_is_being_written_stays(tmp_path: Path) -> None:
    beside = writing.new_path(str(tmp_path))
    handle = writing.begun(beside)
    assert handle is not None
    write_file(str(tmp_path / "Corefile"), b"new")
    assert os.path.exists(beside)
    os.close(handle)
    writing.sweep.cache_clear()
    write_file(str(tmp_path / "Corefile"), b"newer")
    assert os.listdir(tmp_path) == ["Corefile"]


def test_a_link_of_such_a_name_stays(tmp_path: Path) -> None:
    (tmp_path / LEFT).symlink_to("elsewhere")
    write_file(str(tmp_path / "Corefile"), b"new")
    assert (tmp_path / LEFT).is_symlink()


@pytest.mark.parametrize("at", ["take_lock", "os.dup", "os.fsync", "os.replace"])
def test_an_interrupt_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: str
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(f"corefile.text.writing.{at}", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(str(tmp_path / "Corefile"), b"new")
    assert os.listdir(tmp_path) == []


#: Writes one file after the other, as long as it is let.
WRITER = """\
import sys
from corefile.cli.replacing import replaced
print("begun", flush=True)
old, new = "a" * 50_000, "b" * 50_000
while True:
    for name in map(str, range(20)):
        assert not replaced(name, old, new)
    old, new = new, old
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_writer_that_is_ended_leaves_whole_files(tmp_path: Path, number: signal.Signals) -> None:
    for name in map(str, range(20)):
        (tmp_path / name).write_bytes(b"a" * 50_000)
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == b"begun\n"
    while (tmp_path / "0").read_bytes()[:1] == b"a":
        assert writer.poll() is None
    writer.send_signal(number)
    writer.wait(10)
    writer.stdout.close()
    if number != signal.SIGKILL:
        assert len(os.listdir(tmp_path)) == 20
    writing.sweep.cache_clear()
    write_file(str(tmp_path / "next"), b"")
    assert len(os.listdir(tmp_path)) == 21
    for name in map(str, range(20)):
        assert (tmp_path / name).read_bytes() in (b"a" * 50_000, b"b" * 50_000)
