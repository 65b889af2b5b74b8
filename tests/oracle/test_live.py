"""Compares with CoreDNS itself, where that is asked for."""

from random import Random

import pytest

from tests.oracle.cases import corpus, handwritten
from tests.oracle.client import BATCH, ask, coredns
from tests.oracle.compare import parse_disagreement
from tests.oracle.generate import STANZAS, generate, one_plugin
from tests.oracle.mutate import mutants
from tests.oracle.protocol import Answer, Request
from tests.oracle.recording import load, recordings

pytestmark = pytest.mark.coredns


def disagreements(requests: list[Request]) -> list[tuple[str, str]]:
    found = []
    for request, answer in zip(requests, ask(requests), strict=True):
        words = parse_disagreement(request, answer)
        if words is not None:
            found.append((request.text, words))
    return found


def test_reads_generated_corefiles_as_coredns_does() -> None:
    assert not disagreements(list(generate("live", 2000)))


def test_reads_mutants_of_real_corefiles_as_coredns_does() -> None:
    real = [case.request for case in corpus()] or [case.request for case in handwritten()]
    assert not disagreements(list(mutants(real, "live", 2000)))


def test_the_recorded_answers_are_still_given() -> None:
    """If not: python -m tests.oracle.record."""
    inputs = next(path for path in recordings() if path.name == "inputs.jsonl")
    recording = load(inputs)
    cases, recorded = zip(*recording.entries, strict=True)
    given = ask([case.request for case in cases])
    changed = [
        case.name
        for case, before, now in zip(cases, recorded, given, strict=True)
        if essence(before) != essence(now)
    ]
    assert not changed
    assert (recording.release, recording.directives) == (coredns().release, coredns().directives)


def essence(answer: Answer) -> object:
    """Return what does not hang on the moment, as the words of a network client do."""
    words = "" if answer.verdict == "environment" or answer.unstable else answer.message
    return answer.parsed, answer.verdict, answer.stage, answer.plugin, words


def test_each_answer_is_independent_of_those_before() -> None:
    requests = [one_plugin(Random(f"order/{n}"), name) for name in STANZAS for n in range(4)]
    order = Random(0).sample(range(len(requests)), len(requests))
    forth = ask(requests)
    back = ask([requests[number] for number in order])
    for place, number in enumerate(order):
        assert essence(back[place]) == essence(forth[number]), requests[number].text


def test_answers_come_in_order() -> None:
    names = [f"zone{number}.example" for number in range(5 * BATCH + 3)]
    answers = ask([Request(f"{name} {{\n}}\n") for name in names], workers=3)
    keys = [answer.parsed["blocks"][0]["keys"] for answer in answers if answer.parsed]
    assert keys == [[name] for name in names]


def test_every_plugin_accepts_something_generated() -> None:
    """Else the generator's stanza or the world of the set-ups is at fault."""
    asked = [(name, one_plugin(Random(f"{name}/{n}"), name)) for name in STANZAS for n in range(60)]
    answers = ask([request for _, request in asked])
    refused_only = set(STANZAS)
    for (name, _), answer in zip(asked, answers, strict=True):
        if answer.verdict != "refused":
            refused_only.discard(name)
    assert not refused_only


def test_generates_stanzas_for_every_plugin() -> None:
    assert set(STANZAS) == set(coredns().directives)
