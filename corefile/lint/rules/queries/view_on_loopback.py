"""A `view` asks for clients that never come, because its server block listens on loopback only.

Finds a condition on `client_ip()` that is false for clients on the machine itself, in a server
block that listens on `lo`, 127.0.0.0/8 or `::1` only.

Why it matters: such a server block is mostly asked by the `forward` of another one. The client is
then CoreDNS itself, at 127.0.0.1: the address of the client that asked first is not passed on. The
condition is never true, and all queries go to the next server block, or get REFUSED.

How to fix it: write the `view` into the server block that clients ask, and have two of those.

## Bad

```corefile
example.com:53 {
    forward . 127.0.0.1:5302
}
example.com:5302 {
    bind lo
    view inside {
        expr incidr(client_ip(), '10.0.0.0/8')
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
example.com:53 {
    view inside {
        expr incidr(client_ip(), '10.0.0.0/8')
    }
    forward . 192.0.2.53
}
example.com:53 {
    forward . 192.0.2.54
}
```

```corefile
example.com:5302 {
    bind lo
    view local {
        expr client_ip() == '127.0.0.1'
    }
    forward . 192.0.2.53
}
example.com:5302 {
    bind lo
    forward . 192.0.2.54
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.conditions import Condition, constant, literals
from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.model.config import Server
from corefile.coredns.model.server import LOOPBACK_ADDRESSES, LOOPBACK_INTERFACES
from corefile.coredns.plugins.bind import Bind
from corefile.coredns.plugins.view import View
from corefile.go.net import parse_cidr, parse_ip
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each condition that no client on the machine itself meets."""
    for server in ctx.config.servers:
        if not server.complete or not is_local(server):
            continue
        for view in server.all(View):
            for condition in view.expr:
                if is_lost(condition):
                    yield RULE.at(
                        ctx,
                        condition.words[0],
                        "no query meets this: only this machine can ask a server block that "
                        "listens on loopback, so `client_ip()` is `127.0.0.1`, whoever asked first",
                        help="write the `view` into the server block that clients ask",
                    )


def is_local(server: Server) -> bool:
    """Tell whether a server block listens on loopback only."""
    hosts = [host for bind in server.all(Bind) for host in bind.hosts]
    return bool(hosts) and all(host in LOOPBACK_INTERFACES or is_loopback(host) for host in hosts)


def is_loopback(text: str) -> bool:
    """Tell whether an address is one of the machine itself."""
    address = parse_ip(text)
    return address is not None and address.is_loopback


def is_lost(condition: Condition) -> bool:
    """Tell whether a condition is false of all local clients, but not of all clients."""
    if "client_ip" not in condition.text or has_reference(condition.text):
        return False
    _, networks = literals((condition,))
    if any(parse_cidr(word) is None and is_loopback(word) for word in networks):
        return False  # another address of the machine is meant
    # A client on the machine itself has one of these, unless it chooses another of its own.
    lost = all(constant(condition, client_ip=ip) is False for ip in LOOPBACK_ADDRESSES)
    return lost and constant(condition) is None


RULE = CorefileRule("CF443", "view-on-loopback", "warning", check, about=(View.name,))
