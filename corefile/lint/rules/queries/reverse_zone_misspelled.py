"""A reverse zone is misspelled, or its numbers are in the wrong order.

Finds zones that are nearly `in-addr.arpa` or `ip6.arpa`, such as `10.in-addr.apra`, reverse zones
of private networks whose numbers are not reversed, such as `192.168.1.in-addr.arpa`, and labels
that no reverse name has: a number above 255, or more than one hexadecimal digit before `ip6.arpa`.

Why it matters: queries for addresses have the numbers of the address in reverse order and end with
`in-addr.arpa` or `ip6.arpa`. No query comes for another zone, and the addresses that were meant are
answered by other server blocks or not at all.

How to fix it: write the zone as queries have it: `1.168.192.in-addr.arpa` for `192.168.1.0/24`. A
key of a server block may be the network itself: `192.168.1.0/24`.

## Bad

```corefile
10.in-addr-arpa {
    file /etc/coredns/db.empty
}
```

```corefile
192.168.1.in-addr.arpa {
    file /etc/coredns/db.192.168.1
}
```

```corefile
. {
    kubernetes cluster.local in-addr.apra ip6.arpa
}
```

## Good

```corefile
10.in-addr.arpa 1.168.192.in-addr.arpa {
    file /etc/coredns/db.empty
}
```

```corefile
. {
    kubernetes cluster.local in-addr.arpa ip6.arpa
}
```
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.queries.reverse_names import IPV4, IPV6, meant
from corefile.text.regex import regex
from corefile.text.typed import Final

__all__ = ["RULE"]

#: The beginnings of private networks, in the order of an address.
PRIVATE: Final = regex(r"(10|127|192\.168|169\.254|172\.(1[6-9]|2[0-9]|3[01]))(\.|$)")
#: How many labels there are before the domain.
OCTETS, NIBBLES = 4, 32
MAX_OCTET = 255


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each zone that is nearly a reverse zone."""
    seen: set[tuple[int, int]] = set()
    for server in ctx.config.servers:
        for name, token in zones(server):
            written = ctx.written(token)[1]
            place = id(token.source), written.start
            # Of a network, CoreDNS makes the zone itself.
            if place in seen or "/" in token.text or not is_known(token):
                continue
            seen.add(place)
            why, advice = mistake(name.removesuffix("."))
            if why:
                yield RULE.at(ctx, token, f"`{name.removesuffix('.')}` {why}", help=advice)


def zones(server: Server) -> Iterator[tuple[str, ExpandedToken]]:
    """Yield the zones of a server block's keys and plugins."""
    for key in server.keys:
        yield from ((address.zone, key.token) for address in key.addresses[:1])
    for plugin in server.plugins:
        yield from ((zone.name, zone.token) for zone in plugin.zones_within())


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


RULE = CorefileRule(
    "CF430",
    "reverse-zone-misspelled",
    "warning",
    check,
    fragments=True,
    signs=("addr", "arpa", "ip6"),
)
