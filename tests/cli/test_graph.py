"""The command `corefile graph`."""

import json
from pathlib import Path

import pytest

from tests.cli.programs import ROOT, corefile

IMAGES = ROOT / "docs" / "images"
CONFIGMAP = ROOT / "examples" / "coredns-configmap.yaml"


def test_the_picture_in_the_documentation_is_what_the_command_draws() -> None:
    ran = corefile("graph", "--output-format", "svg", IMAGES / "office.corefile")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == (IMAGES / "office.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("x.svg", "<svg "),
        ("x.mmd", "flowchart LR\n"),
        ("x.mermaid", "flowchart LR\n"),
        ("x.dot", "digraph "),
        ("x.GV", "digraph "),
        ("x.json", "{\n"),
        ("x.txt", "dns://:53 "),
        ("x", "dns://:53 "),
    ],
)
def test_the_ending_says_the_format(tmp_path: Path, name: str, begins: str) -> None:
    path = tmp_path / name
    ran = corefile("graph", "-o", path, CONFIGMAP)
    assert (ran.status, ran.out, ran.err) == (0, "", "")
    assert path.read_text("utf-8").startswith(begins)
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_the_option_outweighs_the_ending(tmp_path: Path) -> None:
    path = tmp_path / "x.svg"
    assert corefile("graph", "-o", path, "--output-format", "json", CONFIGMAP).status == 0
    assert json.loads(path.read_text("utf-8"))["title"] == "coredns-configmap.yaml"


def test_lines_are_those_of_the_manifest() -> None:
    found = json.loads(corefile("graph", "--output-format", "json", CONFIGMAP).out)
    lines = CONFIGMAP.read_text("utf-8").splitlines()
    for chip in found["listeners"][0]["blocks"][0]["chain"]:
        assert lines[chip["line"] - 1][chip["column"] - 1 :].startswith(chip["plugin"])


def test_standard_input_and_a_file_say_the_same() -> None:
    text = (ROOT / "examples" / "Corefile").read_bytes()
    assert corefile("graph", "-", stdin=text).out == corefile("graph", "examples/Corefile").out


def test_what_coredns_refuses_is_drawn_and_noted() -> None:
    ran = corefile("graph", "-", stdin=b". {\n    whoami\n    wohami\n}\n")
    assert ran.status == 1
    assert "does not start with this Corefile" in ran.err
    assert "Unknown directive 'wohami'" in ran.err
    assert ran.out.startswith("dns://:53 ")
    assert "whoami" in ran.out


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["graph", "no-such-file"], 3),
        (["graph", "-o", "no/such/folder/x.svg", "examples/Corefile"], 3),
        (["graph"], 2),
        (["graph", "--output-format", "png", "examples/Corefile"], 2),
    ],
)
def test_failures_have_a_status_and_one_error(words: list[str], status: int) -> None:
    ran = corefile(*words)
    assert (ran.status, ran.out) == (status, "")
    assert "error: " in ran.err
