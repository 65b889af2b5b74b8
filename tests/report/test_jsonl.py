"""JSON, a line for each finding."""

import json

from hypothesis import given

from corefile.lint import CheckResult
from corefile.report import json as whole
from corefile.report.jsonl import render
from tests.report.findings import hostile_results


@given(hostile_results())
def test_the_lines_are_the_findings_of_json(results: list[CheckResult]) -> None:
    lines = "".join(render(results, color=False)).splitlines()
    (text,) = whole.render(results, color=False)
    assert [json.loads(line) for line in lines] == json.loads(text)["findings"]
