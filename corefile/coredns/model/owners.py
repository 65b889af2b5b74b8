"""Which server block has the queries for a name: on a listener, the one with the longest zone."""

from collections.abc import Mapping

from corefile.coredns.catalogue.zones import parents
from corefile.coredns.model.config import Config, Server
from corefile.coredns.model.listeners import listeners
from corefile.text.records import dataclass

__all__ = ["Owners"]


@dataclass(frozen=True, slots=True)
class Owners:
    """The server blocks of each zone, listener by listener."""

    #: By server block, by identity: its listeners.
    _listeners: Mapping[int, list[Mapping[str, list[Server]]]]

    @classmethod
    def of(cls, config: Config) -> "Owners":
        """Return the owners of the zones of a configuration."""
        found: dict[int, list[Mapping[str, list[Server]]]] = {}
        for listener in listeners(config):
            zones: dict[str, list[Server]] = {}
            for use in listener.uses:
                for zone in dict.fromkeys(use.zones):
                    zones.setdefault(zone, []).append(use.server)
                found.setdefault(id(use.server), []).append(zones)
        return cls(found)

    def elsewhere(self, server: Server, name: str) -> Server | None:
        """Return the server block that has all queries for a name instead of another one.

        None where the other may get some: on one of its listeners, or by a view.
        """
        takers = [taker_of(server, zones, name) for zones in self._listeners.get(id(server), ())]
        return takers[0] if takers and all(takers) else None


def taker_of(server: Server, zones: Mapping[str, list[Server]], name: str) -> Server | None:
    """Return the server block that takes a name from another one on a listener."""
    for zone in parents(name):
        owners = zones.get(zone, ())
        if any(owner is server for owner in owners):
            return None
        taker = next((owner for owner in owners if takes_all(owner)), None)
        if taker is not None:
            return taker
    return None


def takes_all(server: Server) -> bool:
    """Tell whether a server block has every query for its zones, whoever asks."""
    plain = all(key.text == key.text.lower() for key in server.keys)
    return plain and server.complete and not server.has("view")
