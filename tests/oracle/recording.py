"""Answers of CoreDNS kept as data, so that a machine without Go compares against them.

A recording is JSON lines: first `{"coredns": RELEASE, "directives": […]}`, then one object for each
Corefile with its `name`, `request` and `answer`.
"""

import gzip
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.oracle.cases import HERE, Case
from tests.oracle.protocol import Answer

RECORDED = HERE / "recorded"


@dataclass(frozen=True, slots=True)
class Recording:
    """The answers of one release of CoreDNS."""

    release: str
    #: The names of the plugins in the order in which they are set up.
    directives: tuple[str, ...]
    entries: tuple[tuple[Case, Answer], ...]


@cache
def load(path: Path) -> Recording:
    """Read a recording."""
    head, *lines = read_lines(path)
    entries = tuple((Case.from_dict(line), Answer.from_dict(line["answer"])) for line in lines)
    return Recording(head["coredns"], tuple(head["directives"]), entries)


def save(path: Path, recording: Recording) -> None:
    """Write a recording, compressed if its name says so; the same bytes for the same answers."""
    head: dict[str, Any] = {"coredns": recording.release, "directives": recording.directives}
    lines = [head]
    lines += [{**case.to_dict(), "answer": answer.to_dict()} for case, answer in recording.entries]
    text = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in lines)
    data = text.encode()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(gzip.compress(data, mtime=0) if path.suffix == ".gz" else data)


def read_lines(path: Path) -> Iterator[Any]:
    """Return the objects of a file of JSON lines."""
    data = path.read_bytes()
    text = gzip.decompress(data) if path.suffix == ".gz" else data
    return map(json.loads, io.BytesIO(text))


def recordings() -> Sequence[Path]:
    """Return the paths of all recordings."""
    return sorted(RECORDED.glob("*.jsonl*"))
