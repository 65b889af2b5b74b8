"""An `*.override` repeats a plugin that the vendor's Corefile already has.

Finds a line in a `*.override` key of a ConfigMap for a plugin that the Corefile of AKS or k3s
already has and that may occur only once in a server block, such as `cache` or `hosts` (k3s); on AKS
a `forward`; and a `reload`. You have to say where it runs (`--profile aks`), because the key does
not show it.

Why it matters: such keys add lines to the server block; they do not replace any. CoreDNS refuses
the second line of a plugin, "this plugin can only be used once per Server Block", and does not
start again after a pod stops: the cluster then has no DNS. On AKS the vendor's
`forward . /etc/resolv.conf` comes first and takes all queries, so another `forward` has no effect.
A second `reload` has no effect either.

How to fix it: put what you need into a `*.server` key, as a server block with its own zone. You
cannot change the vendor's lines in this way.

The lists of plugins are those of the Corefile of AKS in January 2025 (coredns/coredns#7090) and of
k3s v1.33.4+k3s1 (k3s-io/k3s#12979). Private clusters of AKS also had a `hosts`
(MicrosoftDocs/azure-docs#63053), which is not reported. In later releases of k3s a `forward` in an
`*.override` comes first, so it is not reported.

## Bad

```yaml profile=aks
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  upstream.override: |
    forward . 192.0.2.53
```

```yaml profile=k3s
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  names.override: |
    hosts {
        192.0.2.10 registry.example
        fallthrough
    }
```

## Good

```yaml profile=aks
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  corp.server: |
    corp.example:53 {
        errors
        cache 30
        forward . 192.0.2.53
    }
  log.override: |
    log
  names.override: |
    hosts {
        192.0.2.10 registry.example
        fallthrough
    }
```

```yaml profile=k3s
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  names.override: |
    rewrite name registry.example registry.infra.svc.cluster.local
```

```yaml profile=kubernetes
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  cache.override: |
    cache 60
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.releases.release import Release
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.site import Profile

__all__ = ["RULE"]

#: The plugins that the server block has into which the key is imported; the sources are above.
BASES: dict[Profile, tuple[str, str]] = {
    "aks": (
        "AKS",
        "errors ready health kubernetes prometheus forward cache loop reload loadbalance template",
    ),
    "k3s": (
        "k3s",
        "errors health ready kubernetes hosts prometheus forward cache loop reload loadbalance",
    ),
}


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each line that the vendor's server block has already."""
    if not ctx.tree.source.name.endswith(".override") or ctx.profile not in BASES:
        return
    vendor, base = BASES[ctx.profile]
    release = ctx.config.build.release
    for server in ctx.config.servers:
        for line in server.directives:
            effect = effect_of(line.name, vendor, release) if line.name in base.split() else ""
            if effect:
                yield RULE.at(
                    ctx,
                    line.tokens[0],
                    f"the Corefile of {vendor} has a line `{line.name}` already, and this adds "
                    f"another: {effect}",
                    help="write a server block for a zone of your own into a `*.server` key, or "
                    "leave the line out",
                )


def effect_of(name: str, vendor: str, release: Release) -> str:
    """Tell what comes of a second line of a plugin, "" where both count."""
    kind = plugin_class(name)
    if kind is None:
        return ""
    if kind.is_once(release):
        return f'CoreDNS refuses the whole file: "plugin/{name}: {kind.once_message}"'
    if name == "forward" and vendor == "AKS":
        return "the line above takes all queries, so this one has no effect"
    first = kind.stanzas == "first"
    return "only the first applies, so this one has no effect" if first else ""


RULE = CorefileRule(
    "CF608",
    "override-repeats-base-plugin",
    "warning",
    check,
    fragments=True,
    profiles=("aks", "k3s"),
)
