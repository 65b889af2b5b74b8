"""Where a cursor is, in files of every kind, and what can be written there."""

import asyncio
import gc
import itertools
import time
import weakref

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from corefile.server import shell
from corefile.server.analysis import Analysis
from corefile.server.completion import completions
from corefile.server.hover import hover
from corefile.server.outline import Symbol, folds, selections, symbols
from corefile.server.positions import Change
from corefile.server.spots import Spot, spot_at
from corefile.server.start import server_of
from corefile.server.syntaxes import at
from corefile.server.words import words
from tests.server.client import PLACES, placed
from tests.server.projects import SETTINGS, Defaults

VALUES = """\
servers:
- zones:
  - zone: .
  port: 53
  plugins:
  - name: errors
  - name: kubernetes
    parameters: cluster.local
    configBlock: |-
      pods insecure
  - name: forward
    parameters: . /etc/resolv.conf
"""

QUOTED = 'data:\n  Corefile: ".:53 {\\n  cache {\\n    success 9\\n  }\\n}\\n"\n'
KEY = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: coredns}\n"
CUSTOM = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: coredns-custom}\ndata:\n"
BLANK = f"{KEY}data:\n  Corefile: |\n    .:53 {{\n        errors\n^\n    }}\n"

#: The file, its text with a cursor, what the word there is, and something that it could be.
SPOTS = [
    ("values.yaml", VALUES.replace("kubernetes", "kuber^netes"), "plugin", "kubernetes"),
    ("values.yaml", VALUES.replace("pods insecure", "pods inse^cure"), "value", "verified"),
    ("values.yaml", VALUES.replace("pods insecure", "po^ds insecure"), "property", "pods"),
    ("values.yaml", VALUES.replace("port: 53", "po^rt: 53"), "", ""),
    ("a.yaml", KEY + QUOTED.replace("cache", "ca^che"), "plugin", "cache"),
    ("a.yaml", KEY + QUOTED.replace("success", "succ^ess"), "property", "denial"),
    ("a.yaml", KEY.replace("v1", "v^1") + QUOTED, "", ""),
    ("a.yaml", f"{CUSTOM}  a.override: |\n    log\n    hea^\n", "plugin", "health"),
    ("a.yaml", f"{CUSTOM}  a.server: |\n    a.example {{\n      ^\n    }}\n", "plugin", "health"),
    # A line without as many spaces as the block has, and one with more.
    ("a.yaml", BLANK, "plugin", "health"),
    ("a.yaml", BLANK.replace("^", "  ^"), "plugin", "health"),
    ("a.yaml", BLANK.replace("^", "          ^"), "plugin", "health"),
    ("a.md", "x\n\n```corefile\nforward . 192.0.2.1 {\n   ^\n}\n```\n", "property", "policy"),
    ("Corefile", "^", "key", "tls://"),
    ("Corefile", "# a^", "comment", ""),
    ("Corefile", ".:53 {\n  errors\n  ^", "plugin", "health"),
    ("Corefile", ".:53 {\n  errors # a^\n}\n", "comment", ""),
    ("Corefile", ".:53 {\n  log a#b ^ c\n}\n", "argument", ""),
    ("Corefile", "a {\n}\n^\nb {\n}\n", "key", "a"),
    ("Corefile", "(a) {\n  ^\n}\n", "plugin", "health"),
    ("Corefile", "(a^) {\n}\n", "snippet", ""),
    (
        "Corefile",
        ".:53 {\n  errors {\n    consolidate 5m x {\n      ^\n    }\n  }\n}\n",
        "other",
        "",
    ),
]


def spot_of(name: str, text: str) -> Spot | None:
    offset = text.index("^")
    return spot_at(Analysis(text.replace("^", "", 1), name, SETTINGS), offset)


@pytest.mark.parametrize(("name", "text", "role", "label"), SPOTS)
def test_what_is_at_a_place(name: str, text: str, role: str, label: str) -> None:
    spot = spot_of(name, text)
    assert (spot.role if spot else "") == role
    found = completions(spot) if spot else []
    assert bool(label) is (label in [each.label for each in found])


#: A syntax, which word of it is written, and what it may be.
SYNTAXES = [
    ("FROM TO…", 0, ["FROM"]),
    ("FROM TO…", 1, ["TO"]),
    ("FROM TO…", 9, ["TO"]),
    ("[continue|stop] name|type", 0, ["continue|stop", "name|type"]),
    ("[continue|stop] name|type", 1, ["name|type"]),
    ("[continue|stop] name|type", 2, []),
    ("DURATION [immediate|verify]", 1, ["immediate|verify"]),
    ("", 0, []),
]


@pytest.mark.parametrize(("syntax", "index", "expected"), SYNTAXES)
def test_words_of_a_syntax(syntax: str, index: int, expected: list[str]) -> None:
    assert [slot.text for slot in at(syntax, index)] == expected


def all_symbols(found: tuple[Symbol, ...]) -> list[Symbol]:
    return [*found, *(each for symbol in found for each in all_symbols(symbol.children))]


PIECES = '.:53 {\n|}\n|  errors\n|  hosts {\n|"|#c\n|(a) {\n|import a\n|{$X} |é😀'.split("|")


@pytest.mark.parametrize("place", [*PLACES, "values"])
@given(st.lists(st.sampled_from(PIECES), max_size=10).map("".join), st.floats(0, 1))
def test_answers_are_inside_the_file(place: str, text: str, where: float) -> None:
    name, whole = ("values.yaml", VALUES) if place == "values" else placed(text, place)
    analysis = Analysis(whole, name, SETTINGS)
    size = len(whole)
    offset = round(where * size)
    spot = spot_at(analysis, offset)
    if spot is not None:
        completions(spot)
        hover(spot)
    for symbol in all_symbols(symbols(analysis)):
        # Editors refuse an outline in which a name is outside what it is the name of.
        assert 0 <= symbol.span[0] <= symbol.at[0] <= symbol.at[1] <= symbol.span[1] <= size
    found = selections(analysis, offset)
    assert found[-1] == (0, size)
    for (start, end), (first, last) in itertools.pairwise(found):
        assert first <= start <= end <= last
    assert all(fold.start >= 0 and fold.end <= size for fold in folds(analysis))
    coloured = words(analysis)
    assert all(a.end <= b.start for a, b in itertools.pairwise(coloured))


def test_nothing_is_kept_of_versions_that_are_gone() -> None:
    """However long somebody types: the version that is shown, the one before, and no more."""
    ls = server_of(Defaults())
    params = types.InitializeParams(capabilities=types.ClientCapabilities())
    list(ls.protocol.lsp_initialize(params))
    ls.pause = 0
    uri = "file:///nowhere/Corefile"
    kept: list[weakref.ref[Analysis]] = []

    async def typing() -> None:
        ls.read(uri, ".:53 {\n    errors\n}\n", 0)
        for version in range(1, 60):
            change = Change("x" if version % 2 else "", ((1, 10), (1, 10 + (version + 1) % 2)))
            kept.append(weakref.ref(ls.change(uri, version, [change]).analysis))
            ls.schedule(uri)
            await ls.settled(uri)

    asyncio.run(typing())
    gc.collect()
    assert sum(each() is not None for each in kept) <= 2


def test_one_version_is_checked_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes long goes on when its text is out of date; the next one waits for it."""
    running: list[int] = []
    most: list[int] = []

    def slow(analysis: Analysis) -> float:
        running.append(1)
        most.append(len(running))
        time.sleep(0.05)
        assert analysis.checked
        running.pop()
        return 1.0

    monkeypatch.setattr(shell, "check", slow)
    ls = server_of(Defaults())
    params = types.InitializeParams(capabilities=types.ClientCapabilities())
    list(ls.protocol.lsp_initialize(params))
    ls.pause = 0
    ls._seconds = 1.0
    uri = "file:///nowhere/Corefile"

    async def typing() -> None:
        ls.read(uri, ".:53 {\n    errors\n}\n", 0)
        for version in range(1, 6):
            ls.change(uri, version, [Change(" ", ((1, 0), (1, 0)))])
            ls.schedule(uri)
            await asyncio.sleep(0.03)
        await ls.settled(uri)

    asyncio.run(typing())
    assert most
    assert max(most) == 1
    assert ls.buffers[uri].analysis.is_checked
