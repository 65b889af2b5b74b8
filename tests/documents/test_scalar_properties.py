"""Every character of a Corefile has its place, whatever the YAML around it looks like."""

from __future__ import annotations

import json
from itertools import pairwise
from unittest import mock

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from corefile.documents import Embedded, read
from corefile.documents.yaml import nodes as yaml_nodes
from corefile.documents.yaml.composer import LOADERS
from tests.examples import examples

WORDS = st.text("ab{}#'\"\\:-.é😀\xa0\ufeff,[]&*!|>%", min_size=1, max_size=5)
SAFE_WORDS = st.text("ab.é😀\xa0{}\\\"'", min_size=1, max_size=5).map(lambda word: "w" + word)
BLANKS = st.text(" \t", max_size=3)
LINE_ENDS = st.sampled_from(["\n", "\n", "\r\n", "\r", "\x85", "\u2028", "\u2029"])
PROPERTIES = st.sampled_from(["", "", "&a ", "!!str ", "!!str &a # why\n   ", "! "])
ESCAPES = st.one_of(
    st.sampled_from([r"\n", r"\n", r"\t", r"\"", r"\\", r"\0", r"\ ", r"\e", r"\N", r"\_", r"\L"]),
    st.characters(exclude_categories=["Cs"]).map(lambda c: f"\\U{ord(c):08X}"),
    st.characters(max_codepoint=0x2FFF).map(lambda c: f"\\u{ord(c):04x}"),
    st.characters(max_codepoint=0xFF).map(lambda c: f"\\x{ord(c):02x}"),
)


@st.composite
def block_scalars(draw: st.DrawFn) -> str:
    """A literal or folded block for a key indented by two columns, with lines of any shape."""
    indent = draw(st.integers(1, 4))
    explicit = str(indent) if draw(st.booleans()) else ""
    indicators = [explicit, draw(st.sampled_from(["", "-", "+"]))]
    if draw(st.booleans()):
        indicators.reverse()
    header = draw(st.sampled_from("|>")) + "".join(indicators)
    header += draw(st.sampled_from(["", "", "  ", " # a | comment", "\t"]))
    contents = st.one_of(
        st.lists(WORDS | BLANKS, max_size=4).map("".join),
        st.sampled_from(["", "", "a", "  b", "\tc", "   "]),
    )
    same_end = draw(LINE_ENDS | st.none())
    lines = [header + draw(st.sampled_from(["\n", "\r\n"]))]
    for content in draw(st.lists(contents, max_size=6)):
        padding = "" if content == "" and draw(st.booleans()) else " " * (2 + indent)
        lines.append(padding + content + (same_end or draw(LINE_ENDS)))
    return "".join(lines)


@st.composite
def flow_texts(draw: st.DrawFn, words: st.SearchStrategy[str], end: str) -> str:
    """Words with blanks, folds and blank lines between them."""
    folds = st.tuples(BLANKS, st.lists(LINE_ENDS, min_size=1, max_size=3), BLANKS).map(
        lambda fold: fold[0] + "  ".join(fold[1]) + "    " + fold[2]
    )
    continuations = folds.map(lambda fold: " \\" + fold.lstrip(" \t"))
    between = st.one_of(BLANKS, folds, *([continuations] if end == '"' else []))
    parts = draw(st.lists(st.tuples(words, between), max_size=6))
    return "".join(word + gap for word, gap in parts)


DOUBLE = flow_texts(
    st.one_of(SAFE_WORDS.map(lambda w: w.replace("\\", "").replace('"', "'")), ESCAPES), '"'
).map(lambda text: f'"{text}"')
SINGLE = flow_texts(WORDS.map(lambda word: word.replace("'", "''")), "'").map(
    lambda text: f"'{text}'"
)
PLAIN = flow_texts(SAFE_WORDS, "").map(lambda text: f"w{text}".rstrip(" \t\r\n\x85\u2028\u2029"))


@st.composite
def manifests(draw: st.DrawFn, scalars: st.SearchStrategy[str]) -> str:
    """A YAML file whose only ConfigMap has this scalar as its Corefile."""
    before = draw(st.sampled_from(["", "\ufeff", "# 😀\n", "x: 'é'\r\n---\n", "%YAML 1.1\n---\n"]))
    other = draw(st.sampled_from(["", "  x: '😀 \u2028 y'\n", '  "y": {a: [b, "c\\n"]}\n']))
    after = draw(st.sampled_from(["", "\n", "\n  z: 1\n", "\n# end\n", "\n---\na: b\n", "\n...\n"]))
    scalar = draw(PROPERTIES) + draw(scalars)
    return f"{before}kind: ConfigMap\ndata:\n{other}  Corefile: {scalar}{after}"


def expected_text(text: str, loader: type) -> str:
    """The Corefile as PyYAML constructs it."""
    try:
        roots = list(yaml.load_all(text, Loader=loader))
    except (yaml.YAMLError, ValueError):
        assume(False)
    values = [root["data"]["Corefile"] for root in roots if root and root.get("data")]
    assume(len(values) == 1 and isinstance(values[0], str))
    return str(values[0])


def read_one(text: str, name: str, loader: type) -> Embedded:
    with mock.patch.object(yaml_nodes, "_Loader", loader):
        document = read(text, name)
    assert document.problems == ()
    (corefile,) = document.corefiles
    return corefile


def assert_every_character_is_placed(text: str, corefile: Embedded) -> None:
    inner, places = corefile.text, corefile.map
    copied: set[int] = set()
    made: set[int] = set()
    for segment in places.segments:
        end = segment.inner + segment.length
        copied.update(range(segment.inner, end))
        made.update([] if segment.length else [segment.inner])
        if segment.length:
            assert places.exact(segment.inner, end) == (
                segment.outer,
                segment.outer + segment.length,
            )
            assert (
                text[segment.outer : segment.outer + segment.length] == inner[segment.inner : end]
            )
    # A coarse map would leave characters that are neither copied nor made.
    assert copied | made >= set(range(len(inner)))
    outer = [places.outer(offset) for offset in range(len(inner) + 1)]
    assert outer == sorted(outer)
    for offset, (start, following) in enumerate(pairwise(outer)):
        assert start < places.end(offset + 1) <= following
        if offset in copied:
            assert text[start] == inner[offset]
            assert places.end(offset + 1) == start + 1
        else:
            assert text[start] in "\\' \t\r\n\x85\u2028\u2029"


def check(text: str, loader: type) -> None:
    expected = expected_text(text, loader)
    corefile = read_one(text, "x.yaml", loader)
    assert corefile.text == expected
    assert_every_character_is_placed(text, corefile)


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    "scalars",
    [block_scalars(), DOUBLE, SINGLE, PLAIN],
    ids=["block", "double", "single", "plain"],
)
@settings(max_examples=examples(300), deadline=None)
@given(data=st.data())
def test_yaml(scalars: st.SearchStrategy[str], loader: type, data: st.DataObject) -> None:
    check(data.draw(manifests(scalars)), loader)


@settings(max_examples=examples(200), deadline=None)
@given(
    inner=st.text(st.characters(exclude_characters="\x85\u2028\u2029\x7f", exclude_categories=["C"])
                  | st.sampled_from("\n\t\"\\ 😀"), max_size=40),
    ascii_only=st.booleans(),
    indent=st.sampled_from([None, 2, "\t"]),
    mark=st.sampled_from(["", "\ufeff", "\n  "]),
)  # fmt: skip
def test_json(inner: str, ascii_only: bool, indent: int | str | None, mark: str) -> None:
    manifest = {"kind": "ConfigMap", "apiVersion": "v1", "data": {"x": "😀\n", "Corefile": inner}}
    text = mark + json.dumps(manifest, ensure_ascii=ascii_only, indent=indent)
    for name in ("x.json", "-"):
        corefile = read_one(text, name, yaml_nodes._Loader)
        assert corefile.text == inner
        assert_every_character_is_placed(text, corefile)


@pytest.mark.parametrize("style", ["|", ">", "'", '"', None])
@settings(max_examples=examples(150), deadline=None)
@given(
    inner=st.text("ab{}#:\"'\\ \t\n\r\x85\u2028é😀", max_size=40),
    width=st.sampled_from([10, 80]),
    line_break=st.sampled_from(["\n", "\r\n", "\r"]),
    indent=st.integers(2, 8),
    unicode=st.booleans(),
)
def test_what_pyyaml_writes(
    *, style: str, inner: str, width: int, line_break: str, indent: int, unicode: bool
) -> None:
    text = yaml.dump(
        {"data": {"Corefile": inner}, "kind": "ConfigMap"},
        Dumper=yaml.SafeDumper,
        default_style=style,
        width=width,
        line_break=line_break,
        indent=indent,
        allow_unicode=unicode,
    )
    for loader in LOADERS:
        check(text, loader)


@settings(
    max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
@given(data=st.data())
def test_characters_no_parser_takes_come_back(data: st.DataObject) -> None:
    text = data.draw(manifests(st.one_of(block_scalars(), SINGLE)))
    expected = expected_text(text, yaml_nodes._Loader)
    assume("\udcff" not in expected and "b" in expected)
    broken = text.replace("b", "\udcff")
    (corefile,) = read(broken, "x.yaml").corefiles
    assert corefile.text == expected.replace("b", "\udcff")
    assert_every_character_is_placed(broken, corefile)
