"""Metrics or probes of a pod are only served inside the pod.

Finds `prometheus`, `health` or `ready` on a loopback address, in a file with a `kubernetes` that
runs in its cluster. `prometheus` without an address is on `localhost:9153`. Does not report a
CoreDNS with `bind`, which is mostly in the network of its node.

Why it matters: a pod has a loopback interface of its own. Prometheus and the kubelet ask the
address of the pod, and get `connection refused`: no metrics arrive, the kubelet restarts the pod
for its failed liveness probe, or sends it no queries for its failed readiness probe.

How to fix it: leave the host out, as in `:9153`. It is right as it is if another container of the
same pod asks there.

## Bad

```corefile
. {
    prometheus
    kubernetes cluster.local
}
```

```corefile
. {
    health 127.0.0.1:8080
    ready localhost:8181
    kubernetes cluster.local
}
```

## Good

```corefile
. {
    health {
        lameduck 5s
    }
    ready :8181
    prometheus 0.0.0.0:9153
    kubernetes cluster.local in-addr.arpa ip6.arpa
}
```

```corefile
. {
    prometheus
    kubernetes cluster.local {
        endpoint https://192.0.2.1:6443
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.http_servers import HttpServer
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.health import Health
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.coredns.plugins.prometheus import Prometheus
from corefile.coredns.plugins.ready import Ready
from corefile.go.errors import Invalid
from corefile.go.net import parse_ip, split_host_port
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: Who asks from outside the pod, and what becomes of it.
ASKED: tuple[tuple[type[HttpServer], str], ...] = (
    (Prometheus, "Prometheus cannot collect the metrics from outside the pod"),
    (Health, "the kubelet's liveness probe fails, and it restarts the pod"),
    (Ready, "the kubelet's readiness probe fails, and the pod gets no queries"),
)


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each kind of service that is in no other place than the pod itself."""
    servers = ctx.config.servers
    inside = any(k.in_cluster for server in servers for k in server.all(Kubernetes))
    if not inside or ctx.expansion.unresolved or any(server.has("bind") for server in servers):
        return
    for kind, outcome in ASKED:
        serving = [server for server in servers if server.has(kind.name)]
        stanzas = [stanza for server in serving for stanza in last_of(server, kind)]
        lines = (line for server in serving for line in server.directives if line.name == kind.name)
        known = all(is_known(token) for line in lines for token in line.tokens)
        if not known or not stanzas or not all(map(is_local, stanzas)):
            continue
        stanza = stanzas[0]
        yield RULE.at(
            ctx,
            stanza.address.token if stanza.address else stanza.token,
            f"`{stanza.name}` listens at `{stanza.listens_at}`, which is the pod alone: {outcome}",
            help=f"write `{stanza.name} {everywhere(stanza)}`",
            fix=fix(ctx, stanza),
        )


def last_of(server: Server, kind: type[HttpServer]) -> tuple[HttpServer, ...]:
    """Return the stanza that says where a plugin of a server block listens."""
    stanzas = server.all(kind)
    named = [stanza for stanza in stanzas if stanza.address is not None]
    return tuple((named or [*stanzas])[-1:])


def is_local(stanza: HttpServer) -> bool:
    """Tell whether a service is on a loopback address."""
    try:
        host, _ = split_host_port(stanza.listens_at)
    except Invalid:
        return False
    address = parse_ip(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def everywhere(stanza: HttpServer) -> str:
    """Return the same port at all addresses."""
    return f":{split_host_port(stanza.listens_at)[1]}"


def fix(ctx: Context, stanza: HttpServer) -> Fix | None:
    """Return the edit that leaves the host out."""
    token = stanza.address.token if stanza.address else stanza.token
    if token.via is not None:
        return None
    words = [everywhere(stanza)]
    edits = write_words(ctx, token, words if stanza.address else [token.text, *words])
    return Fix(f"write `{words[0]}`", edits, safe=False) if edits else None


RULE = CorefileRule(
    "CF610",
    "pod-endpoint-on-loopback",
    "info",
    check,
    fixes=True,
    about=(Kubernetes.name,),
)
