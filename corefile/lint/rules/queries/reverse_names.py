"""The two domains of addresses, and how people miswrite them."""

import re
from collections.abc import Iterable
from functools import lru_cache

from corefile.coredns.catalogue.schema import Plugin, Zone
from corefile.coredns.model.config import Server
from corefile.lint.placeholders import is_known
from corefile.text.regex import regex
from corefile.text.spelling import is_slip
from corefile.text.typed import Final

__all__ = ["IPV4", "IPV6", "is_mistaken", "meant", "mistake", "mistaken", "mistaken_keys"]

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
#: The beginnings of private networks, in the order of an address.
PRIVATE: Final = regex(r"(10|127|192\.168|169\.254|172\.(1[6-9]|2[0-9]|3[01]))(\.|$)")
#: How many labels there are before the domain.
OCTETS, NIBBLES = 4, 32
MAX_OCTET = 255


def meant(zone: str) -> tuple[str, str]:
    """Return the domain that a zone is nearly in, and the zone as it is right; "" for any other."""
    labels = zone.split(".")
    for count in range(min(len(labels), 3), 0, -1):
        tail = ".".join(labels[-count:])
        domain = OTHERS.get(tail) or next((d for d in (IPV4, IPV6) if is_slip(tail, d)), "")
        if domain:
            return domain, ".".join([*labels[:-count], domain])
    return "", ""


def mistaken_keys(server: Server) -> list[Zone]:
    """Return the keys of a server block that are nearly reverse zones."""
    keys = (Zone(address.zone, key.token) for key in server.keys for address in key.addresses[:1])
    return [zone for zone in keys if is_mistaken(zone)]


def mistaken(plugins: Iterable[Plugin]) -> list[Zone]:
    """Return the zones of plugins that are nearly reverse zones."""
    zones = (zone for plugin in plugins for zone in plugin.zones_within())
    return [zone for zone in zones if is_mistaken(zone)]


def is_mistaken(zone: Zone) -> bool:
    """Tell whether a zone is nearly a reverse zone; of a network, CoreDNS makes the zone itself."""
    token = zone.token
    wrong = "/" not in token.text and mistake(zone.name.removesuffix("."))[0]
    return bool(wrong) and is_known(token)


@lru_cache(maxsize=1024)
def mistake(zone: str) -> tuple[str, str]:
    """Return what is wrong with a zone and what to write; "" for nothing."""
    for domain in (IPV4, IPV6):
        if zone == domain or zone.endswith(f".{domain}"):
            rest = zone.removesuffix(domain).rstrip(".")
            return in_order(rest.split("."), domain) if rest else ("", "")
    domain, right = meant(zone)
    if not domain:
        return "", ""
    why = f"gets no query for an address: reverse zones end with `{domain}`"
    return why, f"write `{right}`"


def in_order(labels: list[str], domain: str) -> tuple[str, str]:
    """Check the labels before the domain."""
    if domain == IPV6:
        long = next((label for label in labels if re.fullmatch(r"[0-9a-f]{2,4}", label)), "")
        if long:
            why = "gets no query: each label before `ip6.arpa` is one hexadecimal digit"
            digits = "".join(label.zfill(4) for label in labels)
            right = ".".join([*reversed(digits), IPV6])
            fits = all(re.fullmatch(r"[0-9a-f]{1,4}", label) for label in labels)
            known = fits and len(digits) <= NIBBLES and digits[0] in "23f"
            return why, f"write `{right}`" if known else "write them in reverse order, with dots"
        return "", ""
    if not all(re.fullmatch(r"[0-9]{1,3}", label) for label in labels) or len(labels) > OCTETS:
        return "", ""
    great = next((label for label in labels if int(label) > MAX_OCTET), "")
    if great:
        return (
            f"gets no query: no address has `{great}` in it",
            "write numbers from 0 to 255",
        )
    reverse = ".".join(reversed(labels))
    if len(labels) > 1 and PRIVATE.match(".".join(labels)) and not PRIVATE.match(reverse):
        why = f"is for addresses `{reverse}.…`: reverse zones have the numbers in reverse order"
        return why, f"write `{reverse}.{IPV4}`"
    return "", ""
