"""`autopath @kubernetes` does nothing without `pods verified`.

Finds an `autopath` that asks `kubernetes` for the search path, in a server block whose `kubernetes`
has `pods insecure` or `pods disabled`, the default.

Why it matters: `kubernetes` then does not know the pods. It cannot tell the namespace of the pod
that asks, so it returns no search path, and `autopath` passes each query on unchanged. Clients try
their whole search path themselves, and no message says so.

How to fix it: write `pods verified`. CoreDNS then watches all pods of the cluster, which takes more
memory. Or remove `autopath`.

## Bad

```corefile
. {
    autopath @kubernetes
    kubernetes cluster.local {
        pods insecure
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    autopath @kubernetes
    kubernetes cluster.local
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    autopath @kubernetes
    kubernetes cluster.local {
        pods verified
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    autopath /etc/search.conf
    kubernetes cluster.local {
        pods insecure
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.autopath import Autopath
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.lint.edits import add_property, write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `autopath` whose `kubernetes` knows no pods."""
    if any(item.inside == Kubernetes.name for item in ctx.expansion.unresolved):
        return
    for server in ctx.config.servers:
        kubernetes = server.first(Kubernetes)
        if kubernetes is None or knows_pods(kubernetes):
            continue
        given = kubernetes.pods
        mode = f"has `pods {given.value}`" if given else "has no `pods verified`"
        for autopath in server.all(Autopath):
            if autopath.plugin == Kubernetes.name:
                yield RULE.at(
                    ctx,
                    autopath.source.token,
                    f"`autopath` does nothing: `kubernetes` {mode}, so it cannot tell whose search "
                    "path to follow",
                    help="write `pods verified` into the block of `kubernetes`, which takes more "
                    "memory, or remove `autopath`",
                    related=[ctx.related((given or kubernetes).token, "no pods are watched here")],
                    fix=fix(ctx, kubernetes),
                )


def knows_pods(kubernetes: Kubernetes) -> bool:
    """Tell whether pods are watched, or may be: the value may not be known."""
    if kubernetes.pods is None:
        return kubernetes.has("pods") is not None
    return kubernetes.pods.value == "verified"


def fix(ctx: Context, kubernetes: Kubernetes) -> Fix | None:
    """Return the edit that has pods watched."""
    if kubernetes.pods is None:
        edits = add_property(ctx, kubernetes.token, "pods", "verified")
        return Fix("add `pods verified`", edits, safe=False) if edits else None
    token = kubernetes.pods.token
    edits = write_words(ctx, token, ["verified"]) if token.via is None else ()
    return Fix("write `pods verified`", edits, safe=False) if edits else None


RULE = CorefileRule(
    "CF602", "autopath-without-pods-verified", "warning", check, fixes=True, about=(Autopath.name,)
)
