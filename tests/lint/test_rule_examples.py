"""Every rule's page: what it must say, and its examples, which are run."""

import re
from collections.abc import Iterator

import pytest

from corefile.coredns.files import Memory
from corefile.documents import read
from corefile.lint import Rule, lint_document, rules

EXAMPLE = re.compile(r"^```(corefile|yaml)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE_NAMES = {"corefile": "Corefile", "yaml": "configmap.yaml"}


def examples(rule: Rule, section: str) -> Iterator[tuple[str, str]]:
    _, _, rest = rule.documentation.partition(f"\n## {section}\n")
    text, _, _ = rest.partition("\n## ")
    for language, example in EXAMPLE.findall(text):
        yield FILE_NAMES[language], example


def found_by(rule: Rule, name: str, text: str) -> bool:
    checked = lint_document(read(text, name), read=Memory({}))
    return any(item.finding.code == rule.code for item in checked.findings)


CASES = [
    pytest.param(rule, name, text, bad, id=f"{rule.name}-{'bad' if bad else 'good'}-{number}")
    for rule in rules()
    for bad, section in ((True, "Bad"), (False, "Good"))
    for number, (name, text) in enumerate(examples(rule, section), 1)
]


@pytest.mark.parametrize(("rule", "name", "text", "bad"), CASES)
def test_examples_are_true(rule: Rule, name: str, text: str, bad: bool) -> None:
    assert found_by(rule, name, text) is bad


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_every_rule_has_a_page(rule: Rule) -> None:
    assert re.fullmatch(r"CF\d{3}", rule.code)
    assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)+", rule.name)
    assert re.fullmatch(r"\d+\.\d+\.\d+", rule.since)
    assert rule.severity in ("error", "warning", "info")
    assert re.fullmatch(r"\S.*\.", rule.summary), "the first line is a sentence"
    assert list(examples(rule, "Bad")), "no example of what it finds"
    assert list(examples(rule, "Good")), "no example of how it should be"


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)
def test_the_module_is_called_like_the_rule(rule: Rule) -> None:
    name = rule.name.replace("-", "_")
    assert rule.check.__module__ == f"corefile.lint.rules.{name}"


def test_codes_and_names_are_unique() -> None:
    assert len({rule.code for rule in rules()}) == len(rules())
    assert len({rule.name for rule in rules()}) == len(rules())
    assert [rule.code for rule in rules()] == sorted(rule.code for rule in rules())
