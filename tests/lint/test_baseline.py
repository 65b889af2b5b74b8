"""Findings that are known are not reported again."""

import os
from pathlib import Path

import pytest

from corefile.documents import read
from corefile.lint import CheckResult, lint_document
from corefile.lint.baseline import baseline_of, read_baseline
from corefile.lint.configuration import ConfigurationError

TEXT = ". {\n hosts {\n  192.0.2.1 a.example a.example\n  fallthrough\n }\n whoami\n}\n"


def check(text: str, folder: Path) -> CheckResult:
    return lint_document(read(text, str(folder / "Corefile")))


def test_what_is_known_is_not_new(tmp_path: Path) -> None:
    path = tmp_path / "known.json"
    path.write_text(baseline_of([check(TEXT, tmp_path)], str(tmp_path)).to_json())
    baseline = read_baseline(os.path.relpath(path))
    assert baseline.new(check(TEXT, tmp_path)).findings == ()
    moved = TEXT.replace("hosts {", "hosts {\n  192.0.2.9 b.example")
    assert baseline.new(check(moved, tmp_path)).findings == ()


def test_as_many_are_known_as_there_were(tmp_path: Path) -> None:
    baseline = baseline_of([check(TEXT, tmp_path)], str(tmp_path))
    twice = TEXT.replace("  fallthrough", "  192.0.2.1 a.example a.example\n  fallthrough")
    assert len(check(TEXT, tmp_path).findings) == 1
    found = baseline.new(check(twice, tmp_path)).findings
    assert len(found) == len(check(twice, tmp_path).findings) - 1


def test_the_same_line_in_another_file_is_new(tmp_path: Path) -> None:
    baseline = baseline_of([check(TEXT, tmp_path)], str(tmp_path))
    assert len(baseline.new(check(TEXT, tmp_path / "other")).findings) == 1


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", "[" * 100_000, '{"version": 2, "findings": []}',
     '{"version": 1, "findings": [{}]}', '{"version": 1, "findings": 3}'],
)  # fmt: skip
def test_what_is_no_baseline(tmp_path: Path, text: str) -> None:
    path = tmp_path / "known.json"
    path.write_text(text)
    with pytest.raises(ConfigurationError, match=r"known\.json: (not a|a) baseline"):
        read_baseline(str(path))
