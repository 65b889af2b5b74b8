"""What is said of a text that is no YAML is ours: the same words and places for every parser."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from corefile.documents import Document, Problem, read
from corefile.documents.yaml import composer as yaml_composer
from corefile.documents.yaml import nodes as yaml_nodes
from corefile.documents.yaml.composer import LOADERS, MAX_DEPTH, compose_documents
from corefile.text.edits import apply_edits
from tests.examples import some

CONFIG_MAP = "kind: ConfigMap\ndata:\n  Corefile: a\n---\n"

#: A text that is no YAML with `^` before the place of the fault, and a part of what is said of it.
FAULTS = [
    ("a:\n^\tb: c\n", "a tab where only spaces may be"),
    ("a:\n  b: c\n^\td: e\n", "a tab where only spaces may be"),
    ('a: ^"b\nc: d\n', "a quote that is never closed"),
    ("a: ^'b\nc: d\n", "a quote that is never closed"),
    ('a: ^"b\n---\nc"\n', "a quote that is never closed"),
    ("a: ^[b, c\n", "a bracket that is never closed"),
    ("a: ^{b: c\n\n", "a bracket that is never closed"),
    ("a: {b: c\nd^: e\n", "a comma or the closing bracket is missing"),
    ("a: [b\nd^: e\n", "a comma or the closing bracket is missing"),
    ('{"a": "b" ^"c": "d"}\n', "a comma or the closing bracket is missing"),
    ("a: [^,]\n", "a value is missing"),
    ("a: b\nc: ^]\n", "a value is missing"),
    ("a: b\n^}\n", "does not belong to what is above it"),
    ("a:\n  b: c\n ^d: e\n", "does not belong to what is above it"),
    ("a:\n    b: c\n  ^d\n", "does not belong to what is above it"),
    ("- a\n^b: c\n", "does not belong to what is above it"),
    ('a: "b" ^c\n', "does not belong to what is above it"),
    ("a: &x ^&y b\n", "does not belong to what is above it"),
    ("a: |\n^. {\n}\n", "does not belong to what is above it"),
    ("a: b\n^c\nd: e\n", "does not belong to what is above it"),
    ("a: b^: c\n", "a colon where no key can be"),
    ("a: b\n  c^: d\n", "a colon where no key can be"),
    ("a\nb^: c\n", "a colon where no key can be"),
    ("--- a^: b\n", "a colon where no key can be"),
    ("a: ^- b\n", "a `- ` where no list can begin"),
    ("a: ^@b\n", "a character that no value can start with"),
    ("a: ^`b`\n", "a character that no value can start with"),
    ("a: ^%b\n", "a character that no value can start with"),
    ('a: "^\\q"\n', "an escape that YAML does not know"),
    ('a: "b^\\xzz"\n', "an escape that YAML does not know"),
    ('a: "b ^\\UFFFFFFFF"\n', "an escape that YAML does not know"),
    ('a: "^\\U00110000"\n', "an escape that YAML does not know"),
    ("a: ^|x\n b\n", "on the line that begins a text"),
    ("a: ^>0\n b\n", "on the line that begins a text"),
    ("a: ^*b\n", "the alias `*b` has no anchor above it"),
    ("a: &b c\n---\na: ^*b\n", "the alias `*b` has no anchor above it"),
    ("a: ^*\n", "without a name after it"),
    ("a: ^& b\n", "without a name after it"),
    ("a: ^!x!y b\n", "a tag that is not defined"),
    ("a: ^!<b\n", "a tag that is not written as one"),
    ("^%YAML 2.0\n--- a\n", "is not a directive"),
    ("^%YAML x\n--- a\n", "is not a directive"),
    ("%YAML 1.1\n^%YAML 1.1\n--- a\n", "is not a directive"),
    ("^%b\n", "is not a directive"),
    ('{"a": 1}^x\n', "more text after the end of the document"),
    ("a: {{ b }}^c\n", "It looks like a template"),
    ("{^% if x %}\na: b\n", "It looks like a template"),
    ("kind: ConfigMap    ^metadata:\n  name: a\n", "The line break before the key `metadata`"),
    ("metadata:\n  name: a ^namespace: b\n", "The line break before the key `namespace`"),
    ("metadata:\n  name: a data^:\n", "a colon where no key can be"),
    ("kind: a b^: c\n", "a colon where no key can be"),
]

#: What is mutated, and what is put in: the mistakes that people make.
MANIFESTS = [
    "k: v\nm: &m\n  n: o\nl:\n- p\n- {q: [r, s]}\nt: |\n  u: {\n  }\nw: \"x\\n\"\nz: 'y'\na: *m\n",
    '{"k": "v", "m": {"n": ["o", {"p": "q\\n"}]}}\n',
]
PIECES = ["", '"', "'", "\t", " ", "\n", ": ", "- ", "]", "}", "[", "*x ", "@", "\\", ","]
#: libyaml refuses `{a:[b]}`, which PyYAML's own parser reads; they disagree on tabs behind `|` too.
GLUED = re.compile(r"[a-z]:[][{},]|\|\n? *\t")

every_loader = pytest.mark.parametrize("loader", LOADERS, ids=lambda loader: loader.__name__)


def fault(text: str, loader: type) -> Problem | None:
    return compose_documents(text, loader)[1]


@every_loader
@pytest.mark.parametrize(("text", "words"), FAULTS)
def test_words_and_places(text: str, words: str, loader: type) -> None:
    place = text.index("^")
    problem = fault(text.replace("^", ""), loader)
    assert problem is not None
    assert (problem.offset, words in problem.message) == (place, True), problem


@every_loader
def test_the_second_key_of_a_line_gets_its_own(loader: type) -> None:
    text = "kind: ConfigMap  metadata:\n  name: a namespace: b\ndata:\n  Corefile: c\n"
    for _ in range(2):
        problem = fault(text, loader)
        assert problem is not None
        text = apply_edits(text, problem.edits)
    assert text == "kind: ConfigMap\nmetadata:\n  name: a\n  namespace: b\ndata:\n  Corefile: c\n"
    assert fault(text, loader) is None


@pytest.mark.skipif(len(LOADERS) == 1, reason="PyYAML is built without libyaml")
@pytest.mark.parametrize("text", [text.replace("^", "") for text, _ in FAULTS])
def test_parsers_agree(text: str) -> None:
    assert fault(text, LOADERS[0]) == fault(text, LOADERS[1])


@pytest.mark.skipif(len(LOADERS) == 1, reason="PyYAML is built without libyaml")
@pytest.mark.parametrize("text", MANIFESTS)
@pytest.mark.parametrize("piece", PIECES)
def test_parsers_agree_on_slips(text: str, piece: str) -> None:
    slips = {text[:at] + piece + text[at + cut :] for at in range(len(text)) for cut in (0, 1)}
    refused = 0
    for slip in some(sorted(slip for slip in slips if not GLUED.search(slip))):
        one, other = (compose_documents(slip, loader) for loader in LOADERS)
        assert one[1] == other[1], slip
        assert len(one[0]) == len(other[0]), slip
        refused += one[1] is not None
    assert refused


#: What stands before each level, and what may stand before the first.
OPENINGS = ["[", "{a: ", "- ", "? ", "[[", "[{a: ", "{? [", "&a [", "[&a {<<: ", "!!seq [", "[\n"]


def too_deep(document: Document) -> str:
    """Return the character at the place of the one problem, which is the nesting."""
    (problem,) = document.problems
    assert "nested more than 200 levels deep" in problem.message
    return document.text[problem.offset : problem.end]


@every_loader
@pytest.mark.parametrize("depth", [201, pytest.param(1_100, marks=pytest.mark.slow)])
@pytest.mark.parametrize("opening", OPENINGS)
def test_deep_nesting(
    opening: str, depth: int, loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_nodes, "_Loader", loader)
    document = read(CONFIG_MAP + opening * depth, "x.yaml")
    assert [corefile.text for corefile in document.corefiles] == ["a"]
    assert too_deep(document) in "[{-?&!"


@every_loader
def test_deep_nesting_by_indentation(loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_nodes, "_Loader", loader)
    lines = [" " * depth + "a:" for depth in range(1_500)]
    document = read(CONFIG_MAP + "\n".join(lines), "x.yaml")
    assert too_deep(document) == "a"
    line = document.text.count("\n", 0, document.problems[0].offset)
    assert line == CONFIG_MAP.count("\n") + MAX_DEPTH


@pytest.mark.parametrize("depth", [250, pytest.param(1_100, marks=pytest.mark.slow)])
@pytest.mark.parametrize("opening", OPENINGS)
def test_parsers_agree_on_the_place_of_deep_nesting(opening: str, depth: int) -> None:
    text = CONFIG_MAP + opening * depth
    assert len({fault(text, loader) for loader in LOADERS}) == 1


@every_loader
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}"), ("- ", "b")])
def test_as_deep_as_is_read(opening: str, closing: str, loader: type) -> None:
    end = closing * MAX_DEPTH if closing in "]}" else closing
    roots, problem = compose_documents(f"{opening * MAX_DEPTH}{end}\n---\nb", loader)
    assert (len(roots), problem) == (2, None)


@every_loader
def test_the_limit_of_a_parser_far_behind_the_beginning(
    loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(yaml_composer, "_READ_AGAIN", 100)
    text = f"a: {'b' * 200}\nc: {'[' * 20_000}"
    problem = fault(text, loader)
    assert problem is not None
    assert "nested more than 200 levels deep" in problem.message
    assert text[problem.offset] == "["


@every_loader
def test_many_documents(loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_nodes, "_Loader", loader)
    document = read(CONFIG_MAP * 300 + "[" * 20_000, "x.yaml")
    assert len(document.corefiles) == 300
    assert too_deep(document) == "["
    assert document.problems[0].offset == len(CONFIG_MAP) * 300 + MAX_DEPTH


@every_loader
def test_an_anchor_that_is_defined_again(loader: type) -> None:
    (root,), problem = compose_documents("a: &x b\nc: *x\nd: &x e\nf: *x\n", loader)
    assert problem is None
    assert [value.value for _, value in root.value] == ["b", "b", "e", "e"]


def shape(node: Any) -> object:
    """Return all that is known of a node."""
    start, end = node.start_mark.index, node.end_mark.index
    if isinstance(node, yaml.ScalarNode):
        return node.tag, start, end, node.value, node.style or ""
    below = (part for item in node.value for part in (item if type(item) is tuple else (item,)))
    return node.tag, start, end, bool(node.flow_style), [shape(part) for part in below]


@every_loader
@pytest.mark.parametrize(
    "text",
    [
        *MANIFESTS,
        "",
        "# nothing\n",
        "--- 1\n--- ~\n---\n...\n",
        "%TAG !x! tag:x.org,2000:\n---\n!x!y {a: !!str 1, b: ! 2, !!map {}: [1.5, yes, =, <<]}\n",
        "- &a !!set {b}\n- &c\n- ? [*a, *c]\n  : *c\n-\n- |+2\n    d\n\n- 2001-01-01\n",
    ],
)
def test_nodes_are_those_that_pyyaml_composes(text: str, loader: type) -> None:
    roots, problem = compose_documents(text, loader)
    assert problem is None
    theirs = [root for root in yaml.compose_all(text, Loader=loader) if root is not None]
    assert [*map(shape, roots)] == [*map(shape, theirs)]
