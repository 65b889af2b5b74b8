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

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.queries.reverse_names import mistake, mistaken, mistaken_keys

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each zone that is nearly a reverse zone."""
    seen: set[tuple[int, int]] = set()
    for server in ctx.config.servers:
        for zone in (*mistaken_keys(server), *mistaken(server.plugins)):
            place = id(zone.token.source), ctx.written(zone.token)[1].start
            if place not in seen:
                seen.add(place)
                name = zone.name.removesuffix(".")
                why, advice = mistake(name)
                yield RULE.at(ctx, zone.token, f"`{name}` {why}", help=advice)


RULE = CorefileRule(
    "CF430",
    "reverse-zone-misspelled",
    "warning",
    check,
    fragments=True,
    signs=("addr", "arpa", "ip6"),
)
