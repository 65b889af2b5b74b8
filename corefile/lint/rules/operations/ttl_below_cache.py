"""`cache` raises a TTL that is below its least.

Finds a `ttl` of `kubernetes`, `hosts` or `k8s_external` that is lower than what the `cache` of the
server block keeps answers for at least: 5 seconds, or the third word after `success`.

Why it matters: `cache` gives every answer with the TTL that it keeps it for, the first one too. So
`ttl 1` is served as 5, and clients see an old address for as long.

How to fix it: write the least TTL into the block of `cache`, as in `success 9984 30 1`, or leave
the zone out of it. Or remove `ttl`, if 5 seconds are right.

## Bad

```corefile
cluster.local {
    kubernetes {
        ttl 1
    }
    cache 30
}
```

## Good

```corefile
cluster.local {
    kubernetes {
        ttl 1
    }
    cache 30 {
        success 9984 30 1
    }
}
```

```corefile
cluster.local {
    kubernetes {
        ttl 1
    }
}
```

```corefile
. {
    kubernetes cluster.local {
        ttl 1
    }
    cache 30 example.org
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import parents
from corefile.coredns.plugins.cache import Cache
from corefile.coredns.releases.release import span
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: The releases that were asked, and whose sources say so (plugin/cache/cache.go, computeTTL).
KNOWN = span("1.5.0")
#: Seconds, where nothing is said (plugin/pkg/dnsutil/ttl.go, MinimalDefaultTTL).
LEAST = 5


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each TTL that no answer has."""
    for server in ctx.config.servers if ctx.config.build.release in KNOWN else ():
        cache = server.first(Cache)
        if cache is None or cache.keepttl or cache.disable:
            continue
        own = cache.success.min_ttl if cache.success else None
        least, kept = own.value if own else LEAST, set(cache.own_zones)
        for plugin in server.plugins:
            ttl = plugin.answer_ttl
            inside = any(kept.intersection(parents(zone)) for zone in plugin.own_zones)
            if ttl is not None and ttl.value < least and inside:
                yield RULE.at(
                    ctx,
                    ttl.token,
                    f"`cache` keeps answers for {least} seconds at least: clients get a TTL of "
                    f"{least}, not of {ttl.value}",
                    help=f"write `success 9984 30 {ttl.value}` into the block of `cache`",
                    related=[ctx.related(cache.token, "raises the TTL")],
                )


RULE = CorefileRule("CF714", "ttl-below-cache", "info", check, about=(Cache.name,), signs=("ttl",))
