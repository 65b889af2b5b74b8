"""A name in a `hosts` table belongs to another server block.

Finds a name in the block of `hosts` that lies in the zone of another server block on the same port,
which takes all queries for it.

Why it matters: a query goes to the one server block whose zone fits its name best, and no other:
an entry added to the `hosts` of `.` does nothing for a name below `corp.example` where there is a
server block `corp.example`.

To fix it, put a `hosts` with the entry, and with `fallthrough`, into the other server block. Views
are left alone, for it depends on the client then who has the name.

## Bad

```corefile
. {
    hosts {
        192.0.2.1 www.corp.example
        fallthrough
    }
    forward . 192.0.2.53
}
corp.example {
    forward . 198.51.100.53
}
```

## Good

```corefile
. {
    forward . 192.0.2.53
}
corp.example {
    hosts {
        192.0.2.1 www.corp.example
        fallthrough
    }
    forward . 198.51.100.53
}
```

```corefile
. {
    hosts {
        192.0.2.1 www.corp.example
        fallthrough
    }
    forward . 192.0.2.53
}
corp.example:5353 {
    forward . 198.51.100.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import parents
from corefile.coredns.plugins.hosts import Hosts
from corefile.lint.finding import Finding
from corefile.lint.hosts_table import names_of
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import listed

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each name that another server block has."""
    if len(ctx.config.servers) < 2:
        return
    for server in ctx.config.servers:
        hosts = server.first(Hosts)
        if hosts is None or ctx.passage(server).renaming:
            continue
        inside = set(hosts.own_zones)
        for _, name in names_of(hosts):
            taker = ctx.elsewhere(server, name.value)
            if taker is not None and not inside.isdisjoint(parents(name.value)):
                yield RULE.at(
                    ctx,
                    name.token,
                    f"queries for `{name.token.text}` never come to this `hosts`: the server block "
                    f"{listed(key.text for key in taker.keys)} takes them",
                    help="put a `hosts` with the entry and `fallthrough` into that server block",
                    related=[ctx.related(taker.keys[0].token, "takes the queries")],
                )


RULE = CorefileRule(
    "CF213",
    "hosts-entry-never-asked",
    "warning",
    check,
    every_use=True,
    has_no_effect=True,
    about=(Hosts.name,),
)
