"""A name in a `hosts` table is outside its zones.

Finds a name in the block of `hosts` that is outside the zones on its line, or, if there are none,
outside the zones of the server block.

Why it matters: `hosts` ignores such names without a message. Queries for them go to another server
block or are not answered from the table, and no PTR record is made.

How to fix it: put the line into the server block of its zone, or add the zone.

## Bad

```corefile
corp.example {
    hosts {
        192.0.2.1 www.other.example
    }
}
```

```corefile
. {
    hosts /dev/null corp.example {
        192.0.2.1 www.corp.example corp
        fallthrough
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
corp.example other.example:53 {
    hosts {
        192.0.2.1 WWW.Other.Example. corp.example
    }
}
```

```corefile
{$ZONE}:53 {
    hosts {
        192.0.2.1 www.other.example
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Value
from corefile.coredns.catalogue.zones import is_domain_name, parents
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.hosts import Hosts
from corefile.lint.finding import Finding
from corefile.lint.hosts_table import fault, is_one_word
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import has_number

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each name that the table leaves out."""
    for server in ctx.config.servers:
        for hosts in server.all(Hosts):
            zones = known_zones(server, hosts)
            inside = set(zones)
            shown = " and ".join(f"`{zone}`" for zone in zones) if len(zones) < 4 else "its zones"
            for name in names(hosts) if zones else ():
                if inside.isdisjoint(parents(name.value)):
                    message = f"`{name.token.text}` is not in {shown}: `hosts` leaves the name out"
                    help_text = "put it into the server block of its zone, or add the zone"
                    yield RULE.at(ctx, name.token, message, help=help_text)


def names(hosts: Hosts) -> Iterator[Value[str]]:
    """Yield the names of a table that are known, and that queries may ask for."""
    for entry in hosts.entries:
        for name in entry.names if entry.address is not None else ():
            plain = is_known(name.token) and is_one_word(name.token.text)
            if plain and is_domain_name(name.value) and not fault(name):
                yield name


def known_zones(server: Server, hosts: Hosts) -> tuple[str, ...]:
    """Return the zones of a table, none where not all are known, or a key is hardly a zone."""
    if has_number(server):
        return ()
    words = (*(key.token for key in server.keys), *(zone.token for zone in hosts.zones))
    if not all(is_known(word) for word in words):
        return ()
    return tuple(dict.fromkeys(zone.name for zone in hosts.zones))


RULE = CorefileRule(
    "CF207",
    "hosts-entry-outside-zones",
    "warning",
    check,
    fragments=True,
    every_use=True,
    about=(Hosts.name,),
)
