"""`rewrite` makes the name of a service of which a part is missing.

Finds rules of `rewrite name` whose new name ends with `.svc` or `.svc.cluster`, if no plugin of the
server block has such a zone; new names without a namespace, such as `web.svc.cluster.local`; and
new names that only `kubernetes` is asked for, without `svc`, such as `web.shop.cluster.local`.

Why it matters: programs in a pod find `web.shop.svc` because their resolver appends the cluster's
domain. CoreDNS does not: it looks for `web.shop.svc.` itself, which is outside the cluster, and
clients get NXDOMAIN. In the same way it takes `web` in `web.svc.cluster.local` for a namespace,
and has no address for one.

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

```corefile
. {
    rewrite name shop.example.org web.svc.cluster.local
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

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.schema import Plugin, names
from corefile.coredns.catalogue.zones import covering, is_subdomain, normalize
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.kubernetes import Kubernetes
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
            if not isinstance(rule, NameRule) or rule.metadata or not is_known(rule.to.token):
                continue
            found = without_domain(server, rule) or without_part(ctx, server, rule)
            if found:
                message, whole = found
                yield RULE.at(ctx, rule.to.token, message, help=f"write `{whole.rstrip('.')}`")


def without_domain(server: Server, rule: NameRule) -> tuple[str, str] | None:
    """Say that a new name lacks the cluster's domain, and what the whole name is."""
    text = rule.to.token.text
    name = normalize(text)
    end = next((end for end in CUT_OFF if name.endswith(f".{end}")), "")
    if not end or is_served(server, end):
        return None
    return (
        f"`{text}` lacks the cluster's domain: CoreDNS looks for `{name}` as it is, outside the "
        "cluster, and clients get NXDOMAIN",
        name.removesuffix(end) + f"svc.{domain(server)}",
    )


def without_part(ctx: Context, server: Server, rule: NameRule) -> tuple[str, str] | None:
    """Say that a new name lacks `svc` or a namespace, and what the whole name is."""
    text = rule.to.token.text
    name = normalize(text)
    own = (zone for kubernetes in server.all(Kubernetes) for zone in names(kubernetes.zones))
    zone = covering((DOMAIN, *own), name)
    first, *others = name.removesuffix(zone).rstrip(".").split(".")
    if rule.match != "exact" or rule.mode != "stop" or zone in ("", ".") or len(others) != 1:
        return None
    asked = first_asked(ctx, server, name)
    is_there = isinstance(asked, Kubernetes) and not covering(names(asked.fallthrough), name)
    kind = others[0]
    if kind == "svc" and (is_there or asked is None or asked.sends_to == "resolvers"):
        return (
            f"`{text}` lacks a namespace: `kubernetes` takes `{first}` for one, and finds no "
            "address",
            f"{first}.default.svc.{zone}",
        )
    if kind not in ("svc", "pod", "dns") and is_there:
        return (
            f"`{text}` lacks `svc`: no cluster has such a name, and clients get NXDOMAIN",
            f"{first}.{kind}.svc.{zone}",
        )
    return None


def first_asked(ctx: Context, server: Server, name: str) -> Plugin | None:
    """Return what may answer for a name first; of `hosts`, only the names in the text count."""
    passage = ctx.passage(server)
    for place in passage.answering:
        verdict = passage.verdict(place, Query(name))
        is_guess = passage.parts[place].name == "hosts" and verdict.goes_on
        if verdict.ends and not is_guess:
            return passage.parts[place].stanzas[0]
    return None


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
