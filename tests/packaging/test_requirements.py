"""The tests and checks run with the versions that are asked for, wherever these come from."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
LOCK = (ROOT / "requirements" / "dev.txt").read_text("utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
#: A package with the version it is held at.
HELD = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==([^ \\]+)", re.MULTILINE)


def held() -> dict[str, list[Version]]:
    """Give the versions of each package; there are several where Pythons differ."""
    found: dict[str, list[Version]] = {}
    for name, version in HELD.findall(LOCK):
        found.setdefault(canonicalize_name(name), []).append(Version(version))
    return found


def asked_for(extra: str = "dev") -> Iterator[Requirement]:
    """Give what an extra needs, and what the extras need that it names."""
    for requirement in map(Requirement, PROJECT["optional-dependencies"][extra]):
        if requirement.name == PROJECT["name"]:
            for other in requirement.extras:
                yield from asked_for(other)
        else:
            yield requirement


def test_all_that_is_asked_for_is_held() -> None:
    versions = held()
    needed = [*asked_for(), *map(Requirement, PROJECT["dependencies"])]
    assert len(needed) > 10
    wrong = [
        str(requirement)
        for requirement in needed
        if not versions.get(canonicalize_name(requirement.name))
        or not all(
            version in requirement.specifier
            for version in versions[canonicalize_name(requirement.name)]
        )
    ]
    assert not wrong, "run `bash .ci/lock`"


def test_all_that_is_held_has_hashes() -> None:
    lines = LOCK.splitlines()
    first = [number for number, line in enumerate(lines) if HELD.match(line)]
    assert len(first) > 10
    assert all(lines[number + 1].startswith("    --hash=sha256:") for number in first)


def test_no_place_is_named() -> None:
    lines = [line for line in LOCK.splitlines() if not line.lstrip().startswith(("#", "--hash="))]
    assert lines
    assert not [line for line in lines if "://" in line or " @ " in line or line.startswith("-")]
    assert "://" not in LOCK


def test_the_oldest_python_is_the_first_that_is_named() -> None:
    named = re.findall(r":: (3\.\d+)$", "\n".join(PROJECT["classifiers"]), re.MULTILINE)
    assert PROJECT["requires-python"] == f">={min(named, key=Version)}"
