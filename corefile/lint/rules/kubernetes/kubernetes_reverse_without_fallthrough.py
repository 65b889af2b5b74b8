"""`kubernetes` answers for all addresses, also those outside the cluster.

Finds a `kubernetes` with the zone `in-addr.arpa` or `ip6.arpa`, without a `fallthrough` that covers
it, in a server block where a later plugin such as `forward` could have answered. Does not report a
`kubernetes` that has only the networks of the cluster, such as `10.96.0.0/12`.

Why it matters: look-ups of all other addresses end in `kubernetes`, and clients get NXDOMAIN.
Programs that look up the name of a client, such as SSH servers and databases, are slow or refuse
the connection.

How to fix it: write `fallthrough in-addr.arpa ip6.arpa` into the block of `kubernetes`.

## Bad

```corefile
. {
    kubernetes cluster.local in-addr.arpa ip6.arpa
    forward . 192.0.2.53
}
```

```corefile
. {
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        fallthrough in-addr.arpa
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        fallthrough in-addr.arpa ip6.arpa
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    kubernetes cluster.local 10.96.0.0/12
    forward . 192.0.2.53
}
```

```corefile
. {
    kubernetes cluster.local in-addr.arpa ip6.arpa
}
```

```corefile
. {
    kubernetes cluster.local in-addr.arpa ip6.arpa
    forward example.org 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import names
from corefile.coredns.catalogue.zones import covering
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.lint.edits import add_property
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.queries.reverse_names import meant
from corefile.lint.rules.queries.unanswered import REVERSE, asked_later

__all__ = ["RULE"]

#: How much a word is like `fallthrough` at least, of 1, to be that misspelt.
LEAST_LIKE = 0.75


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `kubernetes` that keeps the names of addresses."""
    if any(item.inside == Kubernetes.name for item in ctx.expansion.unresolved):
        return
    for server in ctx.config.servers:
        kubernetes = server.first(Kubernetes)
        if kubernetes is None:
            continue
        own = {zone.name for zone in kubernetes.zones}
        let_go = [as_meant(name) for name in names(kubernetes.fallthrough)]
        kept = [z for z in REVERSE if z in own and not covering(let_go, z)]
        later = next(asked_later(server, kubernetes, kept), None)
        if later is None or is_misspelt(kubernetes):
            continue
        zones = " ".join(zone.removesuffix(".") for zone in kept)
        yield RULE.at(
            ctx,
            kubernetes.token,
            f"`kubernetes` keeps all look-ups of addresses (`{zones}`) from `{later.name}`: "
            "for an address outside the cluster CoreDNS answers NXDOMAIN",
            help=advice(kubernetes, zones),
            related=[ctx.related(later.token, "this plugin is not asked")],
            fix=fix(ctx, kubernetes, zones),
        )


def is_misspelt(kubernetes: Kubernetes) -> bool:
    """Tell whether a property that CoreDNS does not know was meant to be `fallthrough`."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed for findings only

    words = {token.text for token in kubernetes.property_tokens} - {*Kubernetes.specs()}
    return bool(get_close_matches("fallthrough", words, 1, LEAST_LIKE))


def as_meant(zone: str) -> str:
    """Return a zone without a slip in the name of a reverse zone, which another rule tells."""
    right = meant(zone.removesuffix("."))[1]
    return f"{right}." if right else zone


def advice(kubernetes: Kubernetes, zones: str) -> str:
    """Return what to write."""
    if kubernetes.fallthrough:
        return f"add `{zones}` to the line `fallthrough`"
    return f"write `fallthrough {zones}` into the block of `kubernetes`"


def fix(ctx: Context, kubernetes: Kubernetes, zones: str) -> Fix | None:
    """Return the edit that adds `fallthrough`."""
    line = f"fallthrough {zones}"
    edits = () if kubernetes.fallthrough else add_property(ctx, kubernetes.token, *line.split())
    return Fix(f"add `{line}`", edits, adds=("{", *line.split(), "}")) if edits else None


RULE = CorefileRule(
    "CF601",
    "kubernetes-reverse-without-fallthrough",
    "warning",
    check,
    fixes=True,
    about=(Kubernetes.name,),
)
