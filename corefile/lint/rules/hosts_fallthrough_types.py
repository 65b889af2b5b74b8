"""`fallthrough` of `hosts` lets other types through, in CoreDNS 1.14.5 and 1.14.6.

Finds, for these two releases only, a `hosts` with `fallthrough` and a table, in a server block that
forwards queries for the same names.

It matters because these releases pass on queries for a name of the table if they are not for A,
AAAA or PTR. Before and after, such a query gets an empty answer. So whoever overrides a public
name leaks its public HTTPS, SVCB, MX and TXT records, and a browser that follows the HTTPS record
goes past the override.

To mend it, use 1.14.7 or later, where this has to be asked for with `fallthrough_unsupported`.

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

```corefile coredns=1.14.5
example.org {
    hosts {
        192.0.2.1 www.example.org
        fallthrough
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.config import Server
from corefile.coredns.expansion import ExpandedToken
from corefile.coredns.plugins.hosts import Hosts
from corefile.coredns.releases import holds
from corefile.coredns.zones import common_zone
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, Rule

__all__ = ["RULE"]

#: The first release that passes queries of other types on, and the first that does no more
#: (plugin/hosts/hosts.go; release notes of 1.14.5 and 1.14.7).
LEAKING = ("1.14.5", "1.14.7")
#: Plugins that ask servers which may know the same names.
FORWARDING = frozenset(("forward", "grpc"))


def check(ctx: Context) -> Iterator[Finding]:
    """Give a finding for each `fallthrough` that lets more through than names not in the table."""
    release = ctx.config.build.release
    if not holds(release, LEAKING):
        return
    for server in ctx.config.servers:
        for hosts in server.all(Hosts):
            name = hosts.has("fallthrough")
            later = next(forwarding(server, hosts), None)
            if name is not None and later is not None and (hosts.entries or hosts.file):
                message = (
                    f"CoreDNS {release} passes queries of other types than A and AAAA on, even for "
                    "names of the table: their HTTPS or TXT records come from upstream"
                )
                yield RULE.at(
                    ctx,
                    name,
                    message,
                    help=f"use CoreDNS {LEAKING[1]} or later, which passes them on only when asked",
                    related=[ctx.related(later, "they are forwarded here")],
                )


def forwarding(server: Server, hosts: Hosts) -> Iterator[ExpandedToken]:
    """Give the later plugins that forward what falls through."""
    place = server.plugins.index(hosts)
    for later in server.plugins[place + 1 :]:
        if any(
            common_zone(mine, theirs) for mine in hosts.passes_on for theirs in later.answer_zones
        ):
            yield later.token


RULE = Rule("CF209", "hosts-fallthrough-types", "info", check, fragments=True)
