"""`autopath` asks its own server block for names that it does not serve.

Finds an `autopath` with `@` in a server block with `forward` or `proxy`, if another server block of
the same port serves a zone within its zones. Also finds one in a server block that has no plugin
for the names outside its zones, such as one for `cluster.local` without `forward`.

Why it matters: a pod asks for `db.corp.example` with its search path first, as
`db.corp.example.default.svc.cluster.local`. `autopath` tries the rest of the path itself and then
`db.corp.example`, but only with the plugins of its own server block. If their upstream has an
answer for that name, the pod gets it, and the server block `corp.example` is never asked. If no
plugin of the server block answers it, the pod gets SERVFAIL, for which `errors` prints
`no next plugin found`.

How to fix it: put `autopath` and its plugin into the server block that forwards other names, or add
a `forward` to theirs. If another server block serves some names, put a `forward` for the zone above
the one for all names, in the server block of `autopath`. It may ask the same servers as the other
server block.

## Bad

```corefile
.:53 {
    autopath cluster.local @kubernetes
    kubernetes cluster.local {
        pods verified
    }
    forward . 192.0.2.53
}
corp.example:53 {
    forward . 10.0.0.53
}
```

```corefile
cluster.local {
    autopath @kubernetes
    kubernetes {
        pods verified
    }
}
. {
    forward . 192.0.2.53
}
```

## Good

```corefile
cluster.local {
    autopath @kubernetes
    kubernetes cluster.local {
        pods verified
    }
    forward . 192.0.2.53
}
. {
    forward . 192.0.2.53
}
```

```corefile
.:53 {
    autopath cluster.local @kubernetes
    kubernetes cluster.local {
        pods verified
    }
    forward corp.example 10.0.0.53
    forward . 192.0.2.53
}
corp.example:53 {
    forward . 10.0.0.53
}
```

```corefile
.:53 {
    autopath cluster.local @kubernetes
    kubernetes cluster.local {
        pods verified
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import parents
from corefile.coredns.model.config import Server
from corefile.coredns.model.passage import FRESH, Asked
from corefile.coredns.plugins.autopath import Autopath
from corefile.coredns.plugins.forward import Forward
from corefile.coredns.plugins.gone.proxy import Proxy
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: How CoreDNS's words end about a query that all plugins passed on.
NOBODY = "no next plugin found"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `autopath` whose server block does not know zones of others."""
    for server in ctx.config.servers:
        yield from without_next(ctx, server)
        for autopath in server.all(Autopath)[-1:]:
            past = next(passed(ctx, server), None) if server.complete else None
            if not autopath.plugin or past is None:
                continue
            other, zone, sender = past
            name = zone.removesuffix(".")
            yield RULE.at(
                ctx,
                autopath.token,
                f"`autopath` asks the plugins of this server block for names below `{name}`: where "
                f"`{sender.name}` gets an answer for one, pods get that, and not what their own "
                "server block answers",
                help=f"write a `{sender.name} {name} ADDRESS` above the `{sender.name}` for all "
                "names",
                related=[
                    ctx.related(sender.token, "asked instead"),
                    ctx.related(other.keys[0].token, "serves the zone"),
                ],
            )


def without_next(ctx: Context, server: Server) -> Iterator[Finding]:
    """Yield an `autopath` that asks for names outside the server block that no plugin answers."""
    passage = ctx.passage(server) if "." not in server.zones else None
    if passage is None or not passage.known or not server.zones:
        return
    for place, part in enumerate(passage.parts):
        autopath = part.stanzas[0]
        if not isinstance(autopath, Autopath) or not autopath.plugin:
            continue
        name = FRESH[0]
        ends = passage.ends(Asked(Query(name), place + 1))
        error = next((end.error for end in ends if end.error.endswith(NOBODY)), "")
        if error and all(end.error == error or end.cached for end in ends):
            yield RULE.at(
                ctx,
                autopath.token,
                "`autopath` also asks for the names outside the cluster here, and no plugin of "
                "this "
                f"server block answers them: pods that look for one get SERVFAIL (`{error}`)",
                help=f"write `autopath` and `{autopath.plugin}` into the server block that "
                "forwards "
                "other names, or add `forward . ADDRESS` to this one",
                severity="warning",
            )


def passed(ctx: Context, server: Server) -> Iterator[tuple[Server, str, Forward | Proxy]]:
    """Yield the zones of other server blocks whose names a plugin for all names sends on."""
    senders: tuple[Forward | Proxy, ...] = (*server.all(Forward), *server.all(Proxy))
    general = next((one for one in senders if "." in one.own_zones), None)
    own = {zone for plugin in server.plugins for zone in plugin.own_zones if zone != "."}
    ports = {(address.transport, address.port) for address in server.addresses}
    if general is None:
        return
    for other in ctx.config.servers:
        for address in other.addresses if other is not server else ():
            here = (address.transport, address.port) in ports
            above = tuple(parents(address.zone))
            inside = any(zone in above[1:] for zone in server.zones)
            if here and inside and not own.intersection(above):
                yield other, address.zone, general


RULE = CorefileRule(
    "CF441",
    "autopath-past-server-block",
    "info",
    check,
    examples=False,
    about=(Autopath.name,),
)
