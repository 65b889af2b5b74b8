"""The two domains of addresses, and how people miswrite them."""

from corefile.text.spelling import is_slip
from corefile.text.typed import Final

__all__ = ["IPV4", "IPV6", "meant"]

IPV4, IPV6 = "in-addr.arpa", "ip6.arpa"
#: What people call the two domains.
OTHERS: Final = {
    "ip6-arpa": IPV6,
    "ipv6.arpa": IPV6,
    "ip4.arpa": IPV4,
    "ipv4.arpa": IPV4,
    "inaddr.arpa": IPV4,
    "in-addr-arpa": IPV4,
    "in.addr.arpa": IPV4,
    "addr.arpa": IPV4,
    "in-addr": IPV4,
}


def meant(zone: str) -> tuple[str, str]:
    """Return the domain that a zone is nearly in, and the zone as it is right; "" for any other."""
    labels = zone.split(".")
    for count in range(min(len(labels), 3), 0, -1):
        tail = ".".join(labels[-count:])
        domain = OTHERS.get(tail) or next((d for d in (IPV4, IPV6) if is_slip(tail, d)), "")
        if domain:
            return domain, ".".join([*labels[:-count], domain])
    return "", ""
