"""Some server blocks on a port have `bind` and others have not.

Finds a server block without `bind` on a port for which another server block has `bind`.

Why it matters: these are two listeners. If both could take a query, Linux gives it to the one with
the address. At the addresses of `bind`, the other server block seems to be missing, and its names
are answered with REFUSED. Other systems choose at random.

How to fix it: give all server blocks on the port a `bind` with all addresses they should answer on.
Server blocks on another port, or for `tls://` and the like, do not matter.

## Bad

```corefile
corp.example {
    bind 192.0.2.1
    forward . 192.0.2.53
}
. {
    forward . 198.51.100.53
}
```

## Good

```corefile
corp.example {
    bind 192.0.2.1
    forward . 192.0.2.53
}
. {
    bind 192.0.2.1
    forward . 198.51.100.53
}
```

```corefile
corp.example {
    bind 192.0.2.1
    forward . 192.0.2.53
}
https://. .:5353 {
    forward . 198.51.100.53
}
```
"""

from collections.abc import Iterator
from itertools import islice

from corefile.coredns.model.config import Server
from corefile.coredns.model.listeners import ListenerUse, uses
from corefile.coredns.plugins.bind import Bind
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: How many addresses and lines a message names.
SHOWN = 4


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each server block that others take queries from."""
    ports: dict[tuple[str, str], list[ListenerUse]] = {}
    for use in (use for server in ctx.config.servers for use in uses(server)):
        ports.setdefault((use.transport, use.port), []).append(use)
    told: set[int] = set()
    for using in ports.values():
        bound = [use for use in using if use.server.has("bind")]
        if bound:
            zones = {zone for use in bound for zone in use.zones}
            hosts = addresses([use.server for use in bound])
            binds = [bind for use in bound[:SHOWN] for bind in use.server.all(Bind)[:1]]
            for use in using:
                free = not use.server.has("bind") and id(use.server) not in told
                if free and zones.isdisjoint(use.zones):  # the same zone is refused
                    told.add(id(use.server))
                    yield finding(ctx, use, hosts, binds)


def addresses(servers: list[Server]) -> str:
    """Return the first few addresses of `bind`."""
    hosts = (host for server in servers for host in server.listens_on)
    first = list(dict.fromkeys(islice(hosts, 1000)))
    return " ".join(first[:SHOWN]) + (" …" if len(first) > SHOWN else "")


def finding(ctx: Context, use: ListenerUse, hosts: str, binds: list[Bind]) -> Finding:
    """Say what the server block without `bind` does not get."""
    return RULE.at(
        ctx,
        use.key.token,
        f"`{use.key.text}` has no `bind`, while other server blocks on port {use.port} have: "
        f"queries to {hosts} go only to those",
        help=f"add `bind {hosts}` to this server block, if it should answer there too",
        related=[ctx.related(bind.token, "bound here") for bind in binds],
    )


RULE = CorefileRule("CF501", "mixed-bind", "warning", check, about=(Bind.name,))
