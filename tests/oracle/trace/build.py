"""Builds the program in `program/` against a release of CoreDNS.

The module is that of tests/oracle/server for the release named there, and one made for the purpose
(tests/oracle/older/build.py) for any other.
"""

import hashlib
import os
import tempfile
from functools import cache
from pathlib import Path

from tests.oracle.build import SERVER, cache_folder, check_machine, locked, remove_old
from tests.oracle.older.build import FLAGS, go, go_mod

PROGRAM = Path(__file__).parent / "program"


@cache
def program(release: str) -> Path:
    """Return the path of the program for a release; build it if need be. Raise Unavailable."""
    check_machine()
    folder = place(release)
    with locked(cache_folder()):
        if not folder.exists():
            build(sources(release), folder)
            remove_old(folder)
    return folder / "trace"


def is_built(release: str) -> bool:
    """Tell whether the program for a release is there already."""
    return place(release).exists()


def place(release: str) -> Path:
    """Return the folder of the program for a release."""
    return cache_folder() / f"trace-{release}-{digest(sources(release))}"


def build(files: dict[str, bytes], folder: Path) -> None:
    """Build the program into a folder, which appears only when the program is in it."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        module = Path(scratch, "module")
        module.mkdir()
        for name, content in files.items():
            (module / name).write_bytes(content)
        go(module, "build", *FLAGS, "-o", f"{scratch}/new/trace", ".")
        os.rename(f"{scratch}/new", folder)


def sources(release: str) -> dict[str, bytes]:
    """Return the files of the module by their names."""
    files = {path.name: path.read_bytes() for path in sorted(PROGRAM.glob("*.go"))}
    pinned = (SERVER / "go.mod").read_bytes()
    if f"github.com/coredns/coredns v{release}\n".encode() in pinned:
        return {**files, "go.mod": pinned, "go.sum": (SERVER / "go.sum").read_bytes()}
    return {**files, "go.mod": go_mod(release).encode()}


def digest(files: dict[str, bytes]) -> str:
    """Return a name for the state of the sources."""
    content = b"\0".join(name.encode() + b"\0" + text for name, text in files.items())
    return hashlib.sha256(content).hexdigest()[:16]
