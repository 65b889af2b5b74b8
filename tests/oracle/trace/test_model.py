"""The model of queries against what real queries met, release by release."""

import pytest

from tests.examples import some
from tests.oracle.trace.format import load_recording, releases
from tests.oracle.trace.score import chains, config_of, count

pytestmark = pytest.mark.slow

#: The share of all queries of which each has to be right. What is missing: docs/fidelity.md.
LEAST = {"block": 1.0, "author": 0.9999, "rcode": 0.9995, "path": 0.9999, "one_way": 0.92}


@pytest.mark.parametrize("release", releases())
def test_the_model_says_what_queries_met(release: str) -> None:
    every = load_recording(release).cases
    asked, right = count(some(every), release)
    queries = sum(len(case.queries) for case in every)
    wrong = {name: asked - right[name] for name in LEAST}
    assert {name: wrong[name] for name in LEAST if wrong[name] > (1 - LEAST[name]) * queries} == {}


@pytest.mark.parametrize("release", releases())
def test_the_handlers_are_those_of_coredns(release: str) -> None:
    different = [
        case.name
        for case in some(load_recording(release).cases)
        if [block.chain for block in case.blocks] != chains(config_of(case, release))
    ]
    assert different == []
