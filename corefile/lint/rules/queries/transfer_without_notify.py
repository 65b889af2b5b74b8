"""`transfer` names servers to be told of changes, but the plugin of the zone tells nobody.

Finds a `transfer` with addresses in `to` for zones of `kubernetes` or `k8s_external`, and before
CoreDNS 1.14.3 for those of `secondary`.

Why it matters: CoreDNS tells the servers in `to` when a zone has changed (NOTIFY), but only zones
of `file`, `auto`, `dynupdate` and, in newer releases, `secondary`. The servers may fetch the zone,
and do so only as often as its SOA record says.

How to fix it: nothing in the Corefile makes these plugins tell of changes. Let the other servers
ask often, or forward queries for the zone to CoreDNS instead of fetching it.

## Bad

```corefile
cluster.local {
    kubernetes
    transfer {
        to 192.0.2.1
    }
}
```

```corefile coredns=1.14.2
example.org {
    secondary {
        transfer from 192.0.2.2
    }
    transfer {
        to * 192.0.2.3
    }
}
```

## Good

```corefile
cluster.local {
    kubernetes
    transfer {
        to *
    }
}
```

```corefile
example.org {
    file db.example.org
    transfer {
        to * 192.0.2.3
    }
}
```
"""

from collections.abc import Iterable, Iterator

from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.zones import parents
from corefile.coredns.plugins.transfer import Transfer
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import listed

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `transfer` whose addresses nobody tells of changes."""
    release = ctx.config.build.release
    for server in ctx.config.servers:
        if not server.complete or not ctx.passage(server).described:
            continue
        whole = [plugin for plugin in server.plugins if "whole zones" in plugin.offers]
        telling = Owners(p for p in whole if p.announces is not None and release in p.announces)
        silent = Owners(p for p in whole if p.announces is None or release not in p.announces)
        for transfer in server.all(Transfer):
            told = [value for line in transfer.to for value in line if value.value != "*"]
            zones = [zone.name for zone in transfer.zones]
            having = silent.of(zones)
            if told and having and not telling.of(zones) and is_known(told[0].token):
                names = listed(plugin.name for plugin in having)
                yield RULE.at(
                    ctx,
                    told[0].token,
                    f"`{told[0].token.text}` is not told when the zone changes: {names} sends no "
                    "NOTIFY, so the address only may fetch the zone",
                    help="let that server ask for changes itself, as often as they matter",
                    related=[ctx.related(having[0].token, "has the zone")],
                )


class Owners:
    """Plugins with zones, each kind once for a zone, found without a look at all of them."""

    def __init__(self, plugins: Iterable[Plugin]) -> None:
        #: Those that have a zone, and those with a zone in it, by the names of zone and plugin.
        self._own: dict[str, dict[str, Plugin]] = {}
        self._inside: dict[str, dict[str, Plugin]] = {}
        for plugin in plugins:
            for zone in plugin.own_zones:
                self._own.setdefault(zone, {}).setdefault(plugin.name, plugin)
                for above in parents(zone):
                    self._inside.setdefault(above, {}).setdefault(plugin.name, plugin)

    def of(self, zones: Iterable[str]) -> list[Plugin]:
        """Return the plugins that have names in one of some zones, one of each kind."""
        found: dict[str, Plugin] = {}
        for zone in zones:
            found = self._inside.get(zone, {}) | found
            for above in parents(zone):
                found = self._own.get(above, {}) | found
        return [*found.values()]


RULE = CorefileRule("CF461", "transfer-without-notify", "info", check, about=(Transfer.name,))
