"""`hosts` keeps queries from the plugins behind it.

Finds a `hosts` without `fallthrough` (or with one that does not cover enough) in a server block
where a later plugin, such as `kubernetes` or `forward`, could have answered. Not where the zones
of `hosts` are given on its line: such a table is meant to be the last word.

It hurts because every name that is not in the table ends in `hosts`: clients get SERVFAIL for all
other names. It happens when somebody adds "just one host" to a cluster's CoreDNS, and takes down
every look-up outside the cluster.

To mend it, write `fallthrough` as the last line of the block.

## Bad

```corefile
. {
    hosts {
        192.0.2.10 registry.example
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    hosts {
        192.0.2.10 registry.example
        fallthrough in-addr.arpa
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    hosts {
        192.0.2.10 registry.example
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
corp.example {
    hosts {
        192.0.2.10 registry.corp.example
    }
}
```

```corefile
. {
    hosts /etc/coredns/hosts corp.example
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.zones import common_zones, covering
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.hosts import Hosts
from corefile.lint.edits import add_property
from corefile.lint.finding import Finding, Fix
from corefile.lint.hosts_table import meant, stray
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `hosts` that keeps queries from a later plugin."""
    for server in ctx.config.servers:
        for hosts in server.all(Hosts):
            kept = list(kept_from(server, hosts))
            if not kept:
                continue
            later = " and ".join(dict.fromkeys(f"`{plugin.name}`" for plugin in kept))
            message = (
                f"`hosts` keeps all names that are not in its table from {later}: "
                "CoreDNS answers them with SERVFAIL"
            )
            yield RULE.at(
                ctx,
                hosts.token,
                message,
                help=advice(hosts),
                related=[ctx.related(plugin.token, "this plugin is not asked") for plugin in kept],
                fix=fix(ctx, hosts),
            )


def kept_from(server: Server, hosts: Hosts) -> Iterator[Plugin]:
    """Yield the later plugins that could have answered."""
    own = {key.token for key in server.keys}
    zones = [zone.name for zone in hosts.zones if zone.token in own or zone.name == "."]
    place = server.plugins.index(hosts)
    for later in server.plugins[place + 1 :]:
        common = common_zones(zones, later.answer_zones)
        if any(not covering(hosts.passes_on, zone) for zone in common):
            yield later


def advice(hosts: Hosts) -> str:
    """Return what to write."""
    if hosts.fallthrough:
        return "take the zones off `fallthrough`, so that all other names go on"
    return "write `fallthrough` as the last line of the block of `hosts`"


def fix(ctx: Context, hosts: Hosts) -> Fix | None:
    """Return the edit that adds `fallthrough`; none where it is there, but misspelt."""
    there = hosts.fallthrough or any(meant(entry) == "fallthrough" for entry in stray(hosts))
    edits = () if there else add_property(ctx, hosts.token, "fallthrough")
    return Fix("add `fallthrough`", edits, adds=("{", "fallthrough", "}")) if edits else None


RULE = CorefileRule("CF201", "hosts-missing-fallthrough", "warning", check, fixes=True)
