"""The zones that a stanza names, and what sets of zones have in common.

There may be thousands of zones, so none is compared with each other one.
"""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import lru_cache

from corefile.coredns.catalogue.schema import Plugin, Zone
from corefile.coredns.model.config import Server

__all__ = ["apart", "covered", "lineage", "listed", "overlap", "own_tokens", "written_zones"]

#: How many words a message lists.
MAX_WORDS = 5


def own_tokens(server: Server) -> frozenset[int]:
    """Return the tokens of a server block's keys, by their identity."""
    return frozenset(id(key.token) for key in server.keys)


def written_zones(plugin: Plugin, own: frozenset[int]) -> list[Zone]:
    """Return the zones on a plugin's line and in its block, not the server block's `own` ones."""
    values = (getattr(plugin, item.name) for item in fields(plugin))
    return [zone for value in values for zone in zones_in(value) if id(zone.token) not in own]


def zones_in(value: object) -> Iterator[Zone]:
    """Yield the zones in a field, which may be lists of lines with lists of zones."""
    if isinstance(value, Zone):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from zones_in(item)


@lru_cache(maxsize=256)
def overlap(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Return the zones that hold the names which two sets of zones have in common."""
    mine, theirs = frozenset(one), frozenset(other)
    common = {zone for zone in mine if not theirs.isdisjoint(upwards(zone))}
    common |= {zone for zone in theirs if not mine.isdisjoint(upwards(zone))}
    return tuple(sorted(common))


def apart(zones: tuple[str, ...], others: tuple[str, ...]) -> frozenset[str]:
    """Return the zones that have no name in common with any of the others."""
    names, above = frozenset(others), lineage(others)
    return frozenset(z for z in zones if z not in above and names.isdisjoint(upwards(z)))


@lru_cache(maxsize=256)
def lineage(zones: tuple[str, ...]) -> frozenset[str]:
    """Return zones, and all that they lie in."""
    return frozenset(above for zone in zones for above in upwards(zone))


@lru_cache(maxsize=256)
def covered(zones: tuple[str, ...], by: tuple[str, ...]) -> bool:
    """Tell whether each zone is one of the others, or lies in one."""
    others = frozenset(by)
    return not any(others.isdisjoint(upwards(zone)) for zone in zones)


def upwards(zone: str) -> Iterator[str]:
    """Yield a zone, and all that it lies in."""
    yield zone
    while zone != ".":
        zone = zone.partition(".")[2] or "."
        yield zone


def listed(words: Iterable[str]) -> str:
    """Return words as a sentence names them, each once and not too many."""
    names = [f"`{word}`" for word in dict.fromkeys(words)]
    if len(names) > MAX_WORDS:
        names[MAX_WORDS - 1 :] = [f"{len(names) - MAX_WORDS + 1} more"]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
