"""What is written is what is read."""

from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.editing import Editor, Inexpressible, written
from corefile.editing.quoting import Word
from corefile.syntax.parser import parse
from tests.oracle.client import ask
from tests.oracle.protocol import Request
from tests.syntax.texts import PIECES

WRITTEN = [
    ("a", "a"),
    (53, "53"),
    ("/etc/resolv.conf", "/etc/resolv.conf"),
    ("{$VAR}", "{$VAR}"),
    ("{}", "{}"),
    ('a"b', 'a"b'),
    ('a\\"b', 'a\\"b'),
    ("a\\", "a\\"),
    ("", '""'),
    ("a b", '"a b"'),
    ("a#b", '"a#b"'),
    ("a\nb", '"a\nb"'),
    ("a\rb", '"a\rb"'),
    ('"a"', '"\\"a\\""'),
    ('say "no"', '"say \\"no\\""'),
    ("a b\\\\", '"a b\\\\"'),
    ("a\0b", "a\0b"),
    ("\x1c", "\x1c"),
    ("\u2028", '"\u2028"'),
]

REFUSED = [
    ("{", "a brace alone"),
    ("}", "a brace alone"),
    ("a b\\", "last backslash"),
    ('a b\\"c', "a backslash cannot be written before a quote"),
    ("\udcff", "a byte that is not UTF-8"),
    ("\ud800", "surrogate"),
]


@pytest.mark.parametrize(("value", "text"), WRITTEN)
def test_quotes_where_they_are_needed(value: str | int, text: str) -> None:
    assert written(value) == text


@pytest.mark.parametrize(("value", "why"), REFUSED)
def test_values_that_cannot_be_written(value: str, why: str) -> None:
    with pytest.raises(Inexpressible, match=why):
        written(value)


VALUES = st.text() | st.lists(st.sampled_from(PIECES), max_size=4).map("".join)


def attempt(value: str) -> str | None:
    try:
        return written(value)
    except Inexpressible:
        return None


@given(VALUES)
def test_what_is_written_is_read_back(value: str) -> None:
    text = attempt(value)
    if text is not None:
        tree = parse(f". {{\n log {text} x\n}}\n")
        assert [arg.value for arg in tree.servers[0].body.directives[0].args] == [value, "x"]
        return
    for candidate in (value, '"' + value.replace('"', '\\"') + '"', f'"{value}"'):
        tree = parse(f". {{\n log {candidate} x\n}}\n")
        words = tree.servers[0].body.directives[0]
        assert [arg.value for arg in words.args] != [value, "x"] or words.block is not None


@pytest.mark.coredns
@given(st.lists(VALUES, min_size=50, max_size=50))
def test_coredns_reads_what_was_written(values: list[str]) -> None:
    asked = [(value, text) for value in values if (text := attempt(value)) and "{" not in value]
    answers = ask([Request(f". {{\n log {text} x\n}}\n") for _, text in asked])
    for (value, _), answer in zip(asked, answers, strict=True):
        assert answer.parsed is not None
        words = [word for _, word in answer.parsed["blocks"][0]["tokens"]["log"]]
        assert words == ["log", value, "x"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (30, "30"),
        (timedelta(seconds=90), "1m30s"),
        (timedelta(milliseconds=250), "250ms"),
        (timedelta(), "0s"),
        (ip_address("192.0.2.1"), "192.0.2.1"),
        (ip_network("2001:db8::/32"), "2001:db8::/32"),
    ],
)
def test_what_may_be_given_for_a_word(value: Word, text: str) -> None:
    editor = Editor(". {\n    f\n}\n", check=False)
    editor.server(".").plugin("f").args = [value]
    assert editor.server(".").plugin("f").args == [text]


@pytest.mark.parametrize("value", [None, True, 1.5, b"x", ["x"], ("x",), {}])
def test_what_may_not(value: Any) -> None:
    editor = Editor(". {\n    cache\n}\n", check=False)
    server, line = editor.server("."), editor.server(".").plugin("cache")
    changes: list[Callable[[], object]] = [
        lambda: server.add("log", value),
        lambda: server.append(value),
        lambda: line.args.append(value),
        lambda: line.args.insert(0, value),
        lambda: setattr(line, "name", value),
        lambda: setattr(server, "keys", [value]),
        lambda: editor.add_server(value),
        lambda: server.set("cache", value),
    ]
    for change in changes:
        with pytest.raises(TypeError, match="word"):
            change()
    assert str(editor) == ". {\n    cache\n}\n"


def test_a_duration_is_not_negative() -> None:
    with pytest.raises(ValueError, match="not negative: -1 seconds"):
        written(timedelta(seconds=-1))
