"""The zones that a stanza names."""

from collections.abc import Iterator
from dataclasses import fields

from corefile.coredns.config import Server
from corefile.coredns.schema import Plugin, Zone

__all__ = ["written_zones"]


def written_zones(server: Server, plugin: Plugin) -> list[Zone]:
    """Give the zones on a plugin's line and in its block, not those of the server block."""
    own = {key.token for key in server.keys}
    values = (getattr(plugin, item.name) for item in fields(plugin))
    return [zone for value in values for zone in zones_in(value) if zone.token not in own]


def zones_in(value: object) -> Iterator[Zone]:
    """Give the zones in a field, which may be lists of lines with lists of zones."""
    if isinstance(value, Zone):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from zones_in(item)
