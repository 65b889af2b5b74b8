"""A server block that forwards queries has no `cache`.

Finds a server block with `forward` or `grpc` and without `cache`. Does not report it if its
upstreams or all its clients are on the machine itself, where another server block may have the
cache. Off by default.

Why it matters: every single query goes to the upstream. That is slow, and many upstreams have a
limit: Amazon's accepts 1024 packets per second from a network interface.

How to fix it: add a line such as `cache 30`; no answer is then older than 30 seconds.

## Bad

```corefile
corp.example {
    forward . 192.0.2.53
}
```

## Good

```corefile
corp.example {
    cache 30
    forward . 192.0.2.53
}
```

```corefile
. {
    forward . 127.0.0.1:5353
}
```

```corefile
.:5353 {
    bind 127.0.0.1
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.upstreams import Upstream
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.forward import Forward
from corefile.coredns.plugins.grpc import Grpc
from corefile.coredns.releases.builds import stock
from corefile.go.net import parse_ip
from corefile.lint.edits import add_plugin
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each server block that asks an upstream for everything."""
    own = stock(ctx.config.build.release).plugins
    for server in ctx.config.servers:
        sender = next(senders(server), None)
        # An external plugin may be a cache too.
        outside = any(directive.name not in own for directive in server.directives)
        if sender is None or server.has("cache") or outside or not server.complete:
            continue
        if all(map(is_loopback, server.listens_on)):
            continue
        edits = add_plugin(ctx, sender.token, "cache", "30")
        yield RULE.at(
            ctx,
            sender.token,
            f"every query goes to the upstream of `{sender.name}`: the server block has no `cache`",
            help="add a line `cache 30`, which keeps answers for 30 seconds at most",
            fix=Fix("add `cache 30`", edits, safe=False) if edits else None,
        )


def senders(server: Server) -> Iterator[Forward | Grpc]:
    """Return the plugins that send queries to other machines."""
    plugins: tuple[Forward | Grpc, ...] = (*server.all(Forward), *server.all(Grpc))
    return (plugin for plugin in plugins if not all(map(is_here, plugin.to)))


def is_here(upstream: Upstream) -> bool:
    """Tell whether an upstream is on this machine."""
    return upstream.kind == "socket" or is_loopback(upstream.host)


def is_loopback(host: str) -> bool:
    """Tell whether an address is that of the machine itself."""
    address = parse_ip(host)
    return address is not None and address.is_loopback


RULE = CorefileRule(
    "CF707",
    "missing-cache",
    "info",
    check,
    default=False,
    fixes=True,
    about=(
        Forward.name,
        Grpc.name,
    ),
)
