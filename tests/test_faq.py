"""The page about what CoreDNS prints quotes what it prints."""

from functools import cache

import pytest

from corefile.lint import lint
from corefile.reference.explaining import Words, constant_words
from corefile.reference.log_messages import LOG_MESSAGES
from tests.oracle import live
from tests.oracle.client import ask
from tests.oracle.protocol import Request
from tests.reference.test_explaining import recorded
from tools.faq import QUESTIONS, REFUSED, Question, explained, finding

ALL = [question for questions in QUESTIONS.values() for question in questions]
WITH_COREFILE = [question for question in ALL if question.bad]
MEANINGS = {message.meaning for message in LOG_MESSAGES}


def is_logged(question: Question) -> bool:
    return explained(question).meaning in MEANINGS


REFUSALS = [question for question in ALL if not is_logged(question)]


def title(question: Question) -> str:
    return question.title


@cache
def said() -> frozenset[Words]:
    """The words, but for values, that CoreDNS has refused a recorded Corefile with."""
    return frozenset(constant_words(message) for message, _ in recorded())


@pytest.mark.parametrize("question", ALL, ids=title)
def test_the_title_is_in_the_line_that_is_explained(question: Question) -> None:
    place = 0
    for part in question.title.split("…"):
        place = question.line.index(part.strip(), place)


@pytest.mark.parametrize("question", REFUSALS, ids=title)
def test_coredns_has_said_it(question: Question) -> None:
    assert question.bad
    assert constant_words(question.line) in said()


@pytest.mark.parametrize("question", WITH_COREFILE, ids=title)
def test_the_linter_finds_what_the_page_says(question: Question) -> None:
    found = finding(question)
    assert found is not None
    if question in REFUSALS:
        assert found.message.partition(REFUSED)[2] == f'"{question.line}"'
    else:
        assert found.rule.name in explained(question).rules
    assert not [each.message for each in lint(question.good) if each.severity != "info"]


@pytest.mark.skipif(not live.is_asked_for(), reason=live.HOW_TO_ASK)
def test_coredns_says_it() -> None:
    bad = ask([Request(question.bad) for question in REFUSALS])
    assert [answer.message for answer in bad] == [question.line for question in REFUSALS]
    good = ask([Request(question.good) for question in WITH_COREFILE])
    assert {answer.verdict for answer in good} == {"accepted"}
