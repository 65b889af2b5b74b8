"""How often each rule found something."""

import json

from corefile.lint import Edit, Fix
from corefile.report.statistics import render, render_json
from tests.report.findings import checked, located

FIX = Fix("m", (Edit(0, 1, "b"),))
OFTEN = [located(rule="often", code="CF902", fix=FIX)] + [located(rule="often", code="CF902")] * 10
RESULTS = [
    checked(located(rule="later", code="CF903"), *OFTEN),
    checked(located(rule="once", code="CF901", severity="info")),
]


def test_text() -> None:
    assert "".join(render(RESULTS, color=False)) == (
        "11  CF902  often (1 fixable)\n"
        " 1  CF901  once\n"
        " 1  CF903  later\n"
        "\n"
        "Found 12 errors, 1 note in 2 files.\n"
        "1 fixable with `--fix`.\n"
    )


def test_nothing_found() -> None:
    assert "".join(render([checked()], color=False)) == "No problems found in 1 Corefile.\n"


def test_json() -> None:
    assert json.loads("".join(render_json(RESULTS, color=True))) == {
        "statistics": [
            {"code": "CF902", "rule": "often", "count": 11, "fixable": 1},
            {"code": "CF901", "rule": "once", "count": 1, "fixable": 0},
            {"code": "CF903", "rule": "later", "count": 1, "fixable": 0},
        ]
    }
