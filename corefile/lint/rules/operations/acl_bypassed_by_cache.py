"""`cache` gives answers to those that `acl` should keep out.

Finds an `acl` that blocks queries beside a `cache`, with a release of CoreDNS in which `cache` is
asked first: 1.14.3 to 1.14.6. It also goes by the order of a build of your own.

It hurts because `acl` does not see a query that the cache can answer: once somebody who may ask has
asked, everybody gets the answer. Where the lines stand makes no difference.

To mend it, upgrade to CoreDNS 1.14.7, where `acl` comes first again. Until then use server blocks
without `cache` for zones that have to be protected.

## Bad

```corefile coredns=1.14.4
. {
    acl {
        block net 192.0.2.0/24
    }
    cache 30
    forward . 198.51.100.53
}
```

## Good

```corefile
. {
    acl {
        block net 192.0.2.0/24
    }
    cache 30
    forward . 198.51.100.53
}
```

```corefile coredns=1.14.1
. {
    acl {
        block net 192.0.2.0/24
    }
    cache 30
    forward . 198.51.100.53
}
```

```corefile coredns=1.14.4
. {
    acl example.org {
        block net 192.0.2.0/24
    }
    cache 30 example.com
    forward . 198.51.100.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import parents
from corefile.coredns.plugins.acl import Acl
from corefile.coredns.plugins.cache import Cache
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `acl` behind the cache."""
    order = {name: place for place, name in enumerate(ctx.config.build.plugins)}
    if order.get("cache", len(order)) > order.get("acl", -1):
        return
    for server in ctx.config.servers:
        cache = server.first(Cache)
        if cache is None:
            continue
        kept = {zone.name for zone in cache.zones}
        above = {parent for zone in kept for parent in parents(zone)}
        for acl in server.all(Acl):
            shared = any(z.name in above or not kept.isdisjoint(parents(z.name)) for z in acl.zones)
            if shared and (acl.block or acl.filter or acl.drop):
                yield RULE.at(
                    ctx,
                    acl.token,
                    f"`acl` does not see what `cache` can answer: in CoreDNS "
                    f"{ctx.config.build.release} the cache comes first, so clients that are kept "
                    "out get the answers that others have asked for",
                    help="upgrade to CoreDNS 1.14.7, or leave `cache` out here",
                    related=[ctx.related(cache.token, "asked before `acl`")],
                )


RULE = CorefileRule("CF704", "acl-bypassed-by-cache", "warning", check)
