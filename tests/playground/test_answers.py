"""What the playground's page is told, under the Python that runs the tests."""

import ast
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import playground.answers as module
from corefile.text.edits import Edit, apply_edits
from playground.answers import ANSWERS, LONGEST, answer
from tools.playground_files import EXAMPLES, LEFT_OUT, SERVER, facts, is_wanted

ROOT = Path(__file__).parents[2]
#: What a page says more, so that each question can be asked.
MORE = {"query": "www.example.org", "from": "1.4.0", "to": "1.15.0"}
SMILE = "\N{GRINNING FACE}"


def ask(what: str, text: str, name: str = "Corefile", **more: object) -> dict[str, Any]:
    answered: dict[str, Any] = json.loads(
        answer(json.dumps({**MORE, "ask": what, "text": text, "name": name, **more}))
    )
    return answered


def units(text: str) -> str:
    """Return a text as JavaScript has it: each of its units is a character."""
    data = text.encode("utf-16-le")
    return "".join(
        chr(int.from_bytes(data[at : at + 2], "little")) for at in range(0, len(data), 2)
    )


@pytest.mark.parametrize("smiles", [0, 1, 2])
def test_places_count_as_javascript_does(smiles: int) -> None:
    text = f"# {SMILE * smiles}\n. {{\n    chache 30 # {SMILE}\n    whoami\n}}\n"
    (finding,) = ask("findings", text)["findings"]
    assert units(text)[finding["start"] : finding["end"]] == "chache"
    assert (finding["severity"], finding["line"]) == ("error", 3)
    edits = [Edit(**edit) for edit in finding["fix"]["edits"]]
    assert apply_edits(units(text), edits) == units(text.replace("chache", "cache"))


def test_what_follows_from_a_mistake_is_told_with_it() -> None:
    text = (ROOT / "examples/broken/never-closed.corefile").read_text("utf-8")
    (finding,) = ask("findings", text)["findings"]
    assert finding["rule"] == "unbalanced-braces"
    assert finding["fix"]["safe"]


def test_the_image_in_a_file_decides_unless_a_release_is_chosen() -> None:
    text = (ROOT / "examples/clusters/kubeadm.yaml").read_text("utf-8")
    image = "\n---\n" + (
        "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: coredns\n"
        "  namespace: kube-system\nspec:\n  template:\n    spec:\n      containers:\n"
        "        - name: coredns\n          image: registry.k8s.io/coredns/coredns:v1.11.3\n"
    )
    found = ask("findings", text + image, "coredns.yaml")
    assert (found["release"], found["from_image"]) == ("1.11.3", True)
    found = ask("findings", text + image, "coredns.yaml", release="1.8.6")
    assert (found["release"], found["from_image"]) == ("1.8.6", False)


def test_all_fixes_are_made_in_a_manifest() -> None:
    text = (ROOT / "examples/broken/coredns-configmap.yaml").read_text("utf-8")
    found = ask("fixed", text, "coredns.yaml")
    assert (found["fixed"], found["left"]) == (2, 0)
    assert ask("findings", found["text"], "coredns.yaml")["findings"] == []


def test_a_layout_is_shown_and_what_keeps_it_from_being_made() -> None:
    assert ask("formatted", ". {\n  log\n}\n")["text"] == ". {\n    log\n}\n"
    assert not ask("formatted", ". {\n    log\n}\n")["changed"]
    (obstacle,) = ask("formatted", ". {\n  log\n")["obstacles"]
    assert obstacle["line"] == 1


#: A Corefile, and how it is shown as CoreDNS reads it.
EXPANDED = {
    "(x) {\n  log\n  errors\n}\na b {\n import x\n cache 30\n}\n": (
        "a, b {\n    log\n    errors\n    cache 30\n}\n"
    ),
    '. {\n log "a b"\n}\n': '. {\n    log "a b"\n}\n',
    ". {\n hosts {\n  192.0.2.1 a\n  fallthrough\n }\n}\n": (
        ". {\n    hosts {\n        192.0.2.1 a\n        fallthrough\n    }\n}\n"
    ),
    "{$ZONE} {\n forward . {$UP}\n}\n": "{$ZONE} {\n    forward . {$UP}\n}\n",
}


@pytest.mark.parametrize(("text", "shown"), EXPANDED.items())
def test_a_corefile_is_shown_as_coredns_reads_it(text: str, shown: str) -> None:
    found = ask("expanded", text)
    assert found["text"] == shown
    assert ask("expanded", shown)["text"] == shown


def test_notes_say_what_is_left_out() -> None:
    (note,) = ask("expanded", ". {\n import /etc/other\n log\n}\n")["notes"]
    assert "`/etc/other`" in note


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"query": "192.0.2.7"}, "7.2.0.192.in-addr.arpa. PTR"),
        ({"query": "mail", "type": "mx"}, "mail. MX"),
        ({"query": "db", "namespace": "prod"}, "db.prod.svc.cluster.local. A"),
        ({"query": "db", "client": "192.0.2.9"}, "db. A"),
    ],
)
def test_a_query_is_traced(more: dict[str, str], told: str) -> None:
    found = ask("traced", ". {\n    forward . 192.0.2.53\n}\n", **more)
    assert told in found["text"]
    assert "asks 192.0.2.53" in found["text"]
    assert not found["fails"]


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"query": ""}, "Write a name, such as `www.example.org`."),
        ({"query": "a..b"}, "`a..b` is not a domain name."),
        ({"type": "ADDRESS"}, "`ADDRESS` is not a type of records."),
        ({"client": "me"}, "`me` is not an IP address."),
        ({"namespace": "No"}, "`No` is not a namespace: letters a to z, digits and `-`."),
    ],
)
def test_what_is_no_query_is_said(more: dict[str, str], reason: str) -> None:
    assert ask("traced", ". {\n    whoami\n}\n", **more) == {"none": reason}


def test_a_picture_is_drawn() -> None:
    found = ask("graph", ". {\n    forward . 192.0.2.53\n}\n")
    assert found["svg"].startswith("<svg ")
    assert "192.0.2.53" in found["text"]
    assert found["mermaid"].startswith("flowchart")


def test_a_file_is_migrated() -> None:
    text = (ROOT / "examples/upgrade/coredns.yaml").read_text("utf-8")
    found = ask("migrated", text, "coredns.yaml")
    assert found["changed"]
    assert "forward . /etc/resolv.conf" in found["text"]
    assert "replaced by what does the same:\n" in found["told"]
    assert found["notes"] == []
    (note,) = ask("migrated", text, "coredns.yaml", **{"from": "1.8.6"})["notes"]
    assert note.startswith("CoreDNS 1.8.6 runs another Corefile")


@pytest.mark.parametrize("smiles", [0, 1, 2])
@pytest.mark.parametrize("name", ["Corefile", "coredns.yaml"])
def test_words_are_completed_and_explained(name: str, smiles: int) -> None:
    text = f"# {SMILE * smiles}\n. {{\n    forward . 192.0.2.53 {{\n        pol\n    }}\n}}\n"
    if name != "Corefile":
        lines = "".join(f"    {line}\n" for line in text.splitlines())
        text = f"kind: ConfigMap\nmetadata: {{name: coredns}}\ndata:\n  Corefile: |\n{lines}"
    at = units(text).index("pol") + 3
    found = ask("completed", text, name, at=at)
    assert units(text)[found["start"] : found["end"]] == "pol"
    options = {each["label"]: each for each in found["options"]}
    assert "max_fails" in options
    assert options["policy"]["detail"] == "policy random|round_robin|sequential"
    told = ask("hovered", text, name, at=units(text).index("forward") + 2)
    assert units(text)[told["start"] : told["end"]] == "forward"
    assert told["about"].startswith("Sends queries for a zone to upstream DNS servers")


@pytest.mark.parametrize("what", ["completed", "hovered"])
def test_outside_corefiles_there_is_nothing_to_say(what: str) -> None:
    text = "kind: ConfigMap\ndata:\n  Corefile: |\n    . {\n    }\n"
    assert ask(what, text, "a.yaml", at=2) == {"none": "This is not in a Corefile."}


@pytest.mark.parametrize("what", ANSWERS)
def test_a_text_that_is_too_long_is_not_looked_at(what: str) -> None:
    assert "characters" in ask(what, "#" * (LONGEST + 1))["none"]


#: Texts without a Corefile, or with one that CoreDNS refuses.
HOSTILE = [
    "",
    "\n",
    "{",
    "}",
    ". {",
    "a: b",
    "\x00",
    "\ud800",
    '"',
    "import x",
    "- 1\n- 2\n",
    SMILE,
]


@pytest.mark.parametrize("name", ["Corefile", "coredns.yaml", "values.yaml", "x", ""])
@pytest.mark.parametrize("what", ANSWERS)
def test_every_text_has_an_answer(what: str, name: str) -> None:
    for text in HOSTILE:
        assert ask(what, text, name)


@given(st.text('a{}\n"\\ #(.:)$%é' + SMILE, max_size=40))
def test_any_text_has_an_answer(text: str) -> None:
    for what in ANSWERS:
        assert ask(what, text)


def test_each_example_shows_something_in_its_tab() -> None:
    for title, path, tab in EXAMPLES:
        text = (ROOT / "examples" / path).read_text("utf-8")
        name = "Corefile" if path.endswith(".corefile") else path.rpartition("/")[2]
        assert "none" not in ask(tab, text, name, **{"from": "1.3.1"}), title


def test_the_page_knows_the_words_of_the_language() -> None:
    known = facts()
    assert {"forward", "proxy"} <= set(map(str, known["plugins"]))  # type: ignore[call-overload]
    assert known["newest"] in known["releases"]  # type: ignore[operator]


def test_it_takes_only_what_is_public_and_delivered() -> None:
    """Each name is in the `__all__` of a module that a page of the reference names.

    What the language server says of words is there for it too.
    """
    pages = "".join(p.read_text("utf-8") for p in (ROOT / "docs/reference").glob("*.md"))
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("corefile"):
            if f"{str(node.module).replace('.', '/')}.py" in SERVER:
                continue
            assert str(node.module).partition(".")[2].split(".")[0] not in LEFT_OUT
            for name in node.names:
                found = getattr(import_module(str(node.module)), name.name)
                homes = {node.module, getattr(found, "__module__", None)}
                assert any(f"::: {home}.{name.name}" in pages for home in homes) or any(
                    line.endswith(f".{name.name}") for line in pages.splitlines()
                ), f"{node.module}.{name.name}"


def test_all_that_it_loads_is_delivered() -> None:
    script = "import sys, playground.answers as a; a.answer(sys.argv[1]); print(*sys.modules)"
    said = {"ask": "hovered", "text": ". {\n    cache\n}\n", "name": "Corefile", "at": 9}
    done = subprocess.run(
        [sys.executable, "-c", script, json.dumps(said)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    loaded = {name for name in done.stdout.split() if name.startswith("corefile.")}
    files = {name.replace(".", "/") for name in loaded}
    assert not [
        name
        for name in files
        if not is_wanted(f"{name}/__init__.py" if (ROOT / name).is_dir() else f"{name}.py")
    ]
