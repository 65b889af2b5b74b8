"""GitLab's Code Quality report."""

import json

import pytest
from hypothesis import given

from corefile.lint import CheckResult, Severity
from corefile.report.gitlab import render
from tests.report.findings import checked, hostile_results, located


def issues(*results: CheckResult) -> list[dict[str, object]]:
    given_: list[dict[str, object]] = json.loads("".join(render(results, color=True)))
    return given_


def test_a_finding() -> None:
    item = located("a\nbcd", 3, 5, name="./k8s/a.yaml", message="bad", help_text="fix it")
    (issue,) = issues(checked(item))
    assert len(str(issue.pop("fingerprint"))) == 32
    assert issue == {
        "type": "issue",
        "check_name": "a-rule",
        "description": "bad; fix it",
        "severity": "critical",
        "location": {
            "path": "k8s/a.yaml",
            "positions": {"begin": {"line": 2, "column": 2}, "end": {"line": 2, "column": 4}},
        },
    }


@pytest.mark.parametrize(
    ("ours", "theirs"), [("error", "critical"), ("warning", "major"), ("info", "info")]
)
def test_severities(ours: Severity, theirs: str) -> None:
    (issue,) = issues(checked(located(severity=ours)))
    assert issue["severity"] == theirs


@given(hostile_results())
def test_fingerprints_are_unique_and_all_is_unicode(results: list[CheckResult]) -> None:
    given_ = issues(*results)
    assert len({str(issue["fingerprint"]) for issue in given_}) == len(given_)
    json.dumps(given_, ensure_ascii=False).encode()
