"""Which texts of a manifest are Corefiles, and what is said about those that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from unittest import mock

import pytest
import yaml

from corefile.documents import Document, read
from corefile.documents.yaml import nodes as yaml_nodes
from corefile.documents.yaml.composer import LOADERS
from tests.work import growth

CONFIG_MAP = """\
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
    . {
      errors
    }
"""


def found(document: Document) -> list[tuple[str, str, str]]:
    return [
        (corefile.kind, corefile.origin.title, corefile.text) for corefile in document.corefiles
    ]


def marked(document: Document) -> list[str]:
    return [document.text[problem.offset : problem.end] for problem in document.problems]


def test_config_map() -> None:
    document = read(CONFIG_MAP, "coredns.yaml")
    label = "ConfigMap kube-system/coredns, key Corefile"
    assert found(document) == [("corefile", label, ". {\n  errors\n}\n")]
    assert (document.name, document.text, document.problems) == ("coredns.yaml", CONFIG_MAP, ())


def test_keys() -> None:
    text = (
        "kind: ConfigMap\nmetadata: {name: coredns-custom}\ndata:\n  a.server: s\n  b.override: o\n"
        "  Corefile-backup: b\n  Corefile: c\n  corefile: x\n  Corefile.bak: x\n  server: x\n"
        "binaryData:\n  Corefile: eA==\n"
    )
    assert found(read(text, "x.yml")) == [
        ("server", "ConfigMap coredns-custom, key a.server", "s"),
        ("override", "ConfigMap coredns-custom, key b.override", "o"),
        ("backup", "ConfigMap coredns-custom, key Corefile-backup", "b"),
        ("corefile", "ConfigMap coredns-custom, key Corefile", "c"),
    ]


def test_documents_and_lists() -> None:
    text = (
        "--- # 1\nkind: ConfigMap\ndata: {Corefile: one}\n"
        "---\n---\nkind: Secret\ndata: {Corefile: no}\n"
        "---\nkind: List\nitems:\n"
        "- kind: ConfigMap\n  data: {Corefile: two}\n"
        "- kind: List\n  items: [{kind: ConfigMap, data: {Corefile: three}}, 1, {}, null]\n"
        "...\n---\nkind: ConfigMapList\nitems:\n- data: {Corefile: four}\n- kind: x\n"
        "---\n- kind: ConfigMap\n  data: {Corefile: five}\n"
    )
    document = read(text, "x.yaml")
    texts = [corefile.text for corefile in document.corefiles]
    assert texts == ["one", "two", "three", "four", "five"]
    assert document.problems == ()


def test_aliases_and_merges() -> None:
    text = (
        "kind: List\nitems:\n"
        "- &m\n  kind: ConfigMap\n  data: &d\n    Corefile: &c a\n    Corefile-backup: *c\n"
        "- *m\n- kind: ConfigMap\n  data: {a.server: b, <<: [*d, {Corefile: x, b.server: y}]}\n"
        "- kind: ConfigMap\n  data: {<<: *d, Corefile: z}\n"
    )
    document = read(text, "x.yaml")
    assert [(corefile.kind, corefile.text) for corefile in document.corefiles] == [
        ("corefile", "a"),
        ("backup", "a"),
        ("server", "b"),
        ("server", "y"),
        ("corefile", "z"),
    ]
    assert document.problems == ()

    assert not any(corefile.origin.is_shared for corefile in document.corefiles)


@pytest.mark.parametrize(
    ("text", "shared"),
    [
        ("data:\n  Corefile: &c a\n  backup: *c\n", True),
        ("data:\n  backup: &c a\n  Corefile: *c\n", True),
        ("data:\n  Corefile: &c a\nmetadata:\n  annotations: {x: *c}\n", True),
        ("data:\n  Corefile: &c a\n  list: [*c]\n", True),
        ("data: &d\n  Corefile: a\nmetadata:\n  annotations: *d\n", True),
        ("data:\n  Corefile: &c a\n---\nkind: Secret\nx: &c b\ny: *c\n", False),
        ("data:\n  Corefile: &c a\n  Corefile-backup: *c\n", False),
        ("data:\n  Corefile: &c a\n  x.server: *c\n", False),
        ("data:\n  Corefile: a\n  x: a # *c\n", False),
        ("data:\n  x: &c b\n  y: *c\n  Corefile: a\n", False),
    ],
)
def test_texts_that_other_keys_have(text: str, shared: bool) -> None:
    document = read(f"kind: ConfigMap\n{text}", "x.yaml")
    assert {corefile.origin.is_shared for corefile in document.corefiles} == {shared}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("{a: b}", "is a mapping"),
        ("\n    .: 53\n    errors:", "is a mapping"),
        ("[a]", "is a list"),
        ("53", "is a number"),
        (".5", "is a number"),
        ("yes", "is a true/false value"),
        ("", "has no value"),
        ("~", "has no value"),
    ],
)
@pytest.mark.parametrize("key", ["Corefile", "x.server"])
def test_value_that_is_no_text(key: str, value: str, words: str) -> None:
    document = read(f"kind: ConfigMap\ndata:\n  {key}: {value}\n", "x.yaml")
    assert document.corefiles == ()
    assert marked(document) == [key]
    (problem,) = document.problems
    assert f"{key} {words}" in problem.message
    assert f"`{key}: |`" in problem.message


def test_value_of_a_foreign_tag() -> None:
    document = read("kind: ConfigMap\ndata:\n  Corefile: !vault |\n    123\n", "x.yaml")
    assert (document.corefiles, document.problems) == ((), ())


def test_repeated_key() -> None:
    document = read("kind: ConfigMap\ndata:\n  Corefile: a\n  x: y\n  'Corefile': b\n", "x.yaml")
    assert [corefile.text for corefile in document.corefiles] == ["b"]
    assert marked(document) == ["'Corefile'"]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("kind: ConfigMap\ndata:\n  Corefile: a: b\n", 3, "`Corefile: |`"),
        ("kind: ConfigMap\ndata:\n  Corefile: |\n  . {\n  }\n", 5, "`Corefile: |`"),
        ('kind: ConfigMap\ndata:\n  Corefile: "a\n', 4, "quote"),
        ('kind: ConfigMap\ndata:\n  Corefile: "\\q"\n', 3, "backslash"),
        ('kind: ConfigMap\ndata:\n  Corefile: "\\UFFFFFFFF"\n', 3, ""),
        ("kind: ConfigMap\ndata:\n\tCorefile: a\n", 3, "spaces"),
        ("kind: ConfigMap\ndata:\n  Corefile: *a\n", 3, "anchor"),
        ("kind: ConfigMap\ndata:\n  Corefile: {{ .Values }}{{ x }}\n", 3, "template"),
        ("kind: ConfigMap\ndata:\n{% if x %}\n  Corefile: a\n", 3, "template"),
    ],
)
def test_not_yaml(text: str, line: int, words: str, loader: type) -> None:
    before = "kind: ConfigMap\ndata: {Corefile: a}\n---\n"
    with mock.patch.object(yaml_nodes, "_Loader", loader):
        document = read(before + text, "x.yaml")
    editable = [each for each in document.corefiles if not each.origin.read_only]
    assert [corefile.text for corefile in editable] == ["a"]
    (problem,) = document.problems
    assert words in problem.message
    place = before.count("\n") + line
    assert document.text.count("\n", 0, problem.offset) + 1 in (place - 1, place)


@pytest.mark.parametrize("character", ["\0", "\x07", "\x7f", "\x9f", "\ufffe"])
def test_forbidden_character(character: str) -> None:
    text = f"kind: ConfigMap\ndata:\n  Corefile: |\n    a{character}b\n"
    document = read(text, "x.yaml")
    (problem,) = document.problems
    assert document.text[problem.offset : problem.end] == character
    assert f"U+{ord(character):04X}" in problem.message
    (corefile,) = document.corefiles
    assert corefile.text == f"a{character}b\n"
    assert text[corefile.map.outer(1)] == character


def test_bytes_that_are_not_utf_8() -> None:
    text = '# \udcff\n{kind: ConfigMap, metadata: {name: "\udc80"}, data: {Corefile: "a\udcff b"}}'
    document = read(text, "x.yaml")
    assert [corefile.text for corefile in document.corefiles] == ["a\udcff b"]


def test_json_escapes() -> None:
    text = r'{"kind": "ConfigMap", "data": {"Corefile": "\\ud83d \ud83d\ude00\/\ud83d \ude00b"}}'
    (corefile,) = read(text, "x.json").corefiles
    assert corefile.text == "\\ud83d 😀/\ufffd \ufffdb"
    assert text[corefile.map.outer(corefile.text.index("b"))] == "b"
    assert corefile.map.outer(corefile.text.index("😀")) == text.index(r"\ud83d\ude00")


def test_alias_bomb() -> None:
    bomb = ["kind: ConfigMap", "a0: &a0 [x]"]
    bomb += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 50)]
    bomb += ["m0: &m0 {Corefile: y}"]
    bomb += [f"m{n}: &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}]}}" for n in range(1, 50)]
    bomb += ["data: *m49"]
    document = read("\n".join(bomb), "x.yaml")
    assert [corefile.text for corefile in document.corefiles] == ["y"]


@pytest.mark.parametrize(
    "text",
    [
        "&a\nkind: List\nitems: [*a, *a]\nx: Corefile ConfigMap\n",
        "kind: ConfigMap\ndata: &a\n  <<: *a\n  Corefile: x\n",
        "kind: ConfigMap\ndata: Corefile\n",
        "kind: ConfigMap\ndata: [Corefile]\n",
        "kind: ConfigMap\nmetadata: x\ndata: {? {a: b} : c, ? Corefile : x}\n",
        "kind: [ConfigMap]\ndata: {Corefile: x}\n",
        "kind: List\nitems: {Corefile: ConfigMap}\n",
        "ConfigMap Corefile",
        "[ConfigMap, Corefile]",
        "{ConfigMap: Corefile",
        "ConfigMap: Corefile\n}",
        "%YAML 9.9\n--- ConfigMap Corefile",
        "\ufeff\ufeffkind: ConfigMap\ndata: {Corefile: x}\n",
    ],
)
@pytest.mark.parametrize("loader", LOADERS)
def test_odd_manifests_never_raise(text: str, loader: type) -> None:
    with mock.patch.object(yaml_nodes, "_Loader", loader):
        document = read(text, "x.yaml")
    assert all(0 <= p.offset <= p.end <= len(text) for p in document.problems)


@pytest.mark.parametrize(
    "scalar",
    [
        lambda size: "|\n" + "    errors {\n" * size,
        lambda size: "|+\n" + "    \n" * size,
        lambda size: "'" + "a  \n\n  " * size + "'",
        lambda size: '"' + "\\n" * 2 * size + " " * 2 * size + "\\\n" * size + '"',
        lambda size: "&a " + "# comment\n   " * size + "'x'",
    ],
    ids=["literal", "blank", "folds", "escapes", "comments"],
)
def test_large_texts_take_linear_time(scalar: Callable[[int], str]) -> None:
    head = "kind: ConfigMap\ndata:\n  Corefile: "
    assert growth(lambda size: read(head + scalar(size), "x.yaml"), 500) < 2.6
    text = head + scalar(20_000)
    (corefile,) = read(text, "x.yaml").corefiles
    assert corefile.text == yaml.load(text, Loader=yaml_nodes._Loader)["data"]["Corefile"]
