"""A probe of the pod asks where nothing answers.

Finds the probes of a Deployment or DaemonSet in the same file that ask for `/health` or `/ready`
on a port at which neither plugin listens: the Corefile does not have the plugin, or has it on
another port. Only files with one container, which runs CoreDNS, are looked at.

Why it matters: a probe without an answer fails. The kubelet restarts the container for its liveness
probe, again and again. For its readiness probe the pod gets no queries at all.

How to fix it: add the plugin to the Corefile, or correct the port of the probe.

## Bad

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  Corefile: |
    .:53 {
        errors
        health {
            lameduck 5s
        }
        kubernetes cluster.local
        forward . 192.0.2.53
    }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: coredns
spec:
  template:
    spec:
      containers:
      - name: coredns
        image: registry.k8s.io/coredns/coredns:v1.12.0
        readinessProbe:
          httpGet:
            path: /ready
            port: 8181
```

## Good

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  Corefile: |
    .:53 {
        errors
        health {
            lameduck 5s
        }
        ready
        kubernetes cluster.local
        forward . 192.0.2.53
    }
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: coredns
spec:
  template:
    spec:
      containers:
      - name: coredns
        image: registry.k8s.io/coredns/coredns:v1.12.0
        readinessProbe:
          httpGet:
            path: /ready
            port: 8181
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.http_servers import HttpServer
from corefile.coredns.plugins.health import Health
from corefile.coredns.plugins.ready import Ready
from corefile.go.errors import Invalid
from corefile.go.net import split_host_port
from corefile.lint.edits import add_plugin
from corefile.lint.finding import Finding, Fix
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.site import Probe

__all__ = ["RULE"]

#: What answers at which path.
ANSWERS: dict[str, type[HttpServer]] = {"/health": Health, "/ready": Ready}
#: What comes of a probe that fails.
OUTCOMES = {
    "readiness": "the pod is never ready, and gets no queries",
    "liveness": "the kubelet restarts it again and again",
    "startup": "the kubelet restarts it again and again",
}


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each plugin that a probe asks in vain."""
    servers = ctx.config.servers
    lines = [line for server in servers for line in server.directives]
    if ctx.is_lines or not servers or ctx.expansion.unresolved:
        return
    for path, kind in ANSWERS.items():
        probes = [probe for probe in ctx.site.probes if probe.path == path]
        stanzas = [stanza for server in servers for stanza in server.all(kind)]
        own = [line for line in lines if line.name == kind.name]
        if len(own) != len(stanzas) or not all(is_known(t) for line in own for t in line.tokens):
            continue  # one is refused, or its port is not known
        ports = {port_of(stanza) for stanza in stanzas}
        lost = next((probe for probe in probes if probe.port not in ports), None)
        if lost is not None and None not in ports:
            yield unanswered(ctx, lost, kind, stanzas)


def port_of(stanza: HttpServer) -> str | None:
    """Return the port that a plugin listens at, None where it is not clear."""
    try:
        return split_host_port(stanza.listens_at)[1]
    except Invalid:
        return None


def unanswered(
    ctx: Context, probe: Probe, kind: type[HttpServer], stanzas: list[HttpServer]
) -> Finding:
    """Make the finding of a probe that gets no answer."""
    asks = f"the {probe.name} probe of this file asks port {probe.port} for `{probe.path}`"
    outcome = OUTCOMES[probe.name]
    if stanzas:
        own = port_of(stanzas[0])
        token = stanzas[0].address.token if stanzas[0].address else stanzas[0].token
        return RULE.at(
            ctx,
            token,
            f"{asks}, and `{kind.name}` listens at {own}: {outcome}",
            help=f"write `{kind.name} :{probe.port}`, or port {own} in the probe",
        )
    first = ctx.expansion.servers[0]
    key = first.key_tokens[0]
    if kind.name not in ctx.config.build.plugins:
        message = f"{asks}, and this CoreDNS has no plugin `{kind.name}`: {outcome}"
        return RULE.at(ctx, key, message, help="ask port 8080 for `/health`")
    edits = add_plugin(ctx, first.directives[0].tokens[0], kind.name) if first.directives else ()
    return RULE.at(
        ctx,
        key,
        f"{asks}, and there is no `{kind.name}`: {outcome}",
        help=f"add a line `{kind.name}`",
        fix=Fix(f"add `{kind.name}`", edits, safe=False) if edits else None,
    )


RULE = CorefileRule(
    "CF611", "probe-without-answer", "warning", check, fixes=True, about=("probed",)
)
