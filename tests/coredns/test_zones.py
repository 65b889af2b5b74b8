"""Zones as sets of names."""

from hypothesis import given
from hypothesis import strategies as st

from corefile.coredns.catalogue.zones import common_zone, common_zones, is_subdomain, parents

LABELS = st.lists(st.sampled_from(("a", "b", "ab")), max_size=4)
ZONES = LABELS.map(lambda labels: "".join(f"{label}." for label in labels) or ".")


@given(st.lists(ZONES), st.lists(ZONES))
def test_common_zones_are_those_of_all_pairs(ones: list[str], others: list[str]) -> None:
    pairs = {common_zone(one, other) for one in ones for other in others} - {""}
    assert common_zones(ones, others) == pairs


@given(ZONES, ZONES)
def test_parents_are_what_a_name_is_below(zone: str, name: str) -> None:
    assert (zone in parents(name)) is is_subdomain(zone, name)
