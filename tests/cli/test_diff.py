"""The command `corefile diff`."""

import json
from pathlib import Path

import pytest

from tests.cli.programs import corefile

OLD = ". {\n    whoami\n}\ncorp.example {\n    forward . 10.0.0.53\n}\n"
NEW = (
    ". {\n    whoami\n}\ncorp.example {\n    template ANY ANY {\n        rcode NXDOMAIN\n    }\n}\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "old").write_text(OLD)
    (tmp_path / "new").write_text(NEW)
    return tmp_path


def test_a_change_is_one_line_with_both_places(folder: Path) -> None:
    ran = corefile("diff", "old", "new", cwd=folder)
    assert (ran.status, ran.err) == (1, "")
    assert ran.out == (
        "corp.example and names below it:"
        " forward 10.0.0.53 (old:5:5) → NXDOMAIN by template (new:5:5)\n"
    )


def test_the_same_meaning_is_said_with_status_0(folder: Path) -> None:
    (folder / "new").write_text("# all\n" + OLD.replace("    ", "\t"))
    ran = corefile("diff", "old", "new", cwd=folder)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out == "the same: no query changes who answers it or how it ends\n"


def test_json_names_an_example_that_trace_confirms(folder: Path) -> None:
    ran = corefile("diff", "--output-format", "json", "old", "new", cwd=folder)
    found = json.loads(ran.out)
    assert (ran.status, found["same"]) == (1, False)
    (change,) = found["changes"]
    assert change["names"][0] | {"except": []} == {
        "name": "corp.example.",
        "this": True,
        "below": True,
        "labels": None,
        "except": [],
    }
    example = change["example"]
    for side, by in (("old", "forward"), ("new", "template")):
        assert change[side][0]["ends"][0]["by"] == by
        words = (example["name"], example["type"])
        traced = corefile("trace", "--output-format", "json", *words, side, cwd=folder)
        assert json.loads(traced.out)["alternatives"][0]["steps"][-1]["plugin"] == by


def test_concise_has_one_line_a_change(folder: Path) -> None:
    ran = corefile("diff", "--output-format", "concise", "old", "new", cwd=folder)
    (row,) = (line.split("\t") for line in ran.out.splitlines())
    assert row[:4] == ["dns://:53", "all", "corp.example and names below it", "-"]


def test_standard_input_may_be_one_of_the_two(folder: Path) -> None:
    ran = corefile("diff", "-", "new", cwd=folder, stdin=OLD.encode())
    assert ran.status == 1
    assert "forward 10.0.0.53 (old:5:5)" in ran.out


@pytest.mark.parametrize("file", ["Corefile", "-"])
def test_one_corefile_under_two_releases(tmp_path: Path, file: str) -> None:
    # Keys with capital letters never have a query before 1.14.7 (core/dnsserver/register.go).
    text = "Corp.Example {\n    whoami\n}\n"
    (tmp_path / "Corefile").write_text(text)
    options = ("--coredns", "1.11.3", "--to", "1.15.0")
    ran = corefile("diff", *options, file, cwd=tmp_path, stdin=text.encode())
    assert ran.status == 1
    assert ran.out == (
        "corp.example and names below it:"
        " REFUSED, no server block has the name → whoami (new:2:5)\n"
    )


def test_a_release_that_refuses_the_corefile_is_a_change(tmp_path: Path) -> None:
    (tmp_path / "Corefile").write_text(". {\n    shed\n    whoami\n}\n")
    ran = corefile("diff", "--coredns", "1.11.3", "--to", "1.15.0", "Corefile", cwd=tmp_path)
    assert ran.status == 1
    assert "old: CoreDNS does not start with this Corefile" in ran.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("old",), "write OLD and NEW, or one FILE with --to VERSION"),
        (("-", "-"), "only one of the two can be standard input"),
        (("old", "new", "new"), "write OLD and NEW"),
        (("--to", "1.x.9", "old"), "1.x.9"),
    ],
)
def test_wrong_usage(folder: Path, words: tuple[str, ...], message: str) -> None:
    ran = corefile("diff", *words, cwd=folder)
    assert ran.status == 2
    assert message in ran.err


def test_a_file_that_is_not_there(folder: Path) -> None:
    assert corefile("diff", "old", "missing", cwd=folder).status == 3
