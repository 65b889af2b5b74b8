"""What holds for every format."""

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from corefile.lint import CheckResult
from corefile.report import FORMATS, default_format, renderer
from tests.report.findings import hostile_results, linted


def rendered(name: str, results: list[CheckResult]) -> str:
    return "".join(renderer(name)(results, color=False))


def read_lines(text: str) -> None:
    for line in text.splitlines():
        json.loads(line)


READERS: dict[str, Callable[[str], object]] = {
    "json": json.loads,
    "jsonl": read_lines,
    "sarif": json.loads,
    "gitlab": json.loads,
    "rdjson": json.loads,
    "junit": ET.fromstring,
    "checkstyle": ET.fromstring,
}


@given(hostile_results())
def test_any_text_is_harmless(results: list[CheckResult]) -> None:
    for name in FORMATS:
        text = rendered(name, results)
        text.encode()
        categories = {unicodedata.category(char) for char in text if char not in "\t\n"}
        assert not categories & {"Cc", "Cf", "Cs", "Zl", "Zp"}, name


@given(hostile_results())
def test_any_text_is_well_formed(results: list[CheckResult]) -> None:
    for name, reader in READERS.items():
        text = rendered(name, results)
        assert text.isascii(), f"any pipe can carry {name}"
        reader(text)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_shows_every_finding(name: str) -> None:
    text = rendered(name, [linted()])
    for item in linted().findings:
        assert item.finding.rule.name in text
    assert text.endswith("\n")


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_found(name: str) -> None:
    text = rendered(name, [])
    assert text.endswith("\n") or name in ("concise", "jsonl", "github", "azure")
    if name in READERS:
        READERS[name](text)


@pytest.mark.parametrize(
    ("environ", "name"),
    [
        ({}, "text"),
        ({"GITHUB_ACTIONS": "true"}, "github-log"),
        ({"GITHUB_ACTIONS": "false"}, "text"),
        ({"CI": "true"}, "text"),
    ],
)
def test_the_format_of_those_who_name_none(environ: dict[str, str], name: str) -> None:
    assert default_format(environ) == name
    assert name in FORMATS


def test_the_page_about_output_describes_every_format() -> None:
    page = (Path(__file__).parents[2] / "docs" / "output.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \|", page.partition("## ")[0], re.MULTILINE)
    assert sorted(rows) == sorted(FORMATS)
