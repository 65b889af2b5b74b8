"""Zones that a plugin copies from where they are hosted: at AWS, Azure or Google."""

from collections.abc import Sequence

from corefile.coredns.catalogue.query import Chain, Query, Verdict, data_decides, zone_outcomes
from corefile.coredns.catalogue.schema import Zone, names
from corefile.go.strings import lower
from corefile.text.typed import ClassVar, Protocol

__all__ = ["Hosted", "answer_from_hosted"]


class Hosted(Protocol):
    """A stanza that names hosted zones."""

    name: ClassVar[str]

    @property
    def own_zones(self) -> tuple[str, ...]:
        """The zones as CoreDNS compares them: one without a final dot never has a query."""

    @property
    def fallthrough(self) -> tuple[Zone, ...] | None:
        """The zones of names that go on if the hosted zones do not have them."""


def answer_from_hosted(stanzas: Sequence[Hosted], query: Query, chain: Chain) -> Verdict:
    """Return what a handler does that answers from hosted zones (route53.go, azure.go)."""
    zones = tuple(lower(zone) for stanza in stanzas for zone in stanza.own_zones)
    if not chain.in_zones(zones, query):
        return Verdict("not in its zones")
    through = tuple(zone for stanza in stanzas for zone in names(stanza.fallthrough))
    outcomes = zone_outcomes(stanzas[0].name, goes_on=bool(chain.in_zones(through, query)))
    return data_decides(stanzas[0].name, "answers from the zone", outcomes, chain)
