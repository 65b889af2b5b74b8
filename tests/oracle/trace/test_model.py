"""The model of queries against what real queries met, release by release."""

import pytest

from tests.oracle.trace.format import load_recording, releases
from tests.oracle.trace.score import chains, config_of, count

#: The share of queries of which each has to be right. What is missing: docs/fidelity.md.
LEAST = {"block": 1.0, "author": 0.9998, "rcode": 0.997, "path": 0.998, "one_way": 0.92}


@pytest.mark.parametrize("release", releases())
def test_the_model_says_what_queries_met(release: str) -> None:
    queries, right = count(release)
    assert {
        name: right[name] / queries for name in LEAST if right[name] < LEAST[name] * queries
    } == {}


@pytest.mark.parametrize("release", releases())
def test_the_handlers_are_those_of_coredns(release: str) -> None:
    different = [
        case.name
        for case in load_recording(release).cases
        if [block.chain for block in case.blocks] != chains(config_of(case, release))
    ]
    assert different == []
