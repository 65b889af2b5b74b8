"""A rule that says what it is about finds nothing where that is not there."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from corefile.documents import read
from corefile.lint import Settings, all_rules, lint_document
from corefile.testing import Example
from corefile.text.records import replace
from tests.examples import some
from tests.lint.test_rule_examples import BAD, GOOD
from tools import compile_rules

PLUGINS = Path(__file__).parents[1] / "coredns" / "plugins" / "cases"


@cache
def texts() -> tuple[tuple[str, str], ...]:
    """Return names and texts: the examples of all rules, and a part of the cases of all plugins."""
    return (*(example_texts()), *case_texts())


def example_texts() -> Iterator[tuple[str, str]]:
    for example in (*GOOD, *BAD):
        assert isinstance(example, Example)
        yield example.name, example.text


def case_texts() -> Iterator[tuple[str, str]]:
    for path in sorted(PLUGINS.glob("*.corefiles")):
        for text in some(path.read_text("utf-8").split("=====\n"))[::4]:
            yield "Corefile", text


def found(name: str, text: str, settings: Settings) -> list[tuple[str, str, int]]:
    checked = lint_document(read(text, name), settings=settings)
    return [
        (item.finding.rule.code, item.finding.message, item.place.start)
        for item in checked.findings
    ]


@pytest.mark.slow
def test_no_finding_is_lost() -> None:
    asked = Settings(all_rules())
    everywhere = Settings(tuple(replace(rule, about=()) for rule in all_rules()))
    for name, text in texts():
        assert found(name, text, asked) == found(name, text, everywhere), text


def test_the_index_is_fresh() -> None:
    assert compile_rules.is_fresh(compile_rules.index())


def test_rules_of_the_index_are_those_of_the_modules() -> None:
    for rule, own in zip(all_rules(), compile_rules.rules(), strict=True):
        assert (rule, type(rule)) == (own, type(own))
        assert rule.documentation == own.documentation
        assert rule.about == own.about
