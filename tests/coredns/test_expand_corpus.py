"""The Corefiles of public repositories, where a copy of them is at hand, with CoreDNS's answers."""

import hashlib
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corefile import Memory, Source, expand, parse
from corefile.documents import read

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
EXPECTED = CORPUS / "expected.jsonl"

pytestmark = pytest.mark.skipif(not EXPECTED.is_file(), reason="the corpus is not here")


def entries() -> list[dict[str, Any]]:
    if not EXPECTED.is_file():
        return []
    return [json.loads(line) for line in EXPECTED.read_text("utf-8").splitlines()]


def check(text: str, entry: dict[str, Any]) -> None:
    """Check that a text is read as CoreDNS read it, none of the files it imports being there."""
    tree = parse(text)
    assert str(tree) == text
    expected = {key: entry[key] for key in ("blocks", "error") if key in entry}
    assert expand(tree, read=Memory({})).to_dict() == expected


PLAIN = [entry for entry in entries() if "#" not in entry["file"]]
EMBEDDED = [entry for entry in entries() if "#" in entry["file"]]


@pytest.mark.parametrize("entry", PLAIN, ids=[entry["file"] for entry in PLAIN])
def test_plain(entry: dict[str, Any]) -> None:
    data = (CORPUS / entry["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == entry["sha256"]
    source = Source.decode(data, "Corefile")
    assert source.encode() == data
    check(source.text, entry)


@cache
def embedded(name: str) -> list[tuple[str, str]]:
    """Return key and text of each Corefile in a manifest."""
    text = (CORPUS / name).read_bytes().decode("utf-8", "surrogateescape")
    return [(c.origin.title.rpartition("key ")[2], c.text) for c in read(text, name).corefiles]


def matching(entry: dict[str, Any]) -> Iterator[str]:
    name, _, key = entry["file"].partition("#")
    for label, text in embedded(name):
        digest = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()
        if (label, digest) == (key, entry["sha256"]):
            yield text


@pytest.mark.parametrize("entry", EMBEDDED, ids=[entry["file"] for entry in EMBEDDED])
def test_embedded(entry: dict[str, Any]) -> None:
    check(next(matching(entry)), entry)
