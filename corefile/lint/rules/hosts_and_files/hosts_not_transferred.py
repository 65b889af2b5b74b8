"""Names of a `hosts` table are not part of a zone that others fetch.

Finds names in a `hosts` table that lie in a zone of `transfer`, which another plugin has, and a
file of names that is for such a zone.

Why it matters: `transfer` sends the zone as `file`, `auto`, `secondary` or another plugin has it.
The names of `hosts` are not in it, so clients of the servers that fetch the zone do not find them,
while clients of this one do.

How to fix it: write the names into the zone file.

## Bad

```corefile
example.org {
    hosts {
        192.0.2.1 www.example.org
        fallthrough
    }
    file db.example.org
    transfer {
        to *
    }
}
```

## Good

```corefile
example.org {
    file db.example.org
    transfer {
        to *
    }
}
lab.example {
    hosts {
        192.0.2.1 www.lab.example
    }
}
```
"""

from collections.abc import Iterator, Set

from corefile.coredns.catalogue.zones import common_zones, parents
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.hosts import Hosts
from corefile.coredns.plugins.transfer import Transfer
from corefile.lint.finding import Finding
from corefile.lint.hosts_table import names_of
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import own_tokens

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each table with such names."""
    for server in ctx.config.servers:
        hosts, transfer = server.first(Hosts), server.first(Transfer)
        if hosts is None or transfer is None or not server.complete:
            continue
        zones = sent(server, transfer)
        name = next(
            (name for _, name in names_of(hosts) if not zones.isdisjoint(parents(name.value))), None
        )
        token = name.token if name is not None else None
        if token is not None:
            told = f"`{token.text}` is not in the zone that `transfer` sends: names of `hosts`"
        elif hosts.file is not None and is_for(hosts, zones, own_tokens(server)):
            token = hosts.file.token
            told = f"the zone that `transfer` sends is without the names of `{token.text}`: they"
        if token is not None:
            yield RULE.at(
                ctx,
                token,
                f"{told} are known to clients of this server only",
                help="write it into the zone file" if name else "write them into the zone file",
                related=[ctx.related(transfer.token, "sends the zone")],
            )


def is_for(hosts: Hosts, zones: Set[str], own: Set[int]) -> bool:
    """Tell whether a table is for zones on its own line that all are among some, or below them."""
    written = [zone for zone in hosts.zones if id(zone.token) not in own]
    return bool(written) and all(not zones.isdisjoint(parents(zone.name)) for zone in written)


def sent(server: Server, transfer: Transfer) -> frozenset[str]:
    """Return the zones that are sent whole."""
    asked = tuple(zone.name for zone in transfer.zones)
    whole = (plugin for plugin in server.plugins if "whole zones" in plugin.offers)
    had = tuple(zone for plugin in whole for zone in plugin.own_zones)
    return frozenset(common_zones(asked, had))


RULE = CorefileRule("CF217", "hosts-not-transferred", "info", check, about=(Transfer.name,))
