"""A plugin is used without the one that it needs.

Finds

- `k8s_external` in a server block without `kubernetes`, which provides its services;
- `transfer` for zones that no plugin of the server block has completely: none of `file`, `auto`,
  `secondary`, `dynupdate`, `kubernetes` and `k8s_external`;
- `sign`, if `file` serves the zone from another file than the one that `sign` writes.

Why it matters: in the first case CoreDNS does not start
(`plugin/k8s_external: kubernetes plugin not loaded`). In the others nobody notices: there is
nothing to transfer, or the zone is served without its signatures.

How to fix it: add the other plugin to the server block, or give `file` the name of the signed file,
which is `db.ZONE.signed` in the folder that `directory` names.

Server blocks with an import that was not followed, or with a plugin that is not part of CoreDNS,
are not reported.

## Bad

```corefile
ext.example {
    k8s_external
}
```

```corefile
example.org {
    transfer {
        to 192.0.2.54
    }
    forward . 192.0.2.53
}
```

```corefile
example.org {
    file db.example.org
    sign db.example.org {
        key file Kexample.org
    }
}
```

## Good

```corefile
ext.example {
    k8s_external
    kubernetes cluster.local
}
```

```corefile
example.org {
    transfer {
        to 192.0.2.54
    }
    file db.example.org
}
```

```corefile
example.org {
    transfer {
        to 192.0.2.54
    }
    dynupdate {
        file db.example.org
        allow admin. * *
    }
}
```

```corefile
example.org {
    file /var/lib/coredns/db.example.org.signed
    sign db.example.org {
        key file Kexample.org
    }
}
```

```corefile
example.org {
    k8s_external
    import kubernetes.conf
}
```
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from corefile.coredns.catalogue.schema import Plugin, has_reference
from corefile.coredns.catalogue.zones import common_zones
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.file import File
from corefile.coredns.plugins.k8s_external import K8sExternal
from corefile.coredns.plugins.sign import DIRECTORY, Sign
from corefile.coredns.plugins.transfer import Transfer
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import listed
from corefile.text.typed import TypeVar

__all__ = ["RULE"]

P = TypeVar("P", bound=Plugin)


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each plugin without its companion."""
    for server in ctx.config.servers:
        known = server.complete and all(key.addresses for key in server.keys)
        if known and ctx.passage(server).described:
            yield from without_kubernetes(ctx, server)
            yield from nothing_to_transfer(ctx, server)
            yield from unsigned(ctx, server)


def without_kubernetes(ctx: Context, server: Server) -> Iterator[Finding]:
    """Yield the `k8s_external` with nothing to take services from (k8s_external/setup.go)."""
    external = server.first(K8sExternal)
    if external is not None and not server.has(external.needs):
        yield RULE.at(
            ctx,
            external.token,
            "`k8s_external` needs `kubernetes` in the same server block; CoreDNS does not start: "
            '"plugin/k8s_external: kubernetes plugin not loaded"',
            help="add `kubernetes cluster.local` to the server block",
        )


def nothing_to_transfer(ctx: Context, server: Server) -> Iterator[Finding]:
    """Yield the `transfer` for zones that no plugin has."""
    whole = (plugin for plugin in server.plugins if "whole zones" in plugin.offers)
    served = tuple(zone for plugin in whole for zone in plugin.own_zones)
    for transfer in server.all(Transfer):
        zones = tuple(zone.name for zone in transfer.zones)
        if zones and not common_zones(zones, served):
            others = [plugin for plugin in server.plugins if knows_names(plugin, zones)]
            found = f"no plugin of this server block has {listed(zones)} as a whole"
            if others:
                names = dict.fromkeys(plugin.name for plugin in others)
                found = f"CoreDNS cannot transfer the names of {listed(names)}"
            yield RULE.at(
                ctx,
                transfer.token,
                f"there is nothing to transfer: {found}",
                help="put `transfer` beside the `file`, `auto`, `secondary` or `kubernetes` that "
                "serves the zone",
                related=[ctx.related(other.token, "only answers queries") for other in others],
            )


def knows_names(plugin: Plugin, zones: tuple[str, ...]) -> bool:
    """Tell whether a plugin has names in some zones, from data or lines of its own."""
    own = plugin.role == "answers" and plugin.serves in ("zones", "names")
    return own and bool(common_zones(zones, plugin.own_zones))


def unsigned(ctx: Context, server: Server) -> Iterator[Finding]:
    """Yield the `sign` of zones that are served from another file."""
    signs, served = by_zone(server.all(Sign)), by_zone(server.all(File))
    for zone in filter(served.__contains__, signs):
        signed = f"db.{zone}signed"
        files = [stanza.file for stanza in served[zone]]
        if any(base_name(file.value) == signed or has_reference(file.value) for file in files):
            continue
        for sign in signs[zone]:
            folder = sign.directory.value.rstrip("/") if sign.directory else DIRECTORY
            yield RULE.at(
                ctx,
                sign.token,
                f"`sign` writes `{signed}`, but `file` serves `{zone}` from "
                f"`{files[0].value}`: clients get no signatures",
                help=f"give `file` the signed file: `file {folder}/{signed}`",
                related=[ctx.related(files[0].token, "served from here")],
            )


def by_zone(plugins: Iterable[P]) -> Mapping[str, Sequence[P]]:
    """Return the stanzas for each zone."""
    found: defaultdict[str, list[P]] = defaultdict(list)
    for plugin in plugins:
        for zone in plugin.own_zones:
            found[zone].append(plugin)
    return found


def base_name(path: str) -> str:
    """Return the last part of a path."""
    return path.rpartition("/")[2]


RULE = CorefileRule(
    "CF415",
    "companion-plugin-missing",
    "warning",
    check,
    about=(
        K8sExternal.name,
        Sign.name,
        Transfer.name,
    ),
)
