"""`secondary` fetches its zones without the signature that `tsig` has a key for.

Finds a server block with `secondary` and `tsig`.

Why it matters: `tsig` checks queries that come in, and signs the answers to them. `secondary` does
not use its keys. A primary that wants signed requests refuses to send the zone, and `secondary`
answers SERVFAIL. If the server block has a `transfer` too, the key is also for those that fetch the
zone from here, and this is a note.

How to fix it: let the primary allow the address of this server instead of a key.

## Bad

```corefile
example.org {
    secondary {
        transfer from 192.0.2.1
    }
    tsig {
        secrets /etc/coredns/keys
    }
}
```

## Good

```corefile
example.org {
    secondary {
        transfer from 192.0.2.1
    }
}
```

```corefile
example.org {
    file db.example.org
    transfer {
        to *
    }
    tsig {
        secrets /etc/coredns/keys
        require AXFR IXFR
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import common_zones
from corefile.coredns.plugins.secondary import Secondary
from corefile.coredns.plugins.transfer import Transfer
from corefile.coredns.plugins.tsig import Tsig
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `secondary` beside a `tsig` for its zones."""
    for server in ctx.config.servers:
        tsig = server.first(Tsig)
        secondary = server.first(Secondary)
        if tsig is None or secondary is None:
            continue
        zones = tuple(zone.name for zone in tsig.zones)
        if common_zones(zones, tuple(zone.name for zone in secondary.zones)):
            yield RULE.at(
                ctx,
                secondary.token,
                "`secondary` asks for its zones without a signature: it does not use the keys of "
                "`tsig`, so a primary that wants signed requests refuses them",
                help="let the primary allow the address of this server instead",
                related=[ctx.related(tsig.token, "signs answers only")],
                severity="info" if server.has(Transfer.name) else None,
            )


RULE = CorefileRule("CF462", "secondary-unsigned", "warning", check, about=(Tsig.name,))
