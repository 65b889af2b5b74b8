"""`cache` gives answers to clients that `acl` should keep out.

Finds an `acl` that blocks queries next to a `cache`, in a release of CoreDNS that asks `cache`
first: 1.14.3 to 1.14.6. It also uses the order of your own build.

Why it matters: `acl` does not see a query that the cache can answer. Once an allowed client has
asked, everybody gets the answer. The order of the lines does not matter.

How to fix it: upgrade to CoreDNS 1.14.7, where `acl` comes first again. Until then, use server
blocks without `cache` for zones that have to be protected.

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

from corefile.coredns.model.passage import Passage
from corefile.coredns.plugins.acl import Acl
from corefile.coredns.plugins.cache import Cache
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `acl` after the cache."""
    for server in ctx.config.servers:
        cache = server.first(Cache)
        for acl in server.all(Acl) if cache is not None else ():
            if cache is not None and is_passed_by(ctx.passage(server), acl):
                yield RULE.at(
                    ctx,
                    acl.token,
                    f"`acl` does not see what `cache` can answer: in CoreDNS "
                    f"{ctx.config.build.release} the cache comes first, so clients that are kept "
                    "out get the answers that others have asked for",
                    help="upgrade to CoreDNS 1.14.7, or leave `cache` out here",
                    related=[ctx.related(cache.token, "asked before `acl`")],
                )


def is_passed_by(passage: Passage, acl: Acl) -> bool:
    """Tell whether the cache may answer a query that an `acl` would stop."""
    names = [part.name for part in passage.parts]
    after = Acl.name in names and Cache.name in names[: names.index(Acl.name)]
    if not after:
        return False
    cache, place = names.index(Cache.name), names.index(Acl.name)
    return any(
        any(end.cached for end in passage.verdict(cache, asked.query).ends)
        for asked in passage.queries(place)
        if Acl.serve((acl,), asked.query, passage.chain(place)).ends
    )


RULE = CorefileRule("CF704", "acl-bypassed-by-cache", "warning", check, about=(Acl.name,))
