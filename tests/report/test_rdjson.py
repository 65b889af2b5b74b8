"""Findings for reviewdog."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

from corefile.lint import CheckResult, Edit, Fix, Severity
from corefile.report.rdjson import render
from tests.report.findings import checked, hostile_results, located


def diagnostics(*results: CheckResult) -> list[dict[str, object]]:
    read: list[dict[str, object]] = json.loads("".join(render(results, color=True)))["diagnostics"]
    return read


def test_columns_are_bytes_of_utf_8() -> None:
    # As reviewdog.proto has it: the column of `b` in the second line is 6.
    item = located("x\na\U00010400b\udcff!", 4, 6, name="./a.yaml", help_text="do this")
    (found,) = diagnostics(checked(item))
    assert found["message"] == "wrong; do this"
    assert found["location"] == {
        "path": "a.yaml",
        "range": {"start": {"line": 2, "column": 6}, "end": {"line": 2, "column": 8}},
    }


@pytest.mark.parametrize(
    ("ours", "theirs"), [("error", "ERROR"), ("warning", "WARNING"), ("info", "INFO")]
)
def test_severities(ours: Severity, theirs: str) -> None:
    (found,) = diagnostics(checked(located(severity=ours)))
    assert found["severity"] == theirs
    assert "suggestions" not in found


def test_a_fix_of_several_edits_is_one_suggestion() -> None:
    fix = Fix("fix it", (Edit(6, 7, "G"), Edit(1, 2, "")))
    (found,) = diagnostics(checked(replace(located("abc\ndefg"), fix=fix)))
    assert found["suggestions"] == [
        {
            "range": {"start": {"line": 1, "column": 2}, "end": {"line": 2, "column": 4}},
            "text": "c\ndeG",
        }
    ]


def test_a_byte_that_is_not_utf_8_is_not_suggested() -> None:
    fix = Fix("fix it", (Edit(0, 1, "\udcff"),))
    (found,) = diagnostics(checked(replace(located("abc"), fix=fix)))
    assert "suggestions" not in found


@given(hostile_results())
def test_all_is_unicode(results: list[CheckResult]) -> None:
    json.dumps(diagnostics(*results), ensure_ascii=False).encode()
