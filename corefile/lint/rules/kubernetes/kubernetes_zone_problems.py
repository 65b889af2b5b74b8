"""`kubernetes` has a zone that it cannot answer for, or one zone twice.

Finds a zone that is a part of a cluster's domain below which services or pods are, such as
`svc.cluster.local` or `default.svc.cluster.local`, and a zone that is given twice.

Why it matters: `kubernetes` looks for `svc` and `pod` below its zones. With the zone
`svc.cluster.local` it reads `web.default.svc.cluster.local` as a name without `svc` and answers
NXDOMAIN. This affects all services, even if `cluster.local` is a zone too, because the longest zone
applies. A zone that is given twice does no harm.

How to fix it: give only the cluster's domain: `kubernetes cluster.local`. To answer for some
namespaces only, use `namespaces`.

## Bad

```corefile
. {
    kubernetes cluster.local svc.cluster.local
}
```

```corefile
. {
    kubernetes default.svc.cluster.local
}
```

```corefile
. {
    kubernetes cluster.local  cluster.local in-addr.arpa
}
```

## Good

```corefile
. {
    kubernetes cluster.local in-addr.arpa
}
```

```corefile
. {
    kubernetes cluster.local {
        namespaces default
    }
}
```

```corefile
svc.example.org {
    kubernetes
}
```

```corefile
cluster.local:53 cluster.local:5353 {
    kubernetes
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Zone
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: What names have in front of the cluster's domain (plugin/kubernetes/parse.go).
KINDS = ("svc", "pod")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each zone of `kubernetes` that is not one of its own."""
    for server in ctx.config.servers:
        keys = {key.token for key in server.keys}
        for kubernetes in server.all(Kubernetes):
            seen: dict[str, Zone] = {}
            domains = {*ctx.site.cluster_zones, *(zone.name for zone in kubernetes.zones)}
            for zone in kubernetes.zones:
                domain = parent(zone.name)
                if domain in domains:
                    yield too_deep(ctx, zone, domain)
                elif zone.name in seen and zone.token not in keys:
                    yield twice(ctx, zone, seen[zone.name])
                seen.setdefault(zone.name, zone)


def parent(zone: str) -> str:
    """Return the domain of a cluster that a zone of services or pods is in, "" for another zone."""
    labels = zone.split(".")
    kind = next((place for place in (0, 1) if labels[place] in KINDS), None)
    return ".".join(labels[kind + 1 :]) if kind is not None else ""


def too_deep(ctx: Context, zone: Zone, domain: str) -> Finding:
    """Make the finding of a zone of services or pods."""
    name, domain = zone.name.removesuffix("."), domain.removesuffix(".")
    return RULE.at(
        ctx,
        zone.token,
        f"`kubernetes` answers NXDOMAIN for all services and pods in the zone `{name}`: it looks "
        "for `svc` and `pod` below its zones",
        help=f"write the cluster's domain, `{domain}`",
    )


def twice(ctx: Context, zone: Zone, first: Zone) -> Finding:
    """Make the finding of a zone that is there already."""
    token = zone.token
    plain = token.via is None and not token.token.glued_comment
    edits = write_words(ctx, token, []) if plain else ()
    return RULE.at(
        ctx,
        token,
        f"`kubernetes` has the zone `{zone.name.removesuffix('.')}` already: this has no effect",
        help="leave it out",
        related=[ctx.related(first.token, "first given here")],
        fix=Fix("leave the second out", edits, removes=(token.text,)) if edits else None,
        severity="info",
    )


RULE = CorefileRule(
    "CF607",
    "kubernetes-zone-problems",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=(Kubernetes.name,),
)
