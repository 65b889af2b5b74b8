"""Some server blocks on a port have `bind` and others have not.

Finds a server block without `bind` on a port for which another server block has `bind`.

It hurts because these are two listeners. Where both could take a query, Linux gives it to the one
with the address: at the addresses of `bind` the other server block seems not to be there, and its
names are answered with REFUSED. Other systems choose at random.

To mend it, give all server blocks on the port a `bind` with all addresses they should answer on. A
server block on another port, or for `tls://` and the like, is no matter.

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
tls://. .:5353 {
    forward . 198.51.100.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.config import Server
from corefile.coredns.listeners import Use, each_use
from corefile.coredns.plugins.bind import Bind
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, Rule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Give a finding for each server block that others take queries from."""
    ports: dict[tuple[str, str], list[Use]] = {}
    for use in each_use(ctx.config):
        ports.setdefault((use.address.transport, use.address.port), []).append(use)
    told: set[int] = set()
    for (_, port), uses in ports.items():
        bound = [use for use in uses if use.server.has("bind")]
        zones = {use.address.zone for use in bound}
        for use in uses:
            free = not use.server.has("bind") and id(use.server) not in told
            if bound and free and use.address.zone not in zones:  # the same zone is refused
                told.add(id(use.server))
                yield finding(ctx, use, port, bound)


def finding(ctx: Context, use: Use, port: str, bound: list[Use]) -> Finding:
    """Say what the server block without `bind` does not get."""
    hosts = list(dict.fromkeys(host for other in bound for host in other.server.listens_on))
    shown = " ".join(hosts[:4]) + (" …" if len(hosts) > 4 else "")
    return RULE.at(
        ctx,
        use.key.token,
        f"`{use.key.text}` has no `bind`, while other server blocks on port {port} have: queries "
        f"to {shown} go only to those",
        help=f"add `bind {shown}` to this server block, if it should answer there too",
        related=[ctx.related(bind.token, "bound here") for bind in first_binds(bound)],
    )


def first_binds(bound: list[Use]) -> Iterator[Bind]:
    """Give the `bind` of the first few server blocks that have one."""
    servers: dict[int, Server] = {id(use.server): use.server for use in bound}
    for server in list(servers.values())[:4]:
        yield from server.all(Bind)[:1]


RULE = Rule("CF501", "mixed-bind", "warning", check)
