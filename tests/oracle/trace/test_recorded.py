"""What every recorded trace has in common: the facts of CoreDNS that a model rests on."""

import re

import pytest

from corefile.coredns.releases.release import plugin_order
from tests.oracle.trace.format import Block, Case, Query, Trace, load, load_recording, releases

pytestmark = pytest.mark.slow

RELEASES = releases()
#: Plugins that may send a query through the rest of the chain more than once.
REPEATS = {"autopath", "cache"}
#: The codes that the server writes for a chain that has written nothing.
FAILURES = {"SERVFAIL", "REFUSED", "FORMERR", "NOTIMP"}


def test_there_are_enough() -> None:
    assert {"1.11.3", "1.12.3", "1.15.0"} <= set(RELEASES)
    for release in RELEASES:
        cases = load(release)
        families = {case.name.rpartition("-")[0] for case in cases}
        assert len(families) >= 30, release
        assert sum(len(case.queries) for case in cases) >= 3000, release


@pytest.mark.parametrize("release", RELEASES)
def test_chains_are_in_the_order_of_the_release(release: str) -> None:
    order = load_recording(release).directives
    assert tuple(order) == tuple(plugin_order(release))
    place = {name: number for number, name in enumerate(order)}
    for case in load(release):
        for block in case.blocks:
            places = [place[name] for name in block.chain]
            assert places == sorted(places), case.name


@pytest.mark.parametrize("release", RELEASES)
def test_ways_are_prefixes_of_the_chain(release: str) -> None:
    for case in load(release):
        for query, trace in case.queries:
            if trace.block is None:
                assert not trace.path
                continue
            block = case.blocks[trace.block]
            assert trace.path, (case.name, query)
            way = [step.plugin for step in trace.path]
            if not REPEATS & set(block.chain):
                assert way == watched(block)[: len(way)], (case.name, query)


def watched(block: Block) -> list[str]:
    """Return the chain without forwards that follow a forward."""
    return [
        name
        for before, name in zip(("", *block.chain), block.chain, strict=False)
        if not before == name == "forward"
    ]


@pytest.mark.parametrize("release", RELEASES)
def test_authors_are_on_the_way(release: str) -> None:
    for case, query, trace in entries(release):
        way = {step.plugin for step in trace.path}
        assert set(trace.writes) <= way, (case.name, query)
        assert not trace.fails or trace.fails in way, (case.name, query)
        assert trace.author or not trace.rcode or trace.block is None, (case.name, query)


@pytest.mark.parametrize("release", RELEASES)
def test_without_a_block_the_core_answers(release: str) -> None:
    for case, query, trace in entries(release):
        if trace.block is None:
            assert not trace.asked, (case.name, query)
            expected = {"REFUSED", "NOTIMP", "FORMERR"} if trace.replies else {""}
            assert trace.rcode in expected, (case.name, query)


@pytest.mark.parametrize("release", RELEASES)
def test_failures_that_nobody_wrote_reach_the_client(release: str) -> None:
    for case, query, trace in entries(release):
        if trace.fails and not trace.writes:
            assert trace.rcode in FAILURES, (case.name, query)
            assert trace.replies == 1, (case.name, query)


def entries(release: str) -> list[tuple[Case, Query, Trace]]:
    return [(case, query, trace) for case in load(release) for query, trace in case.queries]


@pytest.mark.parametrize("release", RELEASES)
def test_no_next_plugin_is_said_of_the_last(release: str) -> None:
    said = 0
    for case, query, trace in entries(release):
        match = re.fullmatch(r"plugin/(\S+): no next plugin found", trace.error)
        if match and trace.block is not None:
            assert case.blocks[trace.block].chain[-1] == trace.fails, (case.name, query)
            said += 1
    assert said > 100


def test_fields_are_read_as_written() -> None:
    query = Query.from_dict({"name": "a.", "type": "A", "from": "::1", "do": True, "got": {}})
    assert query == Query("a.", "A", from_="::1", do=True)
    assert query.to_dict() == {"name": "a.", "type": "A", "from": "::1", "do": True}
    got = {
        "block": 0,
        "path": ["rewrite", ["forward", "b.", "TXT"]],
        "writes": ["forward", "minimal"],
        "rcode": "NOERROR",
        "asked": [["127.0.0.1:5301", "b.", "TXT"]],
    }
    trace = Trace.from_dict(query, got)
    assert [(step.name, step.type) for step in trace.path] == [("a.", "A"), ("b.", "TXT")]
    assert (trace.author, trace.replies, trace.asked[0].upstream) == (
        "forward",
        1,
        "127.0.0.1:5301",
    )
