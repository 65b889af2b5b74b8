"""Networks of which everybody has their own."""

from ipaddress import ip_network

from corefile.coredns.catalogue.upstreams import Upstream
from corefile.go.net import parse_ip

__all__ = ["is_private"]

#: RFC 1918, 6598 and 4193, and the resolver of AWS.
PRIVATE = tuple(
    map(
        ip_network,
        (
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "169.254.169.253/32",
            "fc00::/7",
        ),
    )
)


def is_private(upstream: Upstream) -> bool:
    """Tell whether an address belongs to a network of somebody's own."""
    address = parse_ip(upstream.host)
    return address is not None and any(address in network for network in PRIVATE)
