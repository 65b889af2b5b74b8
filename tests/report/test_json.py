"""JSON for programs."""

import json

from corefile.lint import CheckResult, Edit, Finding, Fix, Located, Place, Related, RuleId
from corefile.reference.links import rule_uri
from corefile.report.json import render
from corefile.text.source import Source, Span


def test_every_field() -> None:
    source = Source("a\nbc\udcff\n", "Corefile\udcff")
    finding = Finding(RuleId("CF999", "a-rule"), "warning", "m", source, Span(2, 5), "h")
    fix = Fix("do it", (Edit(2, 2, "x"), Edit(3, 6, "y\n")), safe=False)
    item = Located(finding, Place(source, 2, 6), (Related(Place(source, 0, 1), "n"),), fix)
    (text,) = render([CheckResult(source, (item,), 1, 0)], color=True)
    assert text.isascii()
    assert json.loads(text) == {
        "findings": [
            {
                "rule": "a-rule",
                "code": "CF999",
                "uri": rule_uri(RuleId("CF999", "a-rule")),
                "severity": "warning",
                "message": "m",
                "path": "Corefile\udcff",
                "line": 2,
                "column": 1,
                "end_line": 3,
                "end_column": 1,
                "help": "h",
                "related": [
                    {
                        "message": "n",
                        "path": "Corefile\udcff",
                        "line": 1,
                        "column": 1,
                        "end_line": 1,
                        "end_column": 2,
                    }
                ],
                "fix": {
                    "message": "do it",
                    "safe": False,
                    "edits": [
                        {"line": 2, "column": 1, "end_line": 2, "end_column": 1, "text": "x"},
                        {"line": 2, "column": 2, "end_line": 3, "end_column": 1, "text": "y\n"},
                    ],
                },
                "releases": [],
                "consequences": [],
            }
        ]
    }


def test_no_fix() -> None:
    source = Source("a\n")
    finding = Finding(RuleId("CF999", "a-rule"), "info", "m", source, Span(0, 1))
    item = Located(finding, Place(source, 0, 1))
    (text,) = render([CheckResult(source, (item,), 1, 0)], color=True)
    assert json.loads(text)["findings"][0]["fix"] is None
