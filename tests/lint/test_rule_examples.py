"""Every rule's page: what it must say, and its examples, which are run."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

import pytest

from corefile.documents import read
from corefile.lint import (
    Rule,
    Settings,
    all_rules,
    default_rules,
    lint_document,
)
from corefile.lint.result import Located
from corefile.reference.explain import rule_dict
from corefile.testing import Example, examples_of, problems_of


def examples(rule: Rule, section: str) -> Iterator[Example]:
    return (each for each in examples_of(rule) if each.bad is (section == "Bad"))


def settings_of(example: Example) -> Settings:
    return replace(example.settings, rules=all_rules())


CASES = [
    pytest.param(rule, example, bad, id=f"{rule.name}-{'bad' if bad else 'good'}-{number}")
    for rule in all_rules()
    for bad, section in ((True, "Bad"), (False, "Good"))
    for number, example in enumerate(examples(rule, section), 1)
]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_and_its_page_are_sound(rule: Rule) -> None:
    assert problems_of(rule) == []


GOOD = [case.values[1] for case in CASES if not case.values[2]]
BAD = [case.values[1] for case in CASES if case.values[2]]

#: Rules that speak of what examples leave out to stay short: a plugin for all other names, and
#: reverse zones.
SHORTENED = {"CF446", "CF609"}

#: Rules that speak of one place, and why both have to.
BOTH = [
    {"CF004", "CF106"},  # CoreDNS refuses the word, and nobody can see why
    {"CF304", "CF608"},  # the line is never asked, and the vendor's own line takes its queries
    {"CF407", "CF408"},  # the other server block is not asked, and the answer has another name
]


def found_by_default(example: Example) -> list[Located]:
    settings = replace(settings_of(example), rules=default_rules())
    return list(lint_document(read(example.text, example.name), settings=settings).findings)


@pytest.mark.parametrize("example", GOOD)
def test_nothing_else_is_wrong_with_what_is_good(example: Example) -> None:
    found = [item.finding for item in found_by_default(example)]
    assert not [finding.message for finding in found if finding.rule.code not in SHORTENED]


@pytest.mark.parametrize("example", BAD)
def test_one_rule_speaks_of_one_place(example: Example) -> None:
    for one, other in combinations(found_by_default(example), 2):
        codes = {one.finding.rule.code, other.finding.rule.code}
        apart = one.place.end <= other.place.start or other.place.end <= one.place.start
        assert apart or len(codes) == 1 or codes in BOTH


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_the_module_is_called_like_the_rule(rule: Rule) -> None:
    assert re.fullmatch(r"CF\d{3}", rule.code)
    assert re.fullmatch(r"\d+\.\d+\.\d+", str(rule_dict(rule)["since"]))
    package, family, name = rule.check.__module__.rsplit(".", 2)
    assert (package, name) == ("corefile.lint.rules", rule.name.replace("-", "_"))
    assert FAMILIES.get(rule.code[2]) == family


#: The first digit of a code, and the folder of its rules.
FAMILIES = {
    "0": "reading",
    "1": "syntax",
    "2": "hosts_and_files",
    "3": "forwarding",
    "4": "queries",
    "5": "listeners",
    "6": "kubernetes",
    "7": "operations",
}


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in all_rules()}) == len(all_rules())
    assert len({rule.name for rule in all_rules()}) == len(all_rules())
    assert [rule.code for rule in all_rules()] == sorted(rule.code for rule in all_rules())
