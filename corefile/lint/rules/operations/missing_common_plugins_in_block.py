"""A server block is not watched as most others are.

Finds a server block without `prometheus`, `log`, `dnstap` or `trace` where at least half of the
server blocks that answer queries have it. Those that only tell about the server itself, such as by
`chaos`, are let be. Off by default.

It matters because server blocks inherit nothing from one another, nor from that of `.`: queries for
the zone of such a server block appear in no figures and no log.

To mend it, add the line there too. A snippet keeps such lines in one place.

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
