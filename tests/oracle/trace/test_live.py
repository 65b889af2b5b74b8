"""Asks CoreDNS again, where that is asked for."""

from itertools import islice

import pytest

from tests.oracle.build import Unavailable
from tests.oracle.trace.client import Draft, coredns, run
from tests.oracle.trace.families.compose import drafts
from tests.oracle.trace.format import Case, Trace, load, load_recording

NEWEST = "1.15.0"


@pytest.fixture(scope="module")
def reachable() -> None:
    try:
        coredns(NEWEST)
    except Unavailable as reason:  # a container, say, may not make namespaces
        pytest.skip(f"CoreDNS cannot be asked what queries meet: {reason}")


@pytest.mark.coredns
@pytest.mark.usefixtures("reachable")
def test_the_recorded_traces_are_still_given() -> None:
    """If not: python -m tests.oracle.trace.record."""
    cases = [case for case in islice(load(NEWEST), 0, None, 20) if not case.unstable]
    reports = run(NEWEST, [draft_of(case) for case in cases])
    changed = []
    for case, report in zip(cases, reports, strict=True):
        for (query, before), now in zip(case.queries, report["traces"], strict=True):
            if Trace.from_dict(query, now) != before:
                changed.append((case.name, query))
    # One query may come out otherwise on a busy machine.
    assert len(changed) <= 1, changed


def draft_of(case: Case) -> Draft:
    queries = tuple(query for query, _ in case.queries)
    return Draft(case.corefile, queries, case.files, case.wait)


@pytest.mark.slow
def test_the_recorded_cases_are_those_of_the_seed() -> None:
    recording = load_recording(NEWEST)
    made = {name: draft.corefile for name, draft in drafts(NEWEST, recording.seed)}
    assert all(made[case.name] == case.corefile for case in recording.cases)
