"""`forward` sends queries back to its own server block.

Finds an upstream of `forward`, or of the `proxy` of old releases, that is this very server: a
loopback address, `0.0.0.0` or `::`, `localhost`, or an address that `bind` names, on a port of the
same server block. Does not report another port, which belongs to another server block or program,
or Docker's own 127.0.0.11. It is a note where `rewrite` changes names below the server block's
zones into names of other zones, because these come to another server block.

Why it matters: every query causes another one. Memory grows until the process is killed, or `loop`
ends it with `Loop (127.0.0.1:53 -> :53) detected for zone "."`. In a container, 127.0.0.1 and
127.0.0.53 are the container itself, never the node.

How to fix it: use a DNS server that is not this one.

## Bad

```corefile
corp.example:53 {
    forward . 127.0.0.1
}
```

```corefile
. {
    bind 192.0.2.53
    forward . 1.1.1.1 192.0.2.53
}
```

```corefile
. {
    bind lo
    forward . 127.0.0.1
}
```

```corefile coredns=1.3.1
. {
    proxy . 127.0.0.53
}
```

## Good

```corefile
corp.example:53 {
    forward . 192.0.2.53
}
```

```corefile
. {
    forward . 127.0.0.1:5353
}
```

```corefile
. {
    bind 192.0.2.53
    forward . 127.0.0.53
}
```
"""

from collections.abc import Collection, Iterator, Sequence
from ipaddress import IPv4Address, IPv6Address

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.upstreams import Sender, Upstream
from corefile.coredns.catalogue.zones import ZoneAddress, common_zone, covering
from corefile.coredns.model.config import Server
from corefile.coredns.model.passage import FRESH
from corefile.coredns.model.server import LOOPBACK_ADDRESSES, LOOPBACK_INTERFACES
from corefile.coredns.plugins.forward import Forward
from corefile.go.net import parse_ip
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: Docker answers on this address inside every container, whatever listens on port 53.
DOCKER = "127.0.0.11"
#: The plugins that ask their upstreams over DNS.
SENDERS = (Forward.name, "proxy")
EVERY = "every query that is forwarded"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each upstream that is the server block itself."""
    for server in ctx.config.servers:
        addresses = server.addresses
        hosts = {host for text in server.listens_on for host in listened(text)}
        is_local = any(
            isinstance(host, IPv4Address | IPv6Address) and is_here(host) for host in hosts
        )
        for forward in server.all(Sender):
            for upstream in forward.to if is_asked_by_dns(forward) else ():
                if has_same_port(addresses, forward, upstream) and reaches(
                    hosts, upstream.host, is_local=is_local
                ):
                    leaves = goes_elsewhere(ctx, server)
                    which = "a query that `rewrite` does not change" if leaves else EVERY
                    yield RULE.at(
                        ctx,
                        upstream.token,
                        f"`{upstream.token.text}` is this server block itself: {which} comes back, "
                        "until memory runs out",
                        severity="info" if leaves else "warning",
                        help="name the DNS server that should be asked, by its own address",
                    )


def goes_elsewhere(ctx: Context, server: Server) -> bool:
    """Tell whether names below a server block's zones become names of another one."""
    if not any(plugin.renames for plugin in server.plugins):
        return False
    passage = ctx.passage(server)
    zones = [zone for other in ctx.config.servers for zone in other.zones]
    for name in (label + zone.lstrip(".") for zone in server.zones for label in FRESH):
        query = Query(name)
        for place in range(passage.renaming):
            query = passage.verdict(place, query).query or query
        if covering(zones, query.lower) not in server.zones:
            return True
    return False


def is_asked_by_dns(sender: Sender) -> bool:
    """Tell whether upstreams are asked over DNS, and not over gRPC."""
    protocol = getattr(sender, "protocol", None)
    return sender.name in SENDERS and not (protocol and protocol[0].value == "grpc")


def listened(text: str) -> Iterator[object]:
    """Yield the addresses of a word of `bind`; "" is all addresses of the machine.

    None for an interface whose addresses are not known.
    """
    if text in LOOPBACK_INTERFACES:
        yield from map(parse_ip, LOOPBACK_ADDRESSES)
    else:
        yield parse_ip(text) if text else ""


def has_same_port(addresses: Sequence[ZoneAddress], forward: Sender, upstream: Upstream) -> bool:
    """Tell whether a server block with these zones and ports gets a query that is sent there."""
    port = upstream.port or ("53" if upstream.host == "localhost" else "")
    return any(
        address.port == port
        and address.transport == upstream.transport
        and common_zone(address.zone, forward.zone.name)
        for address in addresses
    )


def reaches(hosts: Collection[object], target: str, *, is_local: bool) -> bool:
    """Tell whether an address is that of a listener; `is_local` says that one is on the machine."""
    address = parse_ip("127.0.0.1" if target == "localhost" else target)
    if address is None or target == DOCKER:
        return False
    if address in hosts or (is_local and address.is_unspecified):
        return True
    return "" in hosts and is_here(address)


def is_here(address: IPv4Address | IPv6Address) -> bool:
    """Tell whether an address always means the machine itself."""
    return address.is_loopback or address.is_unspecified


RULE = CorefileRule("CF301", "forward-loop-to-self", "warning", check, about=SENDERS)
