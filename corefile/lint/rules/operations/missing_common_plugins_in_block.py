"""A server block is not monitored as most others are.

Finds a server block without `prometheus`, `log`, `dnstap` or `trace`, if at least half of the
server blocks that answer queries have it. Does not report server blocks that only answer about the
server itself, for example with `chaos`. Off by default.

Why it matters: server blocks do not inherit from one another or from the one for `.`. Queries for
the zone of such a server block appear in no metrics and no log.

How to fix it: add the line there too. Put such lines into a snippet to keep them in one place.

## Bad

```corefile
. {
    prometheus :9153
    forward . 192.0.2.53
}
corp.example {
    forward . 198.51.100.53
}
```

## Good

```corefile
(common) {
    prometheus :9153
}
. {
    import common
    forward . 192.0.2.53
}
corp.example {
    import common
    forward . 198.51.100.53
}
```

```corefile
. {
    forward . 192.0.2.53
}
corp.example {
    log
    forward . 198.51.100.53
}
example.org {
    forward . 198.51.100.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.model.config import Server
from corefile.coredns.plugins.errors import Errors
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each server block that is not watched as most others are."""
    servers = [server for server in ctx.config.servers if answers(server)]
    # `missing-errors` is about the other plugin that tells people what happens.
    watching = (p.name for server in servers for p in server.plugins if p.role == "observes")
    for name in dict.fromkeys(name for name in watching if name != Errors.name):
        watched = [server for server in servers if server.has(name)]
        if not watched or 2 * len(watched) < len(servers):
            continue
        first = next(line.tokens[0] for line in watched[0].directives if line.name == name)
        for server in servers:
            if server.has(name) or not server.complete or not server.keys:
                continue
            yield RULE.at(
                ctx,
                server.keys[0].token,
                f"this server block has no `{name}`, as others have: it inherits nothing from them",
                help=f"add the line `{name}` here too, or import it from a snippet",
                related=[ctx.related(first, f"`{name}` of another server block")],
            )


def answers(server: Server) -> bool:
    """Tell whether a server block answers queries about more than the server itself."""
    return any(p.serves not in ("nothing", "kind", "test") for p in server.plugins)


RULE = CorefileRule("CF708", "missing-common-plugins-in-block", "info", check, default=False)
