"""An `*.override` repeats a plugin that the vendor's Corefile has already.

Finds a line in a `*.override` key of a ConfigMap that names a plugin of the Corefile of AKS or k3s
which stands in a server block once only, such as `cache` or `hosts` (k3s); on AKS a `forward`; and
a `reload`. Where it runs has to be said (`--profile aks`): the key does not show it.

It hurts because such keys add lines to the server block, they replace none. CoreDNS refuses the
second line of a plugin, "this plugin can only be used once per Server Block", and does not start
again once a pod ends: the cluster then has no DNS. On AKS the vendor's `forward . /etc/resolv.conf`
stands above and takes all queries, so that another `forward` has no effect. The second `reload`
has none either.

To mend it, put what you need into a `*.server` key, as a server block with a zone of its own. The
vendor's own lines cannot be changed this way.

The lists of plugins are those of the Corefile of AKS in January 2025 (coredns/coredns#7090) and of
k3s v1.33.4+k3s1 (k3s-io/k3s#12979). Private clusters of AKS had a `hosts` too
(MicrosoftDocs/azure-docs#63053), which is not looked for. In later releases of k3s a `forward` of
an `*.override` comes first, so it is let be.

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
  upstream.override: |
    forward corp.example 192.0.2.53
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

#: The plugins that the server block has into which the key is imported; the sources stand above.
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
        return "the line above takes all queries, so that this one has no effect"
    first = kind.stanzas == "first"
    return "only the first counts, so that this one has no effect" if first else ""


RULE = CorefileRule(
    "CF608",
    "override-repeats-base-plugin",
    "warning",
    check,
    fragments=True,
    profiles=("aks", "k3s"),
)
