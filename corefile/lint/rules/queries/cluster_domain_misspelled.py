"""`kubernetes` has a zone that cannot be a cluster's domain.

Finds a zone of `kubernetes` that is one slip away from `cluster.local`, such as `clouster.local`,
and one with `_` in it, such as `dns_domain`, which a script was to replace.

Why it matters: pods ask for names below the domain that kubelet tells them (`--cluster-domain`). No
query for a service comes to another zone, so no service is found. A cluster's domain has no `_`:
kubeadm and the API server take letters, digits, `-` and `.` only.

How to fix it: write the cluster's domain, which is in `/etc/resolv.conf` of every pod, mostly
`cluster.local`.

## Bad

```corefile
. {
    kubernetes clouster.local in-addr.arpa ip6.arpa
}
```

```corefile
. {
    kubernetes dns_domain in-addr.arpa ip6.arpa
}
```

## Good

```corefile
. {
    kubernetes cluster.local in-addr.arpa ip6.arpa
}
```

```corefile
. {
    kubernetes k8s.example.org in-addr.arpa ip6.arpa
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.lint.cluster_domains import USUAL, mistake
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each zone of `kubernetes` that no pod can have for its domain."""
    for server in ctx.config.servers:
        for kubernetes in server.all(Kubernetes):
            for zone in kubernetes.zones:
                message = mistake(ctx, zone)
                if message:
                    help_text = f"write the cluster's domain, mostly `{USUAL}`"
                    yield RULE.at(ctx, zone.token, message, help=help_text)


RULE = CorefileRule(
    "CF440",
    "cluster-domain-misspelled",
    "warning",
    check,
    fragments=True,
    about=(Kubernetes.name,),
)
