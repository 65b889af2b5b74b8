"""Builds the program in tests/oracle/server against an older CoreDNS.

The sources are the same. The module is another one, made for the purpose: it asks for a newer
golang.org/x/sys, for constants that the sources use, and for a newer version of nothing else, so
that all that CoreDNS itself calls is what the release was made of. What its modules reach for
inside the standard library, Go since 1.23 lets be linked on demand only (-checklinkname); and what
Go reads otherwise since 1.26 (URLs with two colons in the host) it reads as before, since no go.mod
before that of 1.15.0 asks for Go 1.26.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from corefile.coredns.releases.release import named, span
from tests.oracle.build import (
    GEOIP,
    SERVER,
    Program,
    Unavailable,
    cache_folder,
    go_environment,
    locked,
    module_folder,
)

#: The Go whose behaviour CoreDNS's go.mod asks for, or an older one that is like it here.
BEHAVIOUR = "go1.25"

#: Where the parser was, by the first release that has it there; newest first.
CADDY = (
    ("1.8.0", "github.com/coredns/caddy"),
    ("1.6.0", "github.com/caddyserver/caddy"),
    ("", "github.com/mholt/caddy"),
)

FLAGS = ("-trimpath", "-ldflags=-s -w -checklinkname=0")


@cache
def program(release: str) -> Program:
    """Return the program that asks a release, built if need be. Raises Unavailable."""
    if sys.platform != "linux":
        raise Unavailable("the oracle confines itself with the means of Linux")
    if shutil.which("go") is None:
        raise Unavailable("Go is not installed")
    folder = folder_of(release)
    built = Program(folder / "oracle", folder / Path(GEOIP).name)
    with locked(cache_folder()):
        if not built.path.exists():
            build(release, folder)
    return built


def is_built(release: str) -> bool:
    """Tell whether the program that asks a release is here; to build it takes minutes."""
    return (folder_of(release) / "oracle").exists()


def folder_of(release: str) -> Path:
    """Return the folder that has the program that asks a release, once it is built."""
    return cache_folder() / f"{release}-{digest(release)}"


def build(release: str, folder: Path) -> None:
    """Build the program into a folder, which appears only when everything is in it."""
    with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
        module = Path(scratch, "module")
        module.mkdir()
        for name, text in sources(release).items():
            (module / name).write_text(text, encoding="utf-8")
        (module / "go.mod").write_text(go_mod(release), encoding="utf-8")
        go(module, "build", *FLAGS, "-o", f"{scratch}/new/oracle", ".")
        # The oldest releases have no database among their tests.
        shutil.copyfile(module_folder() / GEOIP, Path(scratch, "new", Path(GEOIP).name))
        os.rename(f"{scratch}/new", folder)


def go_mod(release: str) -> str:
    """Return the module: the language of the sources, CoreDNS and what the sources need."""
    ours = (SERVER / "go.mod").read_text(encoding="utf-8")
    language, system = (
        next(re.finditer(pattern, ours, re.MULTILINE)).group(1)
        for pattern in (r"^go (\S+)$", r"\bgolang\.org/x/sys (\S+)")
    )
    return (
        f"module corefile.test/oracle\n\ngo {language}\n\nrequire (\n"
        f"\tgithub.com/coredns/coredns v{release}\n\tgolang.org/x/sys {system}\n)\n\n"
        f"godebug default={BEHAVIOUR}\n"
    )


def go(folder: Path, *arguments: str) -> str:
    """Run Go on the module in a folder."""
    done = subprocess.run(
        ["go", *arguments],
        cwd=folder,
        env={**go_environment(), "GOFLAGS": "-mod=mod -buildvcs=false"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unavailable(f"go {arguments[0]}: {done.stderr.strip()[-500:]}")
    return done.stdout


def digest(release: str) -> str:
    """Return a name for the state of the sources and the module."""
    parts = (go_mod(release), *FLAGS, *(word for item in sources(release).items() for word in item))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def sources(release: str) -> dict[str, str]:
    """Return the program's sources by their names, with the parser where the release has it."""
    caddy = next(path for since, path in CADDY if named(release) in span(since))
    return {
        path.name: path.read_text(encoding="utf-8").replace(CADDY[0][1], caddy)
        for path in sorted(SERVER.glob("*.go"))
    }
