"""Matching and evaluation against what Go and expr-lang did with the same (`tests/go/found.py`)."""

import math
import re
from typing import Any

import pytest

from corefile.go.errors import Invalid
from corefile.go.expr.compile import check_expression
from corefile.go.expr.evaluate import UNKNOWN, evaluate
from corefile.go.expr.operations import Failed, in_network
from corefile.go.regexp import match
from corefile.go.regexp.match import TooMuch, search
from tests.go.found import QUERIES, evaluation_cases, match_cases, recorded

#: What is not worked out here. Everything else has to have a value.
NOT_WORKED_OUT = re.compile(
    r"\b(find\w*|sum|reduce|sort\w*|groupBy|uniq|concat|flatten|splitAfter|repeat|float|mean|median"
    r"|ceil|floor|round|take|get|toPairs|fromPairs|toJSON|fromJSON|toBase64|fromBase64|bit\w+"
    r"|duration)\(|count\(\[[^,]*, false, true\]\)|string\((\[1\]|nil)\)|\{'a': nil\}|'日本'\["
)
#: Tables of Unicode that are not kept.
NOT_KEPT = (r"\p{Greek}",)
INFINITE = {"+Inf": math.inf, "-Inf": -math.inf}


def spans(pattern: str, text: str) -> dict[str, Any]:
    """Return what Go's FindStringSubmatchIndex returns, or its error."""
    try:
        found = search(pattern, text)
    except Invalid as invalid:
        return {"error": str(invalid)}
    return {"spans": [place for span in found.spans for place in span]} if found else {}


def test_every_case_is_recorded() -> None:
    assert [case[:2] for case in recorded("match")] == list(match_cases())
    assert [case[:2] for case in recorded("evaluation")] == list(evaluation_cases())
    assert (len(recorded("match")), len(recorded("evaluation"))) > (400, 300)


def test_patterns_match_as_in_go() -> None:
    different = [
        (pattern, text, answer)
        for pattern, text, answer in recorded("match")
        if pattern not in NOT_KEPT and spans(pattern, text) != answer
    ]
    assert different == []


def test_a_table_that_is_not_kept_is_not_guessed() -> None:
    for pattern in NOT_KEPT:
        with pytest.raises(TooMuch):
            search(pattern, "a")


def environment(query: str) -> dict[str, Any]:
    """Return CoreDNS's functions for a query."""
    values = QUERIES[query]
    functions: dict[str, Any] = {name: (lambda v=value: v) for name, value in values.items()}
    functions["metadata"] = lambda label: values["metadata"].get(label, "")
    functions["incidr"] = in_network
    return functions


def is_the_same(mine: Any, answer: dict[str, Any]) -> bool:
    """Tell whether a value is the recorded one, with its kind."""
    value, kind = answer.get("value"), answer["type"]
    if kind == "float64":
        theirs = INFINITE.get(str(value), value)
        return isinstance(mine, float) and (math.isnan(mine) if value == "NaN" else mine == theirs)
    if kind.startswith("["):
        return bool(mine == (value or []))
    if kind.startswith("map"):
        inside = " ".join(f"{key}:{mine[key]}" for key in sorted(mine))
        return isinstance(mine, dict) and value in (mine, f"map[{inside}]")
    return type(mine) is type(value) and mine == value


@pytest.mark.parametrize("query", QUERIES)
def test_expressions_have_the_value_of_expr_lang(query: str) -> None:
    different: list[object] = []
    for text, asked, answer in recorded("evaluation"):
        if asked != query:
            continue
        try:
            check_expression(text)
            value = evaluate(text, environment(query))
        except Invalid as invalid:
            # CoreDNS does not start with it; the words are compared in test_recorded.py.
            if str(invalid) != answer.get("error"):
                different.append((text, str(invalid), answer))
            continue
        except Failed:
            if "error" not in answer:
                different.append((text, "fails", answer))
            continue
        if value is UNKNOWN:
            if not NOT_WORKED_OUT.search(text):
                different.append((text, "unknown", answer))
        elif "error" in answer or not is_the_same(value, answer):
            different.append((text, value, answer))
    assert different == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("type() == 'A' and unknown", UNKNOWN),
        ("type() == 'MX' and unknown", False),
        ("unknown and type() == 'MX'", False),
        ("type() == 'A' or unknown", True),
        ("unknown or type() == 'A'", True),
        ("unknown or type() == 'MX'", UNKNOWN),
        ("not unknown", UNKNOWN),
        ("unknown == unknown", UNKNOWN),
        ("unknown ? 1 : 1", 1),
        ("unknown ? 1 : 2", UNKNOWN),
        ("unknown ? 1 : true", UNKNOWN),
        ("let a = unknown; 1", 1),
        ("let a = unknown; a", UNKNOWN),
        ("[1, unknown]", UNKNOWN),
        ("any([1, unknown], # == 1)", UNKNOWN),
        ("unknown()", UNKNOWN),
        ("not an expression", UNKNOWN),
    ],
)
def test_what_is_not_known_stays_unknown_unless_the_rest_decides(text: str, value: object) -> None:
    assert evaluate(text, environment("www") | {"unknown": UNKNOWN}) is value


ADVERSARIAL = [
    ("(a*)*$", "a" * 200 + "b"),
    ("(a|a)*$", "a" * 200 + "b"),
    ("(a+)+$", "a" * 200 + "b"),
    ("(.*)(.*)(.*)(.*)x", "a" * 200),
    ("(a?){60}a{60}", "a" * 60),
    ("((a{1,9}){1,9}){1,9}$", "a" * 200),
]


@pytest.mark.parametrize(("pattern", "text"), ADVERSARIAL)
def test_steps_of_matching_are_bounded(pattern: str, text: str) -> None:
    program, groups, _ = match._compiled(pattern)
    searching = match._Search(program, groups, text)
    searching.found()
    # Each instruction once at each place; and once more each time it is found to be done already.
    assert searching.steps <= 3 * len(program) * (len(text) + 1)


def test_what_takes_too_long_is_not_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(match, "MAX_STEPS", 100)
    with pytest.raises(TooMuch):
        search("(a|b)*c", "ab" * 100)
    for pattern in ("(((a{10}){10}){10}){1}" * 30, "(" * 400 + "a" + ")" * 400):
        with pytest.raises(TooMuch):
            search(pattern, "a")


def test_evaluation_is_bounded() -> None:
    assert evaluate("map(1..9999, map(1..9999, # + 1))", {}) is UNKNOWN
    assert evaluate("1..99999", {}) is UNKNOWN
    assert evaluate("replace('" + "a" * 5000 + "', 'a', 'aaaa')", {}) is UNKNOWN
    assert evaluate("(" * 3000 + "1" + ")" * 3000, {}) == 1
