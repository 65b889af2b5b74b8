"""A plugin names a zone whose queries never reach its server block.

Finds zones on the line or in the block of a plugin that have no name in common with the keys of the
server block: FROM of `forward`, the zones of `file`, `hosts`, `cache`, `acl`, those after
`fallthrough` and `except`, and the names of `log`. A query goes to the one server block whose key
matches its name best, and only the plugins of that server block see it.

It also finds a plugin that answers for a zone which another server block on the same port takes: a
server block `cluster.local` takes all names of the cluster from the `kubernetes` of `.`, and one
for `svc.cluster.local` those of all services.

Why it matters: the line looks as if it had an effect: a forward for the partner's zone that
forwards nothing, an `acl` that keeps nobody out. Mostly it was copied from another server block, or
the key was meant to have the zone too.

How to fix it: move the line to the server block of the zone, or add the zone to the keys.

Server blocks with a `rewrite name` are not reported, because names may change there; neither is the
`kubernetes` that provides services to `k8s_external`.

## Bad

```corefile
corp.example {
    forward other.example 192.0.2.53
}
```

```corefile
cluster.local {
    kubernetes cluster.local in-addr.arpa
}
```

```corefile
corp.example {
    forward . 192.0.2.53 {
        except lab.example
    }
}
```

```corefile
corp.example {
    log lab.example
    forward . 192.0.2.53
}
```

```corefile
. {
    kubernetes cluster.local
    forward . 192.0.2.53
}
cluster.local {
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    forward corp.example 192.0.2.53
    forward . 192.0.2.54
}
corp.example:5353 {
    forward . 192.0.2.53
}
```

```corefile
other.example corp.example {
    forward other.example 192.0.2.53
    forward . 192.0.2.54
}
```

```corefile
host.corp.example {
    forward corp.example 192.0.2.53
}
```

```corefile
. {
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        fallthrough in-addr.arpa ip6.arpa
    }
    forward . 192.0.2.53
}
```

```corefile
ext.example {
    k8s_external
    kubernetes cluster.local
}
```

```corefile
app.example {
    rewrite name suffix .app.example .prod.svc.cluster.local answer auto
    kubernetes cluster.local
}
```

```corefile
corp.example {
    forward {$ZONE} 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Plugin, Zone, has_reference
from corefile.coredns.catalogue.zones import is_subdomain
from corefile.coredns.model.config import Server
from corefile.coredns.model.passage import is_reversed
from corefile.coredns.plugins.cache import Cache
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.coredns.plugins.log import Log
from corefile.lint.cluster_domains import mistake
from corefile.lint.finding import Finding
from corefile.lint.log_words import is_for_queries
from corefile.lint.placeholders import PLACEHOLDER
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.queries.durations import whole_seconds
from corefile.lint.rules.queries.reverse_names import is_mistaken, mistaken_keys
from corefile.lint.zone_words import (
    apart,
    foreign_character,
    has_colon,
    has_number,
    lineage,
    listed,
    own_tokens,
    written_zones,
)

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each stanza with zones that its server block does not have."""
    for server in ctx.config.servers:
        if not is_known(ctx, server):
            continue
        own, keys = own_tokens(server), server.zones
        taken = listed(key.text for key in server.keys)
        for plugin in server.plugins:
            if plugin.role == "setting" or is_source(server, plugin):
                continue
            written = zones_of(server, plugin, own)
            names = apart(tuple(zone.name for zone in written), keys)
            outside = [zone for zone in written if zone.name in names and is_zone(plugin, zone)]
            outside = [zone for zone in outside if not is_misspelt(ctx, server, plugin, zone)]
            if outside and not any(is_open(zone.token.text) for zone in written):
                what = listed(zone.token.text for zone in outside)
                yield RULE.at(
                    ctx,
                    outside[0].token,
                    f"queries for {what} never come to this `{plugin.name}`: its server block "
                    f"takes only those for {taken}",
                    help=f"move it to the server block for {what}, or add that to the keys",
                    related=[ctx.related(server.keys[0].token, "the keys of the server block")],
                )
            elif not outside and plugin.role == "answers":
                yield from taken_away(ctx, server, plugin, written)


def is_misspelt(ctx: Context, server: Server, plugin: Plugin, zone: Zone) -> bool:
    """Tell whether another rule says that a zone, or the key that it is for, is misspelt."""
    return (
        is_mistaken(zone)
        or (is_subdomain("arpa.", zone.name) and bool(mistaken_keys(server)))
        or (isinstance(plugin, Kubernetes) and bool(mistake(ctx, zone)))
    )


def zones_of(server: Server, plugin: Plugin, own: frozenset[int]) -> list[Zone]:
    """Return the zones that a stanza names; the names of `log` have queries below them, too."""
    if not isinstance(plugin, Log):
        return written_zones(plugin, own)
    names = [name for name in plugin.names if is_for_queries(server, plugin, name)]
    return [Zone(name.value.lower(), name.token) for name in names]


def taken_away(
    ctx: Context, server: Server, plugin: Plugin, written: list[Zone]
) -> Iterator[Finding]:
    """Yield a finding for the zones of a plugin that another server block is for."""
    if len(ctx.config.servers) == 1:
        return
    inner = lineage(server.zones)
    own = [zone for zone in written if zone.name in plugin.own_zones and is_zone(plugin, zone)]
    zones = [zone for zone in own if zone.name not in inner]
    names = {zone.name: (zone.name, *plugin.all_below(zone.name)) for zone in zones}
    for zone in zones:
        takers = ((name, ctx.elsewhere(server, name)) for name in names[zone.name])
        name, taker = next((pair for pair in takers if pair[1] is not None), ("", None))
        if taker is not None and (name == zone.name or not taker.has(plugin.name)):
            what = zone.token.text if name == zone.name else name.removesuffix(".")
            advice = f"move `{plugin.name}` to that server block, or remove the other one"
            if name != zone.name:
                line = f"{plugin.name} {zone.token.text}"
                advice = f"remove that server block, or write `{line}` into it too"
            yield RULE.at(
                ctx,
                zone.token,
                f"queries for `{what}` never come to this `{plugin.name}`: the server "
                f"block {listed(key.text for key in taker.keys)} takes them",
                help=advice,
                related=[ctx.related(taker.keys[0].token, "takes the queries")],
            )
            return


def is_known(ctx: Context, server: Server) -> bool:
    """Tell whether it is known which names come to the plugins of a server block."""
    if not all(key.addresses for key in server.keys) or has_colon(server) or has_number(server):
        return False
    passage = ctx.passage(server)
    return passage.described and not passage.renaming


def is_zone(plugin: Plugin, zone: Zone) -> bool:
    """Tell whether a word may be meant for a zone; of one that is not another rule speaks."""
    is_time = isinstance(plugin, Cache) and whole_seconds(zone.token.text) is not None
    return not is_time and not foreign_character(zone.name)


def is_source(server: Server, plugin: Plugin) -> bool:
    """Tell whether a plugin has zones for more than the names that are asked for.

    `kubernetes` is there for another plugin to ask, and `hosts` leads from addresses to names.
    """
    if plugin.name == "hosts":
        return any(map(is_reversed, server.zones))
    return any(other.needs == plugin.name for other in server.plugins)


def is_open(text: str) -> bool:
    """Tell whether another program, or the environment, has yet to give a zone."""
    return has_reference(text) or PLACEHOLDER.search(text) is not None


RULE = CorefileRule("CF406", "plugin-zone-outside-block", "warning", check, every_use=True)
