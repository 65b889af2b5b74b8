"""Files are found as Go's filepath.Glob finds them, and read only where that is allowed."""

import errno
import os
from pathlib import Path

import pytest

from corefile.coredns.imports.files import BadPattern, Files, Memory, OutsideRoot, Reader, TooLarge
from corefile.vocabulary import MAX_BYTES, MAX_WORDS

NAMES = ["a.conf", "b.conf", ".hidden", "c[d", "e*f", "sub/a.conf", "sub/x", "sub/deep/a.conf"]

#: Pattern, and what filepath.Glob gives for it.
MATCHES: dict[str, list[str]] = {
    "a.conf": ["a.conf"],
    "none.conf": [],
    "*.conf": ["a.conf", "b.conf"],
    "*": [".hidden", "a.conf", "b.conf", "c[d", "e*f", "sub"],
    ".*": [".hidden"],
    "?.conf": ["a.conf", "b.conf"],
    "??.conf": [],
    "a.con?": ["a.conf"],
    "a*f": ["a.conf"],
    "*f": ["a.conf", "b.conf", "e*f"],
    "e\\*f": ["e*f"],
    "e\\*?": ["e*f"],
    "\\a.conf": ["a.conf"],
    "sub": ["sub"],
    "sub/*": ["sub/a.conf", "sub/deep", "sub/x"],
    "*/a.conf": ["sub/a.conf"],
    "*/x": ["sub/x"],
    "*/none": [],
    "*/deep/a.conf": ["sub/deep/a.conf"],
    "none/*": [],
    "a.conf/*": [],
    "su?/x": ["sub/x"],
}
#: What only real folders show: in memory there are files only.
FOLDERS = {"sub", "sub/deep"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sub" / "deep").mkdir(parents=True)
    for name in NAMES:
        (tmp_path / name).write_text(name, "utf-8")
    return tmp_path


@pytest.mark.parametrize(("pattern", "expected"), MATCHES.items())
def test_glob_on_disk(folder: Path, pattern: str, expected: list[str]) -> None:
    for reader in (Files(), Files(folder)):
        found = reader.glob(f"{folder}/{pattern}")
        assert [os.path.relpath(path, folder) for path in found] == expected


@pytest.mark.parametrize(("pattern", "expected"), MATCHES.items())
def test_glob_in_memory(pattern: str, expected: list[str]) -> None:
    reader = Memory({f"/etc/{name}": "" for name in NAMES})
    found = reader.glob(f"/etc/{pattern}")
    files = [name for name in expected if name not in FOLDERS]
    assert [path.removeprefix("/etc/") for path in found] == files


@pytest.mark.parametrize("pattern", ["/etc/[", "/etc/[a", "/etc/a\\", "/etc/*[/x", "/[/*"])
@pytest.mark.parametrize(
    "reader",
    [Files(), Files("/"), Memory({"/etc/x": ""})],
    ids=["disk", "root", "memory"],
)
def test_bad_pattern(reader: Reader, pattern: str) -> None:
    with pytest.raises(BadPattern, match="syntax error in pattern"):
        reader.glob(pattern)


def test_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert Files().absolute("a/../b/./Corefile") == f"{Path.cwd()}/b/Corefile"
    assert Files().absolute("/a//b/") == "/a/b"
    assert Memory({}).absolute("Corefile") == "/Corefile"
    assert Memory({}, "/etc/coredns").absolute("../Corefile") == "/etc/Corefile"


def test_read_on_disk(folder: Path) -> None:
    (folder / "bytes").write_bytes(b"\xff\r\n")
    assert Files(folder).read(f"{folder}/bytes") == b"\xff\r\n"
    with pytest.raises(IsADirectoryError):
        Files().read(f"{folder}/sub")
    with pytest.raises(FileNotFoundError):
        Files().read(f"{folder}/none")


def test_read_in_memory() -> None:
    reader = Memory({"/a": "é\udcff", "/b": b"\xff"})
    assert (reader.read("/a"), reader.read("/b")) == (b"\xc3\xa9\xff", b"\xff")
    with pytest.raises(FileNotFoundError):
        reader.read("/c")


def test_what_is_no_regular_file_is_not_read(tmp_path: Path) -> None:
    """Reading a pipe that nobody writes to would never end."""
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a regular file"):
        Files().read(f"{tmp_path}/pipe")


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large"
    path.write_bytes(b"")
    os.truncate(path, MAX_BYTES)
    assert len(Files().read(str(path))) == MAX_BYTES
    os.truncate(path, MAX_BYTES + 1)
    with pytest.raises(OSError, match="larger than 16 MiB") as refused:
        Files().read(str(path))
    assert refused.value.errno == errno.EFBIG
    path.write_bytes(b"x " * MAX_WORDS)
    assert len(Files().read(str(path))) == 2 * MAX_WORDS
    path.write_bytes(b"x " * (MAX_WORDS + 1))
    with pytest.raises(TooLarge, match="longer than 1,000,000 words"):
        Files().read(str(path))


@pytest.fixture
def fenced(tmp_path: Path) -> Path:
    """Return a folder with a file, links in and out of it, and files around it."""
    root = tmp_path / "root"
    (root / "in").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    for name in ("root/file", "root/in/file", "out/file", "root-too"):
        (tmp_path / name).write_text("log", "utf-8")
    (root / "link").symlink_to("in/file")
    (root / "folder-link").symlink_to("in")
    (root / "escape").symlink_to(tmp_path / "out" / "file")
    (root / "folder-escape").symlink_to("../out")
    (root / "chain").symlink_to("escape")
    (root / "dangling").symlink_to("../out/none")
    (root / "loop").symlink_to("loop")
    return root


@pytest.mark.parametrize("name", ["file", "in/file", "link", "folder-link/file", "in/../file"])
def test_inside_root(fenced: Path, name: str) -> None:
    path = f"{fenced}/{name}"
    assert Files(fenced).glob(path) == [path]
    assert Files(str(fenced) + "/").read(path) == b"log"


@pytest.mark.parametrize(
    "name",
    [
        *("../out/file", "../root-too", "../out/none", "escape", "chain", "dangling"),
        *("folder-escape/file", "folder-link/../../out/file"),
    ],
)
def test_outside_root(fenced: Path, name: str) -> None:
    """Neither is read, nor told to be there or not."""
    for use in (Files(fenced).glob, Files(fenced).read):
        with pytest.raises(OutsideRoot):
            use(f"{fenced}/{name}")


def test_patterns_do_not_look_outside_of_root(fenced: Path) -> None:
    for pattern in ("../*", "../out/*", "folder-escape/*", "../*/file", "*/../../out/*"):
        with pytest.raises(OutsideRoot):
            Files(fenced).glob(f"{fenced}/{pattern}")


def test_root_may_be_a_link(fenced: Path) -> None:
    link = fenced.parent / "root-link"
    link.symlink_to(fenced)
    assert Files(link).read(f"{link}/in/file") == b"log"
    assert Files(link).read(f"{fenced}/in/file") == b"log"
    with pytest.raises(OutsideRoot):
        Files(link).read(f"{fenced.parent}/out/file")


def test_link_that_leads_to_itself(fenced: Path) -> None:
    with pytest.raises(OSError, match="symbolic links"):
        Files(fenced).read(f"{fenced}/loop")
