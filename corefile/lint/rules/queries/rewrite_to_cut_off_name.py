"""`rewrite` makes the name of a service without the cluster's domain.

Finds rules of `rewrite name` whose new name ends with `.svc` or `.svc.cluster`, if no plugin of the
server block has such a zone.

Why it matters: programs in a pod find `web.shop.svc` because their resolver appends the cluster's
domain. CoreDNS does not: it looks for `web.shop.svc.` itself, which is outside the cluster, and
clients get NXDOMAIN.

How to fix it: write the whole name: `web.shop.svc.cluster.local`.

## Bad

```corefile
. {
    rewrite name shop.example.org web.shop.svc
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        fallthrough in-addr.arpa ip6.arpa
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    rewrite name shop.example.org web.shop.svc.cluster.local
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        fallthrough in-addr.arpa ip6.arpa
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import is_subdomain, normalize
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.names import NameRule
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: Where the names of services end that a resolver has still to complete.
CUT_OFF = ("svc.", "svc.cluster.")
DOMAIN = "cluster.local."


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each new name that nobody completes."""
    for server in ctx.config.servers:
        for rule in (rewrite.rule for rewrite in server.all(Rewrite)):
            if not isinstance(rule, NameRule) or rule.metadata:
                continue
            word = rule.to.token
            name = normalize(word.text)
            end = next((end for end in CUT_OFF if name.endswith(f".{end}")), "")
            if end and is_known(word) and not is_served(server, end):
                whole = name.removesuffix(end) + f"svc.{domain(server)}"
                yield RULE.at(
                    ctx,
                    word,
                    f"`{word.text}` lacks the cluster's domain: CoreDNS looks for `{name}` as it "
                    "is, "
                    "outside the cluster, and clients get NXDOMAIN",
                    help=f"write `{whole.removesuffix('.')}`",
                )


def is_served(server: Server, end: str) -> bool:
    """Tell whether a plugin of a server block has a zone of names that end like this."""
    zones = (zone for plugin in server.plugins for zone in plugin.own_zones)
    return any(zone != "." and is_subdomain(zone, end) for zone in zones)


def domain(server: Server) -> str:
    """Return the cluster's domain, as `kubernetes` has it."""
    zones = (z for p in server.plugins if p.name == "kubernetes" for z in p.own_zones)
    return next((zone for zone in zones if zone != "." and not zone.endswith("arpa.")), DOMAIN)


RULE = CorefileRule(
    "CF464", "rewrite-to-cut-off-name", "warning", check, fragments=True, about=(Rewrite.name,)
)
