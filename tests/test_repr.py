"""Every public object is shown in a line, whatever it holds."""

import dataclasses
import inspect
from importlib import import_module
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corefile.coredns.catalogue.cursor import Refused
from corefile.coredns.catalogue.schema import Plugin, Value
from corefile.coredns.imports.expand import expand
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import configure
from corefile.documents import read
from corefile.editing import EditError, Editor, NotFound
from corefile.editing.handles import Handle
from corefile.editing.words import Words
from corefile.lint.document import lint_document
from corefile.opened import OpenCorefile, OpenFile
from corefile.syntax.parser import parse
from corefile.syntax.tree import Node, Token
from corefile.text.brief import WIDTH, Brief, cut
from tests.test_api import shown

OPENED = {"OpenFile", "OpenCorefile"}
TOKEN = Token("", "a", "a", 0, 1, 1)


def public_classes() -> list[type]:
    """Return the classes that stand in the reference."""
    found = []
    for name in shown():
        module, _, attribute = name.rpartition(".")
        item = getattr(import_module(module), attribute)
        if inspect.isclass(item) and item.__module__.startswith("corefile."):
            found.append(item)
    return found


CLASSES = public_classes()
#: Records with a `repr` of their own.
OWN = (Node, OpenCorefile)
RECORDS = [each for each in CLASSES if dataclasses.is_dataclass(each) and not issubclass(each, OWN)]
EXCEPTIONS = [each for each in CLASSES if issubclass(each, Exception)]
TEXTS = st.text(max_size=30) | st.text().map(lambda text: f"{text}\n" * 50)
SCALARS = st.none() | st.booleans() | st.integers() | TEXTS | st.floats()
VALUES: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(TEXTS, inner, max_size=3)
        | inner.map(lambda value: Value(value, ExpandedToken(str(value), TOKEN, parse("").source)))
    ),
    max_leaves=5,
)


def fits(thing: object) -> bool:
    text = repr(thing)
    return len(text) <= WIDTH and text.isprintable()


def filled(kind: type, value: Any) -> object:
    """Return a record with the same value in each of its fields."""
    record: Any = object.__new__(kind)
    for item in dataclasses.fields(kind):
        object.__setattr__(record, item.name, value)
    return record


@pytest.mark.parametrize("kind", RECORDS)
def test_a_record_fits_a_line(kind: type) -> None:
    for value in ("a", "a" * 1000, "\n\r\x00\udc80" * 90, ("b",) * 500, {"a": "b"}, 10**200, None):
        assert fits(filled(kind, value)), value
    assert repr(filled(kind, "a")).startswith(f"{kind.__qualname__}(")


@given(st.sampled_from(RECORDS), VALUES)
def test_a_record_fits_whatever_it_holds(kind: type, value: Any) -> None:
    assert fits(filled(kind, value))


@given(st.sampled_from(EXCEPTIONS), TEXTS)
def test_an_exception_fits_a_line(kind: type[Exception], text: str) -> None:
    assert fits(kind(text, None) if kind is Refused else kind(text))


@given(st.text('ab{}() \n"#:.,') | TEXTS)
def test_nodes_and_handles_fit_a_line(text: str) -> None:
    tree = parse(text)
    assert all(map(fits, tree.walk()))
    assert all(map(fits, tree.tokens()))
    assert all(map(fits, tree.errors))
    editor = Editor(tree)
    handles = [*editor.servers, *editor.snippets, *editor.imports]
    assert all(map(fits, [editor, *handles]))
    assert all(fits(server.keys) for server in editor.servers)
    assert all(fits(line) and fits(line.args) for holder in editor.servers for line in holder.lines)


def test_every_public_class_is_held() -> None:
    """What is no record, no exception and no node has a test of its own here."""
    others = {each for each in CLASSES if each not in RECORDS and each not in EXCEPTIONS}
    own = {each.__name__ for each in others if not issubclass(each, Handle | Brief)}
    # A class of enumeration, and a protocol, have no objects of their own.
    without = {"Project", "Reader", "Renderer", "Kind", "Severity", "Profile"}
    # These show their class alone, or two numbers.
    short = {"Cluster", "Cursor", "InFile", "Prepared", "Tally"}
    assert own <= {"Editor", "Words"} | without | short | OPENED
    assert issubclass(Words, list) is False


def test_opened_files_fit_a_line() -> None:
    opened = OpenFile(read(TEXT, "a" * 300))
    assert fits(opened)
    assert all(map(fits, opened.corefiles))


TEXT = "a.example:53 {\n    forward . 192.0.2.1\n    cache 30\n}\n"


@pytest.mark.parametrize(
    ("thing", "expected"),
    [
        (parse(TEXT), "Corefile('a.example:53 { forward . 192.0.2.1 cache 30 }', line=1)"),
        (parse(TEXT).servers[0].body.directives[1], "Directive('cache 30', line=3)"),
        (parse(""), "Corefile('', line=1)"),
        (Editor(TEXT), "Editor('Corefile', servers=1, edits=0)"),
        (Editor(TEXT).server("a.example").plugin("cache"), "Line('cache 30')"),
        (Editor(TEXT).server("a.example").keys, "['a.example:53']"),
        (NotFound("there is no `x`"), "NotFound('there is no `x`')"),
        (read(TEXT, "Corefile").corefiles[0].origin, "PlainFile()"),
    ],
)
def test_what_is_shown(thing: object, expected: str) -> None:
    assert repr(thing) == expected


def test_plugins_show_what_is_written() -> None:
    config = configure(expand(parse(TEXT)))
    forward, cache = sorted(config.servers[0].plugins, key=lambda plugin: plugin.name, reverse=True)
    assert isinstance(cache, Plugin)
    assert repr(cache).startswith("Cache(token=ExpandedToken('cache'), ttl=Value(30), zones=")
    assert "to=<1 Upstream>" in repr(forward)


def test_findings_show_their_code_and_words() -> None:
    (finding, *_) = lint_document(read(". {\n    whomai\n}\n", "Corefile")).findings
    assert fits(finding)


def test_an_empty_cut() -> None:
    assert (cut("abc", 3), cut("abcd", 3)) == ("abc", "ab…")
    assert fits(EditError())
