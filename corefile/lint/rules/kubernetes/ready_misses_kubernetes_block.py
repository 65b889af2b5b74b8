"""`ready` does not check the server block with `kubernetes`.

Finds a `kubernetes` or `nomad` in a server block without `ready`, if another server block has it.

Why it matters: `ready` checks only the plugins of its own server blocks. It says `OK` before the
services of the cluster are known, so clients are sent there too early.

How to fix it: add a line `ready` to this server block too. With the same address, by default
`:8181`, both give one answer.

## Bad

```corefile
. {
    ready
    forward . 192.0.2.53
}
cluster.local {
    kubernetes
}
```

## Good

```corefile
. {
    ready
    forward . 192.0.2.53
}
cluster.local {
    ready
    kubernetes
}
```

```corefile
. {
    ready
    kubernetes cluster.local
}
example.org {
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.ready import Ready
from corefile.lint.edits import add_plugin
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each plugin that tells when it is ready and is not asked."""
    ready = next((found for s in ctx.config.servers for found in s.all(Ready)), None)
    if ready is None:
        return
    address = ready.address.token.text if ready.address else ""
    line = f"ready {address}".strip()
    for server in ctx.config.servers:
        for plugin in asked_nothing(server):
            edits = add_plugin(ctx, plugin.token, *line.split())
            yield RULE.at(
                ctx,
                plugin.token,
                f"`ready` does not wait for this `{plugin.name}`: it asks only the plugins of the "
                "server blocks that it is in",
                help=f"add a line `{line}` to this server block too",
                related=[ctx.related(ready.token, "`ready` is here")],
                fix=Fix(f"add `{line}`", edits, adds=tuple(line.split())) if edits else None,
            )


def asked_nothing(server: Server) -> tuple[Plugin, ...]:
    """Return the plugins of a server block without `ready` that can tell whether they are ready.

    They are those with a function Ready (plugin/kubernetes, plugin/nomad, ready.go).
    """
    if server.has("ready") or not server.complete:
        return ()
    return tuple(plugin for plugin in server.plugins if "readiness" in plugin.offers)


RULE = CorefileRule(
    "CF605",
    "ready-misses-kubernetes-block",
    "warning",
    check,
    fixes=True,
    about=("several server blocks",),
)
