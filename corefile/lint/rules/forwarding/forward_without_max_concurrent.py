"""`forward` in a cluster's DNS does not limit concurrent queries.

Finds a `forward .` without `max_concurrent` in a server block with `kubernetes`. This is advice and
off by default: many Kubernetes distributions have no limit.

Why it matters: each query that waits for a slow upstream takes about 2 KiB of memory. If the
upstream stops answering, a busy CoreDNS grows until the kernel kills it. With a limit it answers
REFUSED and keeps running.

How to fix it: add `max_concurrent 1000`, as kubeadm does, or a higher number: at least the queries
per second times the seconds that the upstream needs for one query.

## Bad

```corefile
. {
    kubernetes cluster.local
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    kubernetes cluster.local
    forward . 192.0.2.53 {
        max_concurrent 1000
    }
}
```

```corefile
. {
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.forward import Forward
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.lint.edits import add_property
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `forward .` beside `kubernetes` without a limit."""
    for server in ctx.config.servers:
        if server.first(Kubernetes) is None:
            continue
        for forward in server.all(Forward):
            if forward.zone.name != "." or forward.max_concurrent is not None:
                continue
            edits = add_property(ctx, forward.token, "max_concurrent", "1000")
            yield RULE.at(
                ctx,
                forward.token,
                "nothing limits how many queries wait for the upstream: when it is slow, memory "
                "grows with each of them",
                help="add `max_concurrent 1000` to the block of `forward`",
                fix=Fix("add `max_concurrent 1000`", edits, safe=False) if edits else None,
            )


RULE = CorefileRule(
    "CF309",
    "forward-without-max-concurrent",
    "info",
    check,
    default=False,
    fixes=True,
    about=(Forward.name,),
)
