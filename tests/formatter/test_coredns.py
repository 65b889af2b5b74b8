"""CoreDNS reads a formatted Corefile as it read it before: compared with its recorded answers, and
with those of CoreDNS itself where it can be asked. What is imported is formatted too.
"""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import corefile
from corefile.formatter import format_corefile
from tests.examples import some
from tests.formatter.laws import check
from tests.oracle.cases import CORPUS, corpus, handwritten
from tests.oracle.client import ask
from tests.oracle.compare import World, parsed
from tests.oracle.generate import generate
from tests.oracle.protocol import Answer, Request
from tests.oracle.recording import load, recordings

PATHS = recordings()
#: Where CoreDNS names a line.
LINE = re.compile(r":\d+\b")


class Log(World):
    """Reads the files of a request, and notes which."""

    def __init__(self, files: Mapping[str, str]) -> None:
        super().__init__(files)
        self.imported: set[str] = set()

    def read(self, path: str) -> bytes:
        self.imported.add(path)
        return super().read(path)


def formatted(request: Request) -> Request:
    """Return the request with the Corefile and what it imports formatted."""
    log = Log(request.files)
    if request.files:
        corefile.expand(corefile.parse(request.text), env=request.env, read=log)
    files = {
        name: format_corefile(text).text
        if os.path.join("/etc/coredns", name) in log.imported
        else text
        for name, text in request.files.items()
    }
    return replace(request, text=format_corefile(request.text).text, files=files)


def words(read: Mapping[str, Any]) -> object:
    """Return what is read, with the steps between lines instead of line numbers."""
    if "error" in read:
        return LINE.sub("", read["error"])
    return [
        (block["keys"], {name: [*steps(tokens)] for name, tokens in block["tokens"].items()})
        for block in read["blocks"]
    ]


def steps(tokens: list[list[Any]]) -> Iterator[tuple[str, int]]:
    """Yield each word, and whether it begins a line, goes on with one, or goes back."""
    end = 0
    for line, text in tokens:
        yield text, (line > end) - (line < end)
        end = line + text.count("\n")


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.name)
def test_reads_what_coredns_read_before(path: Path) -> None:
    changed = 0
    entries = load(path).entries
    for case, answer in entries if path.name == "inputs.jsonl" else some(entries):
        after = formatted(case.request)
        if after == case.request:
            continue  # tests/oracle/test_recorded.py asks what is read from it
        changed += 1
        if answer.parsed is not None:
            assert words(parsed(after)) == words(answer.parsed), case.name
    assert changed


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_the_corpus() -> None:
    checked = [check(case.request.text) for case in corpus()]
    assert any(checked)
    for case in corpus():
        tree = corefile.parse(format_corefile(case.request.text).text)
        # None of the files that are imported is there.
        now = corefile.expand(tree, read=corefile.Memory({})).to_dict()
        assert words(now) == words(case.parsed), case.name


def test_the_inputs() -> None:
    checked = [check(case.request.text) for case in handwritten()]
    assert any(checked)


@pytest.mark.coredns
def test_coredns_itself_answers_the_same() -> None:
    requests = [case.request for case in handwritten()]
    requests += [*generate("formatted", 500), *(case.request for case in corpus())]
    changed = [(each, after) for each in requests if (after := formatted(each)) != each]
    before, now = (ask([pair[side] for pair in changed]) for side in (0, 1))
    assert len(changed) > 100
    for (request, _), old, new in zip(changed, before, now, strict=True):
        assert essence(old) == essence(new), request.text


def essence(answer: Answer) -> object:
    """Return what CoreDNS says, without the numbers of lines."""
    read = None if answer.parsed is None else words(answer.parsed)
    said = "" if answer.verdict == "environment" or answer.unstable else answer.message
    return read, answer.verdict, answer.stage, answer.plugin, LINE.sub("", said)
