"""The first word of `forward` is a server instead of the zone to forward.

Finds a `forward` or `grpc` whose first word is an IP address or the path of a file. The first word
is the zone whose names are forwarded; the servers come after it.

Why it matters: CoreDNS accepts it. `192.0.2.53` is then the zone `192.0.2.53.`, which no query is
in. Nothing is forwarded, and clients get SERVFAIL.

How to fix it: write `.` (all names) before the address.

## Bad

```corefile
. {
    forward 192.0.2.53 198.51.100.53
}
```

```corefile
. {
    forward /etc/resolv.conf 198.51.100.53
}
```

## Good

```corefile
. {
    forward . 192.0.2.53 198.51.100.53
}
```

```corefile
. {
    forward 2.0.192.in-addr.arpa 192.0.2.53
    forward 10.0.0.0/8 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.upstreams import Sender
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each zone that is an address or a path."""
    for server in ctx.config.servers:
        for plugin in server.all(Sender):
            zone = plugin.zone
            text = zone.token.text
            if not plugin.zone_is_server:
                continue
            yield RULE.at(
                ctx,
                zone.token,
                f"`{text}` is read as the zone to forward, `{zone.name}`, in which there are no "
                f"names: `{plugin.name}` forwards nothing",
                help=f"write the zone first, `.` for all names: `{plugin.name} . {text}`",
                fix=fix(ctx, zone.token),
            )


def fix(ctx: Context, zone: ExpandedToken) -> Fix | None:
    """Return the edit that puts the zone of all names first; none for what is imported."""
    edits = write_words(ctx, zone, ["."], count=0) if zone.via is None else ()
    return Fix("add `.`", edits, safe=False) if edits else None


RULE = CorefileRule(
    "CF305", "forward-from-is-address", "warning", check, fragments=True, fixes=True
)
