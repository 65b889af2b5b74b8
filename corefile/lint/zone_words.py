"""The zones that a stanza names, and what sets of zones have in common.

There may be thousands of zones, so none is compared with each other one.
"""

from collections.abc import Iterable
from functools import lru_cache

from corefile.coredns.catalogue.schema import Plugin, Zone
from corefile.coredns.catalogue.zones import misplaced_address, parents
from corefile.coredns.model.config import Key, Server
from corefile.text.regex import regex

__all__ = [
    "apart",
    "comment_sign",
    "foreign_character",
    "has_colon",
    "has_number",
    "is_left_over",
    "lineage",
    "listed",
    "own_tokens",
    "written_zones",
]

#: What the script of coredns/deployment replaces by server blocks and plugins, or by nothing.
_FOR_A_SCRIPT = frozenset(("FEDERATIONS", "STUBDOMAINS"))

#: What a zone on a plugin's line has in it that is an expression, or several names in quotes.
_FOREIGN = regex(r"[\s()\[\]^|;]|\$(?=\.$)")

#: What comments of other languages begin with.
_COMMENTS = ("//", ";", "--", "/*", "<!--")

#: How many words a message lists.
MAX_WORDS = 5


def own_tokens(server: Server) -> frozenset[int]:
    """Return the tokens of a server block's keys, by their identity."""
    return frozenset(id(key.token) for key in server.keys)


def has_colon(server: Server) -> bool:
    """Tell whether CoreDNS takes a scheme or a second colon for a part of a zone."""
    return any(":" in address.zone for address in server.addresses)


def has_number(server: Server) -> bool:
    """Tell whether a key is an address or a number, for which there are other rules."""
    zones = (address.zone.removesuffix(".") for address in server.addresses)
    return any(zone.rpartition(".")[2].isdigit() for zone in zones) or any(
        misplaced_address(key.text) for key in server.keys
    )


def is_left_over(key: Key) -> bool:
    """Tell whether a key is a word that a script should have replaced."""
    return key.text in _FOR_A_SCRIPT


def comment_sign(server: Server) -> str:
    """Return what a line outside all blocks begins with if it is a comment of another language."""
    first = server.keys[0].text if server.keys and not server.directives else ""
    return next((sign for sign in _COMMENTS if first.startswith(sign)), "")


def written_zones(plugin: Plugin, own: frozenset[int]) -> list[Zone]:
    """Return the zones on a plugin's line and in its block, not the server block's `own` ones."""
    return [zone for zone in plugin.zones_within() if id(zone.token) not in own]


def foreign_character(zone: str) -> str:
    """Return a character of a zone that no name has which is asked for, or ""."""
    found = _FOREIGN.search(zone)
    return found[0] if found and "$(" not in zone else ""


def apart(zones: tuple[str, ...], others: tuple[str, ...]) -> frozenset[str]:
    """Return the zones that have no name in common with any of the others."""
    if "." in others:
        return frozenset()
    names, above = frozenset(others), lineage(others)
    return frozenset(z for z in zones if z not in above and names.isdisjoint(parents(z)))


@lru_cache(maxsize=256)
def lineage(zones: tuple[str, ...]) -> frozenset[str]:
    """Return zones, and all that they lie in."""
    return frozenset(above for zone in zones for above in parents(zone))


def listed(words: Iterable[str]) -> str:
    """Return words as a sentence names them, each once and not too many."""
    names = [f"`{word}`" for word in dict.fromkeys(words)]
    if len(names) > MAX_WORDS:
        names[MAX_WORDS - 1 :] = [f"{len(names) - MAX_WORDS + 1} more"]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
