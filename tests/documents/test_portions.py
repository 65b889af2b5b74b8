"""Which manifests are read in portions, and what of the file each portion has."""

import pytest

from corefile.documents.portions import Portion, portions

ITEM = """\
- apiVersion: v1
  kind: ConfigMap
  metadata:
    name: coredns
    namespace: cluster-{}
  data:
    Corefile: |
      . {{
          whoami
      }}
"""
ITEMS = [ITEM.format(number) for number in range(45)]
HEAD = "apiVersion: v1\nkind: List\nitems:\n"
DOCUMENTS = [item.replace("- ", "  ", 1).replace("\n  ", "\n")[2:] for item in ITEMS]


def divided(text: str, name: str = "fleet.yaml") -> list[Portion]:
    return list(portions(text, name))


def indented(items: list[str], by: str) -> str:
    return "".join(by + line for item in items for line in item.splitlines(keepends=True))


@pytest.mark.parametrize(
    ("head", "items", "tail"),
    [
        (HEAD, ITEMS, ""),
        ("apiVersion: v1\nitems:\n", ITEMS, 'kind: List\nmetadata:\n  resourceVersion: ""\n'),
        ("# All clusters.\n---\n" + HEAD, ITEMS, ""),
        ("kind: ConfigMapList\nitems: # many\n", [f"{item}# one more\n" for item in ITEMS], ""),
        (HEAD, [indented([item], "    ") for item in ITEMS], ""),
        (HEAD, [item.replace("\n", "\r\n") for item in ITEMS], ""),
        ("", ["---\n" + text for text in DOCUMENTS], ""),
        ("", [DOCUMENTS[0], *("---\n" + text + "...\n" for text in DOCUMENTS[1:])], ""),
    ],
)
def test_a_portion_has_some_items_and_what_is_around_all(
    head: str, items: list[str], tail: str
) -> None:
    text = head + "".join(items) + tail
    found = divided(text)
    assert [(each.done, each.total, each.items) for each in found] == [
        (20, 45, 20), (40, 45, 20), (45, 45, 5),
    ]  # fmt: skip
    for each in found:
        where = [each.map.outer(offset) for offset in range(len(each.text))]
        assert "".join(text[place] for place in where) == each.text
        assert each.text.startswith(head)
        assert each.text.endswith(tail)
        assert each.text.count("kind: ConfigMap\r" if "\r" in text else "kind: ConfigMap\n") == (
            each.items
        )
    inner = [each.text[len(head) : len(each.text) - len(tail)] for each in found]
    assert "".join(inner) == "".join(items)


LIST = HEAD + "".join(ITEMS)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(LIST.replace("data:", "data: &same", 1), id="an anchor"),
        pytest.param(LIST + "- *same\n", id="an alias of nothing"),
        pytest.param(LIST + "  - wrong\n :", id="a fault"),
        pytest.param(LIST + "- \x01\n", id="a character that YAML does not have"),
        pytest.param("\ufeff" + LIST, id="a byte order mark"),
        pytest.param(LIST.replace("whoami", "import custom/*.override", 1), id="an import of keys"),
        pytest.param(LIST.replace("name: coredns", "name: coredns-custom", 1), id="keys to import"),
        pytest.param(LIST.replace("namespace: c", "namespace: {{ .Name }}-c", 1), id="a template"),
        pytest.param(LIST.replace("List", "Bunch"), id="no List"),
        pytest.param(LIST + "items: []\n", id="items twice"),
        pytest.param(HEAD + "[]\n", id="no items"),
        pytest.param(HEAD.replace("items:", "items: [{kind: ConfigMap}]"), id="in brackets"),
        pytest.param(HEAD + "- a\n- b\n", id="items that are no objects"),
        pytest.param("%YAML 1.1\n---\n" + LIST, id="a directive"),
        pytest.param(". {\n    whoami\n}\n", id="a Corefile"),
        pytest.param('{"kind": "List", "items": [{"kind": "ConfigMap"}]}', id="JSON"),
        pytest.param(DOCUMENTS[0], id="a ConfigMap"),
        pytest.param("", id="nothing"),
    ],
)
def test_all_others_are_read_as_a_whole(text: str) -> None:
    assert divided(text) == []


def test_the_name_may_say_that_it_is_a_template_or_no_manifest() -> None:
    assert divided(LIST, "-")
    assert divided(LIST, "fleet.yaml.j2") == []
    assert divided("plain text\n" + "x" * 100, "notes.txt") == []
