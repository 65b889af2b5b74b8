"""`acl` refuses all queries that another server block forwards to it.

Finds a `forward` to a loopback address and port of another server block whose `acl` allows some
clients, and stops clients at 127.0.0.1.

Why it matters: queries that CoreDNS sends to itself come from 127.0.0.1. The address of the client
that asked first is not passed on. So no query of any client gets past the `acl`, and all get its
answer, such as REFUSED.

How to fix it: write the `acl` into the server block that clients ask. To answer clients in
different ways, give that server block a `view` for each.

## Bad

```corefile
. {
    forward . 127.0.0.1:5301
}
.:5301 {
    acl {
        allow net 10.0.0.0/8
        block
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    acl {
        allow net 10.0.0.0/8
        block
    }
    forward . 127.0.0.1:5301
}
.:5301 {
    forward . 192.0.2.53
}
```

```corefile
. {
    forward . 127.0.0.1:5301
}
.:5301 {
    acl {
        allow net 127.0.0.0/8 10.0.0.0/8
        block
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterable, Iterator

from corefile.coredns.catalogue.schema import has_reference, names
from corefile.coredns.catalogue.upstreams import Upstream
from corefile.coredns.catalogue.zones import common_zones
from corefile.coredns.model.config import Server
from corefile.coredns.model.server import LOOPBACK_ADDRESSES
from corefile.coredns.plugins.acl import Acl, Policy
from corefile.coredns.plugins.forward import Forward
from corefile.go.net import contains, parse_ip
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each line of `acl` that stops what is forwarded to its server block."""
    senders = [
        (server, forward, upstream)
        for server in ctx.config.servers
        for forward in server.all(Forward)
        for upstream in forward.to
        if is_local(upstream)
    ]
    for server in ctx.config.servers:
        for acl in server.all(Acl):
            line = stopping(acl)
            if line is None:
                continue
            for sender, forward, upstream in senders:
                sent = common_zones(sender.zones, [forward.zone.name])
                if sender is not server and reaches(sent, upstream, server, acl):
                    yield RULE.at(
                        ctx,
                        line.token,
                        f"`{line.token.text}` stops all queries that `forward` sends here: they "
                        "come from `127.0.0.1`, whoever asked first",
                        help="write the `acl` into the server block that clients ask",
                        related=[ctx.related(upstream.token, "the queries come from here")],
                    )
                    break


def is_local(upstream: Upstream) -> bool:
    """Tell whether an upstream is on the machine itself, so that it sees 127.0.0.1 or ::1."""
    address = parse_ip(upstream.host)
    return address is not None and address.is_loopback


def stopping(acl: Acl) -> Policy | None:
    """Return the line that stops local clients, after others are let through."""
    allowed = False
    for line in acl.policies:
        words = [value.value for value in line.networks]
        if any(map(has_reference, words)):
            return None
        everybody = not words or "*" in words
        local = everybody or any(contains(word, ip) for word in words for ip in LOOPBACK_ADDRESSES)
        if not local:
            allowed = allowed or line.action == "allow"
        elif not line.types:
            return line if allowed and line.action != "allow" else None
    return None


def reaches(sent: Iterable[str], upstream: Upstream, server: Server, acl: Acl) -> bool:
    """Tell whether names of the zones that are sent to an upstream come to an `acl`."""
    served = {
        address.zone
        for address in server.addresses
        if address.port == upstream.port and address.transport == upstream.transport
    }
    return bool(common_zones(common_zones(served, names(acl.zones)), sent))


RULE = CorefileRule("CF715", "acl-refuses-own-forward", "warning", check, about=(Acl.name,))
