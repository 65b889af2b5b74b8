"""A capacity of `cache` looks like a TTL.

Finds `success` and `denial` of `cache` with a first number below 1024 that is alone, or that is
smaller than the second. The first number says how many answers are kept; the next two say for how
many seconds at most and at least. Does not report powers of two such as 512 if they are alone.

Why it matters: no cache is smaller than 1024 answers, so the number has no effect, and the TTL
stays at its default: 3600 seconds for answers with records, 1800 for others, unless `cache` has a
TTL on its line.

How to fix it: write the capacity before the TTL: `success 9984 30`. 9984 is the default of CoreDNS.

## Bad

```corefile
. {
    cache {
        success 30
        denial 5
    }
    whoami
}
```

```corefile
. {
    cache {
        success 60 3600
    }
    whoami
}
```

## Good

```corefile
. {
    cache {
        success 9984 30
        denial 9984 5
    }
    whoami
}
```

```corefile
. {
    cache {
        success 4096
        denial 512
    }
    whoami
}
```

```corefile
. {
    cache {
        success 1024 3600 300
    }
    whoami
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.cache import Cache, Store
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: The smallest cache there is (plugin/pkg/cache/cache.go: 256 shards of at least 4), and the one
#: that there is by default.
SMALLEST = 1024
DEFAULT = 9984


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each capacity that is meant for a TTL."""
    for server in ctx.config.servers:
        for cache in server.all(Cache):
            for name, store in (("success", cache.success), ("denial", cache.denial)):
                if store is not None and meant_as_ttl(store):
                    yield RULE.at(
                        ctx,
                        store.capacity.token,
                        f"`{name} {store.capacity.value}` is a number of answers, not a time: "
                        f"CoreDNS keeps at least {SMALLEST}, and the TTL is not changed by it",
                        help=advice(name, store),
                        fix=fix(ctx, store),
                    )


def meant_as_ttl(store: Store) -> bool:
    """Tell whether the first number makes sense for a TTL only."""
    number = store.capacity.value
    if not 0 <= number < SMALLEST:
        return False
    if store.ttl is not None:
        return number < store.ttl.value
    is_size = number & (number - 1) == 0 or number % 1000 == 0
    return number < 128 or not is_size


def advice(name: str, store: Store) -> str:
    """Return what to write."""
    if not store.capacity.value:
        return f"to keep none of these answers write `disable {name}`"
    seconds = "TTL" if store.ttl else store.capacity.value
    return f"write the capacity first, then the seconds: `{name} {DEFAULT} {seconds}`"


def fix(ctx: Context, store: Store) -> Fix | None:
    """Return the edit that puts the default capacity before the TTL."""
    token = store.capacity.token
    if store.ttl is not None or store.capacity.value < 1:
        return None
    edits = write_words(ctx, token, [str(DEFAULT)], count=0) if token.via is None else ()
    return Fix(f"write the capacity {DEFAULT}", edits, safe=False) if edits else None


RULE = CorefileRule(
    "CF701",
    "cache-capacity-looks-like-ttl",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=("success", "denial"),
)
