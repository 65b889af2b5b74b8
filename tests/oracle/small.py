"""Builds a Go program that answers lines with lines, once for each state of its sources."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

from tests.oracle.build import Unavailable, go_environment, locked


@cache
def program(sources: Path) -> Path:
    """Return the built program of a folder. Raises Unavailable."""
    if shutil.which("go") is None:
        raise Unavailable("Go is not installed")
    folder = cache_folder(sources.name)
    built = folder / digest(sources)
    with locked(folder):
        if not built.exists():
            build(sources, built)
    return built


def cache_folder(name: str) -> Path:
    """Return the folder that holds built programs of a name, outside the tree."""
    kept = os.environ.get("ORACLE_CACHE", os.environ.get("XDG_CACHE_HOME", ""))
    base = kept or Path.home() / ".cache"
    folder = Path(base, f"corefile-{name}")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def digest(folder: Path) -> str:
    """Return a name for the state of the sources."""
    sources = sorted(path for path in folder.iterdir() if path.suffix in (".go", ".mod", ".sum"))
    content = b"".join(path.name.encode() + b"\0" + path.read_bytes() for path in sources)
    return hashlib.sha256(content).hexdigest()[:16]


def go(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run Go in a folder."""
    return subprocess.run(
        ["go", *words],
        cwd=folder,
        env=go_environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def build(sources: Path, target: Path) -> None:
    """Build the program, and remove those of earlier sources. Raises Unavailable."""
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        got = go(sources, "mod", "download")
        if got.returncode:
            raise Unavailable(f"its modules cannot be had: {got.stderr.strip()[-500:]}")
        go(
            sources, "build", "-trimpath", "-ldflags=-s -w", "-o", f"{scratch}/program", "."
        ).check_returncode()
        for old in target.parent.iterdir():
            if old.is_file() and old.name != "lock":
                old.unlink()
        os.rename(f"{scratch}/program", target)
