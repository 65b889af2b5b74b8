r"""`rewrite` creates names that only another server block can answer.

Finds rules `rewrite name` whose new name is in a zone that another server block of the file serves,
if nothing in the rule's own server block knows that zone: there is no plugin for it, or only a
`forward` for all names to a public DNS server or to the servers in a file such as
`/etc/resolv.conf`.

Why it matters: a query does not choose its server block again. With its new name it goes on through
the plugins of the same server block. So the node's DNS server gets a query for a name below
`svc.cluster.local`, but does not know the cluster, and clients get NXDOMAIN.

How to fix it: add the plugin that knows the zone to this server block too (with `kubernetes`, its
line), or forward the zone to a server that knows it, such as the address of the cluster's DNS
service, or move the rule to the server block that serves the zone.

A `forward` to a private address is not reported, because it may lead to the right place; it is a
note if the other server block forwards the zone to other addresses.

## Bad

```corefile
app.example {
    rewrite name suffix .app.example .prod.svc.cluster.local answer auto
    forward . /etc/resolv.conf
}
. {
    kubernetes cluster.local
    forward . /etc/resolv.conf
}
```

```corefile
. {
    rewrite name regex (.*)\.old\.example {1}.corp.example answer auto
    forward . 1.1.1.1
}
corp.example {
    forward . 192.0.2.53
}
```

```corefile
nginx.example {
    rewrite name substring nginx.example web.default.svc.cluster.local
    forward . /etc/resolv.conf
}
. {
    loop
    kubernetes cluster.local
    forward . /etc/resolv.conf
}
```

```corefile
. {
    rewrite name git.example.org git.prod.svc.cluster.local
    forward . 10.0.0.53
}
cluster.local {
    forward . 10.96.0.10
}
```

## Good

```corefile
. {
    loop
    rewrite name suffix .app.example .prod.svc.cluster.local answer auto
    kubernetes cluster.local
    forward . /etc/resolv.conf
}
```

```corefile
app.example {
    rewrite name suffix .app.example .prod.svc.cluster.local answer auto
    forward . 10.96.0.10
}
. {
    loop
    kubernetes cluster.local
    forward . /etc/resolv.conf
}
```

```corefile
app.example {
    rewrite name suffix .app.example .apps.example.net answer auto
    forward . /etc/resolv.conf
}
. {
    loop
    kubernetes cluster.local
    forward . /etc/resolv.conf
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.catalogue.upstreams import Upstream
from corefile.coredns.catalogue.zones import parents
from corefile.coredns.model.config import Server
from corefile.coredns.model.passage import Passage
from corefile.coredns.plugins.forward import Forward
from corefile.coredns.plugins.grpc import Grpc
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.names import NameRule
from corefile.go.net import parse_ip
from corefile.lint.finding import Finding, Severity
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: Why the zone is not known, for sure or as far as the Corefile tells.
WHY: dict[Severity, str] = {
    "warning": "none of them knows the zone",
    "info": "`forward` asks other servers for them than that server block does",
}
#: The server blocks that know each zone, by their identity.
Served = dict[str, dict[int, Server]]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each rule that makes names of another server block's zone."""
    renaming = [server for server in ctx.config.servers if any(name_rules(server))]
    served = serving(ctx) if renaming else {}
    for server in renaming:
        passage = ctx.passage(server)
        if not passage.known:
            continue
        for rule in name_rules(server):
            target = target_of(rule, server)
            other = elsewhere(served, server, target)
            severity = doubt(passage, other, target) if other is not None else None
            if other is None or severity is None:
                continue
            why = WHY[severity]
            yield RULE.at(
                ctx,
                rule.to.token,
                f"`{target}` is in a zone of another server block, but queries do not change to "
                f"it: they go on through the plugins of this one, and {why}",
                severity=severity,
                help="put the plugin that knows the zone into this server block too, or forward "
                "the zone to a DNS server that knows it",
                related=[ctx.related(other.keys[0].token, "serves the zone")],
            )


def name_rules(server: Server) -> Iterator[NameRule]:
    """Yield the rules of a server block that rewrite names."""
    for rewrite in server.all(Rewrite):
        if isinstance(rewrite.rule, NameRule):
            yield rewrite.rule


def target_of(rule: NameRule, server: Server) -> str:
    """Return the zone of the names that a rule makes; "" where it is not clear."""
    text = rule.to.value
    clear = rule.mode == "stop" and rule.match in ("exact", "regex", "suffix")
    if rule.match == "substring" and rule.mode == "stop":
        # What ends the names of the server block ends them no more.
        own = rule.from_.value.strip(".")
        clear = bool(own) and all(f".{zone}".endswith(f".{own}.") for zone in server.zones)
    if not clear or has_reference(rule.to.token.text):
        return ""
    if rule.match == "regex" and "{" in text:
        text = text.rpartition("}")[2].partition(".")[2]
    return text.lstrip(".")


def serving(ctx: Context) -> Served:
    """Return the server blocks that know each zone: by a key of their own, or by a plugin."""
    served: Served = {}
    for server in ctx.config.servers:
        own = (z for plugin in server.plugins if plugin.serves == "zones" for z in plugin.own_zones)
        for zone in dict.fromkeys((*server.zones, *own)):
            served.setdefault(zone, {})[id(server)] = server
    return served


def elsewhere(served: Served, server: Server, target: str) -> Server | None:
    """Return the other server block that knows a zone best, if it is not this one that does."""
    for zone in parents(target) if target else ():
        others = served.get(zone) if zone != "." else None
        if others:
            return None if id(server) in others else next(iter(others.values()))
    return None


def doubt(passage: Passage, other: Server, target: str) -> Severity | None:
    """Return how sure it is that a server block does not know a zone that another one serves.

    None where it may well know it.
    """
    asked = [place for place in passage.answering if meets(passage, place, target)]
    stanzas = [passage.parts[place].stanzas[0] for place in asked]
    senders = [stanza for stanza in stanzas if isinstance(stanza, Forward | Grpc)]
    if len(senders) < len(stanzas) or any("." not in stanza.own_zones for stanza in stanzas):
        return None
    upstreams = [upstream for sender in senders for upstream in sender.to]
    strange = all(map(is_stranger, upstreams))
    if any(plugin.serves == "zones" for plugin in other.plugins):
        return "warning" if strange else None
    others = {upstream.host for forward in other.all(Forward) for upstream in forward.to}
    if any(upstream.host in others for upstream in upstreams):
        return None
    if strange:
        return "warning"
    apart = all(parse_ip(host) for host in (*others, *(up.host for up in upstreams)))
    return "info" if others and apart else None


def meets(passage: Passage, place: int, target: str) -> bool:
    """Tell whether a plugin minds a name that a rule makes, or one below it."""
    return any(passage.minds(place, Query(name)) for name in (target, f"xqz.{target}"))


def is_stranger(upstream: Upstream) -> bool:
    """Tell whether a DNS server knows nothing of what is served here: a public one, or a node's."""
    address = parse_ip(upstream.host)
    if address is None:
        return upstream.kind == "file" and "/" in upstream.host
    return address.is_global


RULE = CorefileRule(
    "CF407",
    "rewrite-target-not-served-here",
    "warning",
    check,
    examples=False,
    about=(Rewrite.name,),
)
