"""Names in the zones of a server block that none of its plugins answers."""

from collections.abc import Iterator, Sequence
from itertools import islice

from corefile.coredns.catalogue.query import End
from corefile.coredns.catalogue.schema import Plugin, Zone, names
from corefile.coredns.catalogue.zones import common_zone, common_zones, is_subdomain
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.coredns.model.passage import TYPES, Asked, Passage
from corefile.coredns.model.trace import Handler

__all__ = ["REVERSE", "asked_later", "fallthrough_of", "lost_below", "zones_lost"]

#: The zones of all addresses.
REVERSE = ("in-addr.arpa.", "ip6.arpa.")

#: How many zones of a plugin, and queries for each, are looked at.
MAX_ZONES = 30
MAX_QUERIES = 100


def lost_below(passage: Passage, zone: str) -> End | None:
    """Return how queries fail for names below a zone that no word of the server block mentions.

    They go on to nobody, or fit no expression of the plugin that has them. None where one of them
    may end in another way: what refuses names that are in none of its zones does as it should.
    """
    lost: End | None = None
    of_addresses = is_subdomain("arpa.", zone)
    queries = (
        query
        for query in passage.around(zone)
        if query.name != zone and (of_addresses or query.type in TYPES)
    )
    for query in islice(queries, MAX_QUERIES):
        ends = [end for end in passage.ends(Asked(query)) if not end.cached]
        if not ends or not all(is_lost(passage, end) for end in ends):
            return None
        lost = lost or ends[0]
    return lost


def is_lost(passage: Passage, end: End) -> bool:
    """Tell whether a query ends so because no plugin answers it, or fits no expression.

    Or a table lacks its name, while another server block would be asked but for a `view`.
    """
    if end.kind != "failed" or end.written or end.when:
        return False
    if end.error:
        return end.error.endswith("no next plugin found")
    stanzas = (stanza for part in passage.parts if part.name == end.by for stanza in part.stanzas)
    return passage.server.has("view") or any(hasattr(stanza, "match") for stanza in stanzas)


def fallthrough_of(part: Handler) -> tuple[ExpandedToken, tuple[Zone, ...]] | None:
    """Return the word `fallthrough` of a plugin, and its zones; of several the last."""
    for stanza in reversed(part.stanzas):
        token = stanza.has("fallthrough")
        if token is not None:
            zones = getattr(stanza, "fallthrough", None)
            return (token, zones) if isinstance(zones, tuple) else None
    return None


def zones_lost(
    passage: Passage, place: int, zones: tuple[Zone, ...]
) -> Iterator[tuple[str, Asked]]:
    """Yield the zones of a plugin whose names go on to nobody, each with a query."""
    part = passage.parts[place]
    own = {zone for stanza in part.stanzas for zone in stanza.own_zones}
    inside = common_zones(common_zones(own, names(zones)), passage.server.zones)
    if len(inside) > MAX_ZONES:
        return
    for zone in sorted(inside):
        asked = first_lost(passage, place, zone)
        if asked is not None:
            yield zone, asked


def first_lost(passage: Passage, place: int, zone: str) -> Asked | None:
    """Return a query for a zone that a plugin passes on; None where one of them has an answer."""
    later = [one for one in passage.deciding if one > place]
    below = (z for one in later for z in passage.mentioned[one] if is_subdomain(zone, z))
    found: Asked | None = None
    for origin in islice(dict.fromkeys((zone, *below)), MAX_ZONES):
        for query in islice(passage.around(origin), MAX_QUERIES):
            asked = Asked(query, fresh=query.name != origin)
            if any(passage.minds(one, query) for one in later):
                return None
            goes_on = asked.fresh and passage.verdict(place, query).goes_on
            if found is None and goes_on and passage.stop(asked, place) is None:
                found = asked
    return found


def asked_later(server: Server, plugin: Plugin, zones: Sequence[str]) -> Iterator[Plugin]:
    """Yield the other plugins after one that could have answered for all of one of the zones."""
    for later in server.plugins[server.plugins.index(plugin) + 1 :]:
        takes = (common_zone(zone, other) == zone for zone in zones for other in later.own_zones)
        if later.name != plugin.name and any(takes):
            yield later
