"""`kubernetes` is used without `ready`.

Finds a `kubernetes` that runs in its cluster, in a file with `health` but without `ready`.

Why it matters: since CoreDNS 1.5.0, `health` says `OK` as soon as the process runs, whether it
knows the cluster or not. `ready` waits until the services and pods have come from the API server.
Without it, a new pod gets queries before that and answers them with SERVFAIL.

How to fix it: add a line `ready`, and point the readiness probe of the pod to port 8181, path
`/ready`.

## Bad

```corefile
. {
    health {
        lameduck 5s
    }
    kubernetes cluster.local
}
```

## Good

```corefile
. {
    health {
        lameduck 5s
    }
    ready
    kubernetes cluster.local
}
```

```corefile
. {
    health {
        lameduck 5s
    }
    kubernetes cluster.local {
        endpoint https://192.0.2.1:6443
    }
}
```

```corefile
. {
    kubernetes cluster.local
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.health import Health
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.lint.edits import add_plugin
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for the first `kubernetes` of a file without `ready`."""
    servers, unknown = ctx.config.servers, ctx.expansion.unresolved
    if unknown or "ready" not in ctx.config.build.plugins or any(s.has("ready") for s in servers):
        return
    if any(probe.path == "/ready" for probe in ctx.site.probes):
        return  # `probe-without-answer` says what comes of it
    probed = any(server.all(Health) for server in servers)
    inside = [k for server in servers for k in server.all(Kubernetes) if k.in_cluster]
    if probed and inside:
        edits = add_plugin(ctx, inside[0].token, "ready")
        yield RULE.at(
            ctx,
            inside[0].token,
            "`kubernetes` has no `ready`: `health` says `OK` before the services of the cluster "
            "are known, and queries that come until then are answered with SERVFAIL",
            help="add a line `ready`, and have the readiness probe ask port 8181, path `/ready`",
            fix=Fix("add `ready`", edits, safe=False) if edits else None,
        )


RULE = CorefileRule(
    "CF604", "kubernetes-without-ready", "info", check, fixes=True, about=(Kubernetes.name,)
)
