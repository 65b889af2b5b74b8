"""Names of the cluster's addresses are asked outside the cluster.

Finds a `kubernetes` without a reverse zone (`in-addr.arpa`, `ip6.arpa`, or the network of the
services or pods), in a server block in which a later plugin such as `forward .` takes the queries
for the names of addresses. Does not report a `kubernetes` with `endpoint` or `kubeconfig`, which
may be another cluster, or a configuration in which any `kubernetes` has reverse zones, or any
server block is for one.

Why it matters: look-ups of the addresses of pods and services (PTR) leave the cluster. Other
servers do not know those names: clients get NXDOMAIN, or wait for servers that do not answer for
private networks.

How to fix it: write `in-addr.arpa ip6.arpa` after the cluster's zone, and
`fallthrough in-addr.arpa ip6.arpa` into the block, so that other addresses are still asked outside.

## Bad

```corefile
. {
    kubernetes cluster.local
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
    kubernetes cluster.local 10.96.0.0/12 10.244.0.0/16
    forward . 192.0.2.53
}
```

```corefile
. {
    kubernetes cluster.local {
        endpoint https://api.example
    }
    forward . 192.0.2.53
}
```

```corefile
cluster.local {
    kubernetes
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.zones import common_zone
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.coredns.model.passage import Asked, Passage
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.queries.unanswered import REVERSE, asked_later

__all__ = ["RULE"]

#: The properties of what may be another cluster.
OUTSIDE = ("endpoint", "kubeconfig")
#: Names of addresses as clusters have them.
PRIVATE = ("7.7.96.10.in-addr.arpa.", "7.7.16.172.in-addr.arpa.", "7.7.168.192.in-addr.arpa.")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `kubernetes` without reverse zones before a `forward`."""
    servers = ctx.config.servers
    clusters = [one for server in servers for one in server.all(Kubernetes)]
    if not clusters or ctx.expansion.unresolved or any(map(has_reverse, clusters)):
        return
    if any(is_reverse(zone) for server in servers for zone in server.zones):
        return
    for server in servers:
        kubernetes = server.first(Kubernetes)
        if kubernetes is None or any(map(kubernetes.has, OUTSIDE)) or not is_plain(server):
            continue
        taker = taker_of(ctx, server, kubernetes)
        if taker is not None:
            yield RULE.at(
                ctx,
                kubernetes.token,
                "`kubernetes` has no reverse zone: look-ups of the addresses of pods and services "
                f"go to `{taker.text}`",
                help="write `in-addr.arpa ip6.arpa` after its zone, and "
                "`fallthrough in-addr.arpa ip6.arpa` into its block",
                related=[ctx.related(taker, "this plugin takes them")],
            )


def has_reverse(kubernetes: Kubernetes) -> bool:
    """Tell whether a plugin has a zone with names of addresses."""
    return any(common_zone("arpa.", zone) for zone in kubernetes.own_zones)


def is_reverse(zone: str) -> bool:
    """Tell whether a zone has nothing but names of addresses."""
    return common_zone("arpa.", zone) == zone


def is_plain(server: Server) -> bool:
    """Tell whether the words of each `kubernetes` of a server block are known."""
    lines = (line.tokens for line in server.directives)
    own = (words for words in lines if words and words[0].text == Kubernetes.name)
    return all(is_known(word) for words in own for word in words)


def taker_of(ctx: Context, server: Server, kubernetes: Kubernetes) -> ExpandedToken | None:
    """Return the name of a later plugin that gets the queries for addresses."""
    zones = [zone for zone in REVERSE if takes(server, zone)]
    later = next(asked_later(server, kubernetes, zones), None)
    if later is not None:
        return later.token if is_asked(ctx.passage(server), later) else None
    lines = (line.tokens for line in server.directives if zones)
    old = (words[0] for words in lines if [word.text for word in words[:2]] == ["proxy", "."])
    return next(old, None)


def is_asked(passage: Passage, later: Plugin) -> bool:
    """Tell whether it is known that a plugin gets queries for the names of private addresses."""
    ends = (end for name in PRIVATE for end in passage.ends(Asked(Query(name, "PTR"))))
    kinds = ("answered", "forwarded")
    return passage.known and any(end.by == later.name and end.kind in kinds for end in ends)


def takes(server: Server, zone: str) -> bool:
    """Tell whether a server block gets the queries for a zone as a whole."""
    return any(common_zone(zone, own) == zone for own in server.zones)


RULE = CorefileRule(
    "CF609", "kubernetes-without-reverse-zones", "info", check, about=(Kubernetes.name,)
)
