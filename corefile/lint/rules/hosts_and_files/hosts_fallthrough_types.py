"""`fallthrough` of `hosts` lets other types through, in CoreDNS 1.14.5 and 1.14.6.

Finds, for these two releases only, a `hosts` with `fallthrough` that lists a name that may be
public, in a server block that forwards queries for it. Does not report names of one label, or names
below `internal`, `local` and the like, which have no public records.

Why it matters: for names in the table, these releases pass on queries for types other than A, AAAA
or PTR. Earlier and later releases give an empty answer. So if you override a public name, its
public HTTPS, SVCB, MX and TXT records leak, and a browser that follows the HTTPS record bypasses
the override.

How to fix it: use 1.14.7 or later, which does this only with `fallthrough_unsupported`.

## Bad

```corefile coredns=1.14.6
. {
    hosts {
        192.0.2.1 www.example.org
        fallthrough
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    hosts {
        192.0.2.1 www.example.org
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile coredns=1.14.4
. {
    hosts {
        192.0.2.1 www.example.org
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile coredns=1.14.6
. {
    hosts /etc/coredns/NodeHosts {
        192.0.2.1 host.minikube.internal gateway
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile coredns=1.14.5
example.org {
    hosts {
        192.0.2.1 www.example.org
        fallthrough
    }
    file db.example.org
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import names
from corefile.coredns.catalogue.zones import common_zones
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.hosts import LEAKING, Hosts
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: Top-level domains for use inside a network (RFC 6761, RFC 6762, ICANN), and common ones.
PRIVATE = frozenset(("internal", "local", "localhost", "test", "invalid", "lan", "home", "corp"))


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `fallthrough` that lets more through than names not in the table."""
    release = ctx.config.build.release
    if release not in LEAKING:
        return
    for server in ctx.config.servers:
        for hosts in server.all(Hosts):
            name = hosts.has("fallthrough")
            later = forwarding(server, hosts)
            public = next(public_names(hosts), "")
            if name is not None and later is not None and public:
                message = (
                    f"CoreDNS {release} passes queries of other types than A and AAAA on, even for "
                    f"names of the table: HTTPS or TXT records of `{public}` come from upstream"
                )
                yield RULE.at(
                    ctx,
                    name,
                    message,
                    help=f"use CoreDNS {LEAKING.until} or later, which passes them on only when "
                    "asked",
                    related=[ctx.related(later, "they are forwarded here")],
                )


def public_names(hosts: Hosts) -> Iterator[str]:
    """Yield the names of the table that others may have records for."""
    for entry in hosts.entries:
        for name in entry.names if entry.address is not None else ():
            labels = name.value.removesuffix(".").split(".")
            if len(labels) > 1 and labels[-1] not in PRIVATE and is_known(name.token):
                yield name.token.text


def forwarding(server: Server, hosts: Hosts) -> ExpandedToken | None:
    """Return the first plugin that forwards, if what falls through comes to one that does."""
    plugins = [plugin for plugin in server.plugins if plugin.sends_to == "resolvers"]
    zones = [zone for plugin in plugins for zone in plugin.own_zones]
    return plugins[0].token if common_zones(names(hosts.fallthrough), zones) else None


RULE = CorefileRule(
    "CF209", "hosts-fallthrough-types", "info", check, fragments=True, about=("fallthrough",)
)
