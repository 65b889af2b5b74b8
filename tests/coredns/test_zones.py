"""Zones and the zones they lie in."""

from hypothesis import given
from hypothesis import strategies as st

from corefile.coredns.zones import is_subdomain, parents

ZONES = st.lists(st.sampled_from(("a", "b", "ab")), max_size=4).map(
    lambda labels: "".join(f"{label}." for label in labels) or "."
)


@given(ZONES, ZONES)
def test_parents_are_the_zones_that_hold_it(zone: str, other: str) -> None:
    assert (other in parents(zone)) is is_subdomain(other, zone)
