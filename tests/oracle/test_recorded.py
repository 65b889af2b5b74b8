"""Compares with the recorded answers of CoreDNS; needs neither Go nor a network."""

from dataclasses import replace
from pathlib import Path

import pytest

from corefile.coredns.releases.release import NEWEST, plugin_order
from tests.examples import some
from tests.oracle.cases import CORPUS, corpus, handwritten
from tests.oracle.compare import difference, parse_disagreement, parsed, verdict
from tests.oracle.protocol import Answer
from tests.oracle.recording import Recording, load, recordings

pytestmark = pytest.mark.slow

PATHS = recordings()


@pytest.fixture(scope="module", params=PATHS, ids=lambda path: path.name)
def recording(request: pytest.FixtureRequest) -> Recording:
    """Return a recording; of those that were generated, as many entries as the profile tries."""
    path: Path = request.param
    found = load(path)
    return replace(found, entries=tuple(some(found.entries))) if path.suffix == ".gz" else found


def test_there_are_recordings() -> None:
    assert {path.name for path in PATHS} >= {"inputs.jsonl", "generated.jsonl.gz"}


def test_reads_what_coredns_reads(recording: Recording) -> None:
    wrong = {
        case.name: found
        for case, answer in recording.entries
        if (found := parse_disagreement(case.request, answer)) is not None
    }
    assert not wrong


def test_refuses_nothing_that_coredns_accepts(recording: Recording) -> None:
    wrong = {
        case.name: ours.message
        for case, answer in recording.entries
        if answer.verdict == "accepted"
        and (ours := verdict(case.request)).outcome == "refused"
        and not answer.unstable
    }
    assert not wrong


def test_refuses_what_coredns_refuses(recording: Recording, request: pytest.FixtureRequest) -> None:
    """But for what no text decides: docs/fidelity.md, "How far the agreement goes"."""
    refused = [(c, a) for c, a in recording.entries if a.verdict == "refused" and not a.unstable]
    missed = [(c.name, a) for c, a in refused if verdict(c.request).outcome == "accepted"]
    assert {answer.plugin for _, answer in missed} <= {"tsig", "azure"}
    whole = load(request.node.callspec.params["recording"]).entries
    of_all = sum(answer.verdict == "refused" and not answer.unstable for _, answer in whole)
    assert len(missed) * 500 <= of_all, missed


def test_knows_the_recorded_release(recording: Recording) -> None:
    assert recording.release == str(NEWEST)
    assert recording.directives == plugin_order(recording.release)


def test_every_input_is_recorded() -> None:
    """After a change of the inputs: python -m tests.oracle.record."""
    recorded = {case.name: case for path in PATHS for case, _ in load(path).entries}
    stale = [case.name for case in handwritten() if recorded.get(case.name) != case]
    assert not stale


def test_reads_the_corpus_as_coredns_does() -> None:
    if not corpus():
        pytest.skip(f"no corpus in {CORPUS}")
    wrong = {
        case.name: difference(ours, case.parsed)
        for case in corpus()
        if (ours := parsed(case.request)) != case.parsed
    }
    assert not wrong


def test_answers_survive_their_form_on_disk(recording: Recording) -> None:
    for _, answer in recording.entries:
        assert Answer.from_dict(answer.to_dict()) == answer
