"""Older releases as recorded. `python -m tests.oracle.older.report` lists what is not agreed on."""

import pytest

from corefile.coredns.releases.release import RELEASES as KNOWN
from corefile.coredns.releases.release import plugin_order
from tests.examples import some
from tests.oracle.older import RELEASES, asked
from tests.oracle.older.recording import agreement, compare, load, load_agreement

pytestmark = pytest.mark.slow

ENTRIES = load()
FLOOR = load_agreement()


def test_every_recorded_plugin_has_a_floor() -> None:
    assert sorted(FLOOR) == sorted({entry.plugin for entry in ENTRIES})
    assert all(list(row) == list(asked(plugin)) for plugin, row in FLOOR.items())


@pytest.mark.parametrize("plugin", sorted(FLOOR))
def test_agreement_does_not_fall(plugin: str) -> None:
    entries = [entry for entry in ENTRIES if entry.plugin == plugin]
    for release, (agreed, number) in agreement(compare(some(entries)))[plugin].items():
        floor, recorded = FLOOR[plugin][release]
        assert len(entries) == recorded, "record the agreement again"
        missed = number - agreed
        hint = f"{plugin} in {release}: run tests.oracle.older.report {plugin}"
        assert missed <= recorded - floor, hint


@pytest.mark.parametrize("release", RELEASES)
def test_unknown_directives_are_those_of_the_release(release: str) -> None:
    words = "Unknown directive '"
    assert release in map(str, KNOWN)
    for entry in ENTRIES:
        _, found, rest = entry.refused.get(release, "").partition(words)
        if found:
            assert rest.partition("'")[0] not in plugin_order(release)
