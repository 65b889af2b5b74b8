"""Every rule's page: what it must say, and its examples, which are run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import pytest

from corefile.coredns.imports.files import Memory
from corefile.coredns.releases.builds import stock
from corefile.coredns.releases.release import NEWEST
from corefile.documents import read
from corefile.lint import (
    PROFILES,
    Finding,
    Profile,
    Rule,
    Settings,
    Site,
    all_rules,
    default_rules,
    lint_document,
)
from corefile.lint.fixing import fix_document
from corefile.lint.result import Located

EXAMPLE = re.compile(r"^```(corefile|yaml)([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE_NAMES = {"corefile": "Corefile", "yaml": "configmap.yaml"}


@dataclass(frozen=True)
class Example:
    """A text of a page, and what the words behind its language say: `profile=aks coredns=1.8.0`."""

    name: str
    text: str
    profile: Profile | None
    release: str


def example(language: str, words: str, text: str) -> Example:
    said = dict(word.split("=", 1) for word in words.split())
    profile = next((known for known in PROFILES if known == said.get("profile")), None)
    assert set(said) <= {"profile", "coredns"}, words
    assert ("profile" in said) is (profile is not None), words
    return Example(FILE_NAMES[language], text, profile, said.get("coredns", str(NEWEST)))


def examples(rule: Rule, section: str) -> Iterator[Example]:
    _, _, rest = rule.documentation.partition(f"\n## {section}\n")
    text, _, _ = rest.partition("\n## ")
    for parts in EXAMPLE.findall(text):
        yield example(*parts)


def settings_of(example: Example) -> Settings:
    return Settings(all_rules(), build=stock(example.release), site=Site(example.profile))


def findings(rule: Rule, example: Example) -> list[Finding]:
    document = read(example.text, example.name)
    checked = lint_document(document, read=Memory({}), settings=settings_of(example))
    return [item.finding for item in checked.findings if item.finding.rule.code == rule.code]


CASES = [
    pytest.param(rule, example, bad, id=f"{rule.name}-{'bad' if bad else 'good'}-{number}")
    for rule in all_rules()
    for bad, section in ((True, "Bad"), (False, "Good"))
    for number, example in enumerate(examples(rule, section), 1)
]


@pytest.mark.parametrize(("rule", "example", "bad"), CASES)
def test_examples_are_true(rule: Rule, example: Example, bad: bool) -> None:
    assert bool(findings(rule, example)) is bad


GOOD = [case.values[1] for case in CASES if not case.values[2]]
BAD = [case.values[1] for case in CASES if case.values[2]]

#: Rules that speak of one place, and why both have to.
BOTH = [
    {"CF004", "CF106"},  # CoreDNS refuses the word, and nobody can see why
]


def found_by_default(example: Example) -> list[Located]:
    settings = replace(settings_of(example), rules=default_rules())
    return list(lint_document(read(example.text, example.name), settings=settings).findings)


@pytest.mark.parametrize("example", GOOD)
def test_nothing_else_is_wrong_with_what_is_good(example: Example) -> None:
    assert not [item.finding.message for item in found_by_default(example)]


@pytest.mark.parametrize("example", BAD)
def test_one_rule_speaks_of_one_place(example: Example) -> None:
    for one, other in combinations(found_by_default(example), 2):
        codes = {one.finding.rule.code, other.finding.rule.code}
        apart = one.place.end <= other.place.start or other.place.end <= one.place.start
        assert apart or len(codes) == 1 or codes in BOTH


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_says_whether_it_fixes(rule: Rule) -> None:
    found = (each for example in examples(rule, "Bad") for each in findings(rule, example))
    assert any(finding.fix for finding in found) is rule.fixes


@pytest.mark.parametrize(("rule", "example"), [case.values[:2] for case in CASES if case.values[2]])
def test_what_has_a_fix_is_mended(rule: Rule, example: Example) -> None:
    settings = replace(settings_of(example), rules=(rule,))
    document = read(example.text, example.name)
    found = lint_document(document, read=Memory({}), settings=settings).findings
    done = fix_document(document, read=Memory({}), settings=settings, unsafe=True)
    assert not [item.finding.message for item in done.checked.findings if item.fix]
    assert bool(done.fixed) is any(item.fix for item in found)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_every_rule_has_a_page(rule: Rule) -> None:
    assert re.fullmatch(r"CF\d{3}", rule.code)
    assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)+", rule.name)
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)
    assert rule.severity in ("error", "warning", "info")
    assert re.fullmatch(r"\S.*\.", rule.summary), "the first line is a sentence"
    assert list(examples(rule, "Bad")), "no example of what it finds"
    assert list(examples(rule, "Good")), "no example of how it should be"


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_the_module_is_called_like_the_rule(rule: Rule) -> None:
    package, family, name = rule.check.__module__.rsplit(".", 2)
    assert (package, name) == ("corefile.lint.rules", rule.name.replace("-", "_"))
    assert family == FAMILIES[rule.code[2]]


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
