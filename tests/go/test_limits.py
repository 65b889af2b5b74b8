"""Texts that are just within or just beyond a limit, and texts meant to take long."""

from collections.abc import Callable

import pytest

from corefile.go.errors import Invalid
from corefile.go.expr.compile import check_expression
from corefile.go.regexp.compile import check_regex
from corefile.go.template.compile import check_template
from tests.work import steps

DEEP = "expression nests too deeply"
LARGE = "expression too large"


def complaint(check: Callable[[str], object], text: str) -> str:
    try:
        check(text)
    except Invalid as invalid:
        return str(invalid)
    return ""


@pytest.mark.parametrize(
    ("pattern", "error"),
    [
        ("(" * 999 + "a" + ")" * 999, ""),
        ("(" * 1000 + "a" + ")" * 1000, DEEP),
        ("(?:" * 3000 + "a" + ")" * 3000, ""),
        ("(?:a" * 499 + ")+" * 499, ""),
        ("(?:a" * 501 + ")+" * 501, DEEP),
        ("|".join("a" * count for count in range(1, 140)), ""),
        ("(" + "a*" * 1600 + "){1000}", LARGE),
        ("(" + "a*" * 1000 + "){1000}", ""),
        ("(?:" + "a" * 4000 + "){1000}", LARGE),
        # Common starts are taken out before anything is counted.
        ("(?:" + "abc|abd|" * 1000 + "x){1000}", ""),
        ("((a{10}){10}){10}", ""),
        ("((a{10}){10}){11}", "invalid repeat count"),
    ],
    ids=lambda value: value[:20],
)
def test_limits_of_a_regex(pattern: str, error: str) -> None:
    found = complaint(check_regex, pattern)
    assert found.startswith(f"error parsing regexp: {error}: `") if error else not found


def test_limits_of_a_template() -> None:
    assert not complaint(check_template, "{{" + "(" * 10_000 + "1" + ")" * 10_000 + "}}")
    too_deep = complaint(check_template, "{{" + "(" * 10_001 + "1" + ")" * 10_001 + "}}")
    assert too_deep == "template: answer:1: max expression depth exceeded"


def test_limits_of_an_expression() -> None:
    assert not complaint(check_expression, "1+" * 4_999 + "1")
    assert "exceeds maximum allowed nodes" in complaint(check_expression, "1+" * 5_000 + "1")


HOSTILE: list[tuple[Callable[[str], object], str]] = [
    (check_regex, "(" * 10_000),
    (check_regex, "[[:" * 3_300),
    (check_regex, "(?i)" + r"[\x{0}-\x{ffff}]" * 500),
    (check_regex, "(x*|y*|" * 1_400 + ")" * 1_400),
    (check_regex, "((a{2}){2}){2}" * 700),
    (check_regex, "a|" * 5_000),
    (check_regex, "".join(f"a{number}|" for number in range(2_000))),
    (check_template, "{{if .A}}" * 5_000 + "{{end}}" * 5_000),
    (check_template, "{{if .A}}" + "{{else if .B}}" * 5_000 + "{{end}}"),
    (check_template, '{{block "a" .}}' * 5_000),
    (check_template, "{{0x" + "1" * 20_000 + "}}"),
    (check_template, "{{1" + "_1" * 10_000 + "}}"),
    (check_expression, "(" * 10_000),
    (check_expression, "-" * 9_000 + "1"),
    (check_expression, "[" * 4_900 + "1" + "]" * 4_900),
    (check_expression, "1<(" * 3_000 + "1" + ")<1" * 3_000),
    (check_expression, "sort(" * 300 + "[1]" + ")" * 300),
    (check_expression, "map([1], " * 2_000 + "#" + ")" * 2_000),
    (check_expression, "sum([1], (" * 1_200 + "nil" + "; nil))" * 1_200),
    (check_expression, "'\\" * 5_000),
]


@pytest.mark.slow
@pytest.mark.parametrize(("check", "text"), HOSTILE, ids=[text[:12] for _, text in HOSTILE])
def test_hostile_texts_take_no_time(check: Callable[[str], object], text: str) -> None:
    # Nesting that is searched again for each level takes thousands.
    assert steps(lambda: complaint(check, text)) < 300 * len(text)
