"""`hosts` reads the table of its own pod.

Finds a `hosts` without a table in its block and without a file, or with `/etc/hosts`, where CoreDNS
runs in a cluster.

Why it matters: `hosts` then reads `/etc/hosts` of the container. In a pod, Kubernetes writes this
file: it has `localhost` and the name of the pod. It has the names of a node's file only in a pod
that uses the network of its node, and then those of the node that the pod is on, so that the pods
of CoreDNS may give different answers.

How to fix it: write the addresses and names into the block, or mount a file that has them and write
its path after `hosts`.

## Bad

```corefile
. {
    hosts {
        fallthrough
    }
    kubernetes cluster.local
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    hosts {
        192.0.2.1 a.example
        fallthrough
    }
    kubernetes cluster.local
    forward . 192.0.2.53
}
```

```corefile
. {
    hosts /etc/coredns/names {
        fallthrough
    }
    kubernetes cluster.local
    forward . 192.0.2.53
}
```

```corefile
. {
    hosts {
        fallthrough
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.hosts import Hosts
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: What it reads where no file is named.
TABLE = "/etc/hosts"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `hosts` that has the names of its pod."""
    servers = ctx.config.servers
    if not any(k.in_cluster for server in servers for k in server.all(Kubernetes)):
        return
    for server in servers:
        for hosts in server.all(Hosts) if server.complete else ():
            if hosts.entries or (hosts.file is not None and hosts.file.value != TABLE):
                continue
            yield RULE.at(
                ctx,
                hosts.token if hosts.file is None else hosts.file.token,
                f"`{TABLE}` is the pod's own: it has `localhost` and the name of the pod, and the "
                "names of its node only if the pod uses the network of the node",
                help="write the addresses and names into the block of `hosts`, or mount a file "
                "that has them and write its path after `hosts`",
            )


RULE = CorefileRule("CF220", "hosts-of-the-pod", "info", check, about=(Hosts.name,))
