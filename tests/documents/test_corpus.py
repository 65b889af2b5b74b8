"""The Corefiles in manifests of public repositories, where a copy of them is at hand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from corefile.documents import read

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")


def expected() -> dict[str, set[tuple[str, str]]]:
    """The key and the sha256 of every text in a ConfigMap, by file."""
    texts: dict[str, set[tuple[str, str]]] = {}
    for line in (CORPUS / "expected.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        folder, _, rest = entry["file"].partition("/")
        if folder == "configmap":
            name, _, key = rest.partition("#")
            texts.setdefault(name, set()).add((key, entry["sha256"]))
    return texts


def test_texts_are_those_coredns_was_given() -> None:
    for name, texts in expected().items():
        content = (CORPUS / "configmap" / name).read_bytes().decode("utf-8", "surrogateescape")
        document = read(content, name)
        assert texts <= {
            (
                corefile.origin.title.rpartition("key ")[2],
                hashlib.sha256(corefile.text.encode("utf-8", "surrogateescape")).hexdigest(),
            )
            for corefile in document.corefiles
        }, name


def test_every_file_is_read() -> None:
    paths = sorted((CORPUS / "configmap").iterdir()) if CORPUS.is_dir() else []
    for path in paths:
        content = path.read_bytes().decode("utf-8", "surrogateescape")
        document = read(content, path.name)
        for corefile in document.corefiles:
            # Every character is in a copied run, or has a place of its own.
            placed = sum(max(run.length, 1) for run in corefile.map.segments)
            assert placed >= len(corefile.text), path
            for run in corefile.map.segments:
                outer = content[run.outer : run.outer + run.length]
                assert outer == corefile.text[run.inner : run.inner + run.length], path
