"""`health` has no `lameduck` in the DNS of a cluster.

Finds a `health` without `lameduck` in a file with a `kubernetes` that runs in its cluster. Does not
report the Corefiles of AKS and k3s, which users cannot change, or CoreDNS before 1.6.5.

Why it matters: when a pod of CoreDNS stops, as in each update, the nodes keep sending it queries
for a moment, and those get no answer. With `lameduck 5s`, CoreDNS keeps answering for that time.

How to fix it: add `lameduck 5s`, as kubeadm does since Kubernetes 1.17 with CoreDNS 1.6.5.

## Bad

```corefile
. {
    health
    ready
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
    health
    forward . 192.0.2.53
}
```

```corefile
. {
    health
    kubernetes cluster.local {
        endpoint https://192.0.2.1:6443
    }
}
```

```corefile coredns=1.6.2
. {
    health
    ready
    kubernetes cluster.local
}
```

```corefile profile=k3s
. {
    health
    ready
    kubernetes cluster.local
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.health import Health
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.coredns.releases.release import span
from corefile.lint.edits import add_property
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: The releases with which kubeadm sets `lameduck` (corefile-migration, versions.go).
USUAL = span("1.6.5")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each server block whose `health` ends at once."""
    if not any(k.in_cluster for server in ctx.config.servers for k in server.all(Kubernetes)):
        return
    if ctx.config.build.release not in USUAL:
        return
    if any(item.inside == Health.name for item in ctx.expansion.unresolved):
        return
    for server in ctx.config.servers:
        stanzas = server.all(Health)
        if not stanzas or not server.complete or any(h.has("lameduck") for h in stanzas):
            continue
        edits = add_property(ctx, stanzas[0].token, "lameduck", "5s")
        yield RULE.at(
            ctx,
            stanzas[0].token,
            "`health` has no `lameduck`: when a pod of CoreDNS ends, queries that are still sent "
            "to it get no answer",
            help="write `lameduck 5s` into the block of `health`",
            fix=Fix("add `lameduck 5s`", edits, safe=False) if edits else None,
        )


RULE = CorefileRule(
    "CF606",
    "health-without-lameduck",
    "info",
    check,
    profiles=("kubernetes",),
    fixes=True,
    about=(Health.name,),
)
