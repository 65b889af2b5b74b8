"""Names, codes and beginnings of codes."""

import pytest

from corefile.lint.registry import all_rules, default_rules
from corefile.lint.selection import UnknownRule, find_rule, matching, select


def test_without_a_word_the_default() -> None:
    assert select(None) == default_rules()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("CF201", {"CF201"}),
        ("hosts-missing-fallthrough", {"CF201"}),
        ("CF00", {rule.code for rule in all_rules() if rule.code.startswith("CF00")}),
        ("all", {rule.code for rule in all_rules()}),
    ],
)
def test_matching(text: str, codes: set[str]) -> None:
    assert {rule.code for rule in matching(text)} == codes


@pytest.mark.parametrize("text", ["", "C", "cf201", "CF2011", "hosts", "ALL"])
def test_nothing_is_called_so(text: str) -> None:
    with pytest.raises(UnknownRule):
        matching(text)


def test_what_is_ignored_is_not_selected() -> None:
    assert [r.code for r in select(["CF201", "CF202"], ["CF203"], ["CF202"])] == ["CF201", "CF203"]


def test_one_rule() -> None:
    assert find_rule("CF201") is find_rule("hosts-missing-fallthrough")
    with pytest.raises(UnknownRule, match="did you mean `hosts-missing-fallthrough`"):
        find_rule("hosts-mising-fallthrough")
