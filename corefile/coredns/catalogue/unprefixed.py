"""Refusals that CoreDNS prints without the `plugin/NAME: ` of most others."""

from corefile.coredns.catalogue.cursor import Refused


class Unprefixed(Refused):
    """CoreDNS refuses the configuration, and its words do not begin with the plugin's name."""


def unprefixed(refused: Refused) -> Unprefixed:
    """Return the refusal as one that is printed without the plugin's name."""
    return Unprefixed(refused.message, refused.token, refused.help)
