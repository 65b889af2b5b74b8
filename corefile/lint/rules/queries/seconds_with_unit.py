"""A TTL of `cache` has a unit, and is read as a zone.

Finds `cache 30s` and the like. If the first argument of `cache` is a whole number, it is a number
of seconds; otherwise it is the name of a zone.

Why it matters: CoreDNS accepts it. The cache then keeps only names below the zone `30s.`, which
means nothing at all, and every query goes to the upstream.

How to fix it: write the seconds without a unit.

## Bad

```corefile
. {
    cache 30s
    forward . 192.0.2.53
}
```

```corefile
corp.example {
    cache 1m
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    cache 30
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.cache import Cache
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.queries.durations import whole_seconds

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each zone of `cache` that is a duration."""
    for server in ctx.config.servers:
        for cache in server.all(Cache):
            for zone in cache.zones:
                seconds = whole_seconds(zone.token.text)
                if seconds is not None:
                    text = zone.token.text
                    yield RULE.at(
                        ctx,
                        zone.token,
                        f"`{text}` is a zone here, not a time: the cache keeps only names below "
                        f"`{text}.`, and so nothing",
                        help=f"write the seconds without a unit: `cache {seconds}`",
                        fix=fix(ctx, zone.token, seconds),
                    )


def fix(ctx: Context, zone: ExpandedToken, seconds: int) -> Fix | None:
    """Return the edit that takes the unit off; none for what is imported."""
    edits = write_words(ctx, zone, [str(seconds)]) if zone.via is None else ()
    return Fix("take the unit off", edits, safe=False) if edits else None


RULE = CorefileRule(
    "CF402", "seconds-with-unit", "warning", check, fragments=True, fixes=True, about=(Cache.name,)
)
