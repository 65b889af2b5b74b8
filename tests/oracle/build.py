"""Builds the program in `server/`, once for each state of its sources."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

SERVER = Path(__file__).parent / "server"
#: A small database among CoreDNS's own tests, for Corefiles that name one.
GEOIP = "plugin/geoip/testdata/GeoLite2-City.mmdb"

WEEK = 7 * 24 * 3600


class Unavailable(Exception):
    """CoreDNS cannot be asked on this machine."""


@dataclass(frozen=True, slots=True)
class Program:
    """The built program and the database it is given."""

    path: Path
    geoip: Path


@cache
def program() -> Program:
    """Return the program, built if need be. Raises Unavailable."""
    check_machine()
    built = place()
    with locked(cache_folder()):
        if not built.path.exists():
            build(built.path.parent)
            remove_old(built.path.parent)
    return built


def check_machine() -> None:
    """Raise Unavailable where the program can neither be built nor run."""
    if sys.platform != "linux":
        raise Unavailable("the oracle confines itself with the means of Linux")
    if shutil.which("go") is None:
        raise Unavailable("Go is not installed")


def is_built() -> bool:
    """Tell whether the program is there already."""
    return place().path.exists()


def place() -> Program:
    """Return where the program is once it is built."""
    folder = cache_folder() / digest()
    return Program(folder / "oracle", folder / Path(GEOIP).name)


def build(folder: Path) -> None:
    """Build the program into a folder, which appears only when everything is in it."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        go("build", "-trimpath", "-ldflags=-s -w", "-o", f"{scratch}/new/oracle", ".")
        shutil.copyfile(module_folder() / GEOIP, Path(scratch, "new", Path(GEOIP).name))
        os.rename(f"{scratch}/new", folder)


def module_folder() -> Path:
    """Return the folder with CoreDNS's sources. Raises Unavailable."""
    if shutil.which("go") is None:
        raise Unavailable("Go is not installed")
    folder = go("list", "-m", "-f", "{{.Dir}}", "github.com/coredns/coredns").strip()
    if not folder:
        raise Unavailable("the sources of CoreDNS are not on this machine")
    return Path(folder)


def go(*arguments: str) -> str:
    """Run Go on the program's sources."""
    done = subprocess.run(
        ["go", *arguments],
        cwd=SERVER,
        env=go_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unavailable(f"go {arguments[0]}: {done.stderr.strip()[-500:]}")
    return done.stdout


def go_environment() -> dict[str, str]:
    """Return the environment for Go, which finds its own cache where users have theirs.

    While tests run, XDG_CACHE_HOME says something else (tests/conftest.py).
    """
    env = {**os.environ, "CGO_ENABLED": "0"}
    home = env.get("ORACLE_CACHE", env.get("XDG_CACHE_HOME", ""))
    return {**env, "XDG_CACHE_HOME": home}


def cache_folder() -> Path:
    """Return the folder that holds built programs, outside the tree."""
    kept = os.environ.get("ORACLE_CACHE", os.environ.get("XDG_CACHE_HOME", ""))
    base = kept or Path.home() / ".cache"
    folder = Path(base, "corefile-oracle")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def digest() -> str:
    """Return a name for the state of the sources."""
    sources = sorted(path for path in SERVER.iterdir() if path.suffix in (".go", ".mod", ".sum"))
    content = b"".join(path.name.encode() + b"\0" + path.read_bytes() for path in sources)
    return hashlib.sha256(content).hexdigest()[:16]


def remove_old(folder: Path) -> None:
    """Remove programs of earlier sources that nobody can be running; each is some 70 MB."""
    for other in folder.parent.iterdir():
        if other.is_dir() and time.time() - other.stat().st_mtime > WEEK:
            shutil.rmtree(other, ignore_errors=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let one process build at a time."""
    with open(folder / "lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
