"""`keepttl` keeps records for too long.

Finds a `cache` with `keepttl` in a server block that forwards queries and has no records of its
own.

Why it matters: clients then always see the TTL from the upstream, however old the answer is. A
client that asks shortly before the cache drops it keeps it for the same time again, so records live
up to twice as long as their owner wants. `keepttl` is meant for your own zones
(plugin/cache/README.md).

How to fix it: remove `keepttl`.

## Bad

```corefile
. {
    cache 30 {
        keepttl
    }
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

```corefile
example.org {
    cache 30 {
        keepttl
    }
    file /etc/coredns/example.org.zone
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.cache import Cache
from corefile.coredns.releases.builds import stock
from corefile.lint.edits import remove_line
from corefile.lint.finding import Finding, Fix
from corefile.lint.property_names import names_of
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `keepttl` where all answers are those of others."""
    own = stock(ctx.config.build.release).plugins
    for server in ctx.config.servers:
        sender, cache = only_sender(server, own), server.first(Cache)
        keepttl = cache.has("keepttl") if cache else None
        if sender is None or cache is None or keepttl is None:
            continue
        edits = remove_line(ctx, keepttl, names_of(cache))
        yield RULE.at(
            ctx,
            keepttl,
            f"`keepttl` gives old answers of `{sender.name}` with their whole TTL: records "
            "live up to twice as long as their owner wants",
            help="remove `keepttl`: it is meant for zones of your own",
            related=[ctx.related(sender.token, "the answers come from here")],
            fix=Fix("remove `keepttl`", edits, safe=False) if edits else None,
        )


def only_sender(server: Server, own: tuple[str, ...]) -> Plugin | None:
    """Return a plugin that forwards queries where no other plugin answers any."""
    outside = any(directive.name not in own for directive in server.directives)
    answering = [plugin for plugin in server.plugins if plugin.role == "answers"]
    if not server.complete or outside or any(p.sends_to != "resolvers" for p in answering):
        return None
    return next(iter(answering), None)


RULE = CorefileRule(
    "CF702", "cache-keepttl-on-forwarder", "info", check, fixes=True, about=("keepttl",)
)
