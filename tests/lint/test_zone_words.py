"""Sets of zones."""

from hypothesis import given
from hypothesis import strategies as st

from corefile.coredns.catalogue.zones import common_zone, is_subdomain
from corefile.lint.zone_words import apart, covered, listed, overlap, upwards

LABELS = st.lists(st.sampled_from("ab"), max_size=3)
ZONES = st.lists(LABELS.map(lambda labels: ".".join(labels) + "."), max_size=4).map(tuple)


@given(ZONES, ZONES)
def test_sets_of_zones_are_compared_as_each_pair_is(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    pairs = [(mine, theirs) for mine in one for theirs in other]
    assert set(overlap(one, other)) == {common_zone(*pair) for pair in pairs} - {""}
    assert covered(one, other) == all(any(is_subdomain(z, zone) for z in other) for zone in one)
    assert apart(one, other) == {z for z in one if not any(common_zone(z, o) for o in other)}


def test_a_zone_lies_in_the_root() -> None:
    assert list(upwards("a.b.")) == ["a.b.", "b.", "."]
    assert list(upwards(".")) == ["."]


def test_words_are_listed_as_in_a_sentence() -> None:
    assert listed(["a"]) == "`a`"
    assert listed(["a", "b", "a"]) == "`a` and `b`"
    assert listed("abc") == "`a`, `b` and `c`"
    assert listed("abcdefg") == "`a`, `b`, `c`, `d` and 3 more"
