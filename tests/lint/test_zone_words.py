"""Sets of zones."""

from hypothesis import given
from hypothesis import strategies as st

from corefile.coredns.catalogue.zones import common_zone
from corefile.lint.zone_words import apart, listed

LABELS = st.lists(st.sampled_from("ab"), max_size=3)
ZONES = st.lists(LABELS.map(lambda labels: ".".join(labels) + "."), max_size=4).map(tuple)


@given(ZONES, ZONES)
def test_sets_of_zones_are_compared_as_each_pair_is(
    one: tuple[str, ...], other: tuple[str, ...]
) -> None:
    assert apart(one, other) == {z for z in one if not any(common_zone(z, o) for o in other)}


def test_words_are_listed_as_in_a_sentence() -> None:
    assert listed(["a"]) == "`a`"
    assert listed(["a", "b", "a"]) == "`a` and `b`"
    assert listed("abc") == "`a`, `b` and `c`"
    assert listed("abcdefg") == "`a`, `b`, `c`, `d` and 3 more"
