"""The port after an IPv6 address is read as a part of the address.

Finds IPv6 addresses without brackets whose last group is a DNS port, such as 53, 853 or 5353, and
which would be complete without it: `2001:db8::1:53`. Does not report `2001:db8::53`, a usual
address of a DNS server.

Why it matters: CoreDNS accepts it, but talks to a different address, on the default port, and gets
no answer.

How to fix it: put the address in brackets: `[2001:db8::1]:53`. `bind` does not take a port; the
port is part of the server block's key.

## Bad

```corefile
. {
    forward . 2001:db8::1:5353
}
```

```corefile
. {
    bind 2001:db8::1:53
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    bind 2001:db8::5
    forward . [2001:db8::1]:5353 2001:db8::53 2001:db8:0:0:0:0:1:53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.upstreams import Sender
from corefile.coredns.catalogue.zones import split_transport
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.bind import Bind
from corefile.coredns.plugins.forward import Forward
from corefile.coredns.plugins.grpc import Grpc
from corefile.coredns.plugins.transfer import Transfer
from corefile.go.net import parse_ip
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

PORTS = ("53", "443", "853", "1053", "5300", "5353", "8053")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each address that ends like a port."""
    for server in ctx.config.servers:
        for token in peers(server):
            host, port = parts(token.text)
            if host:
                right = f"[{host}]:{port}"
                help_text = f"put the address into brackets: `{right}`"
                yield finding(ctx, token, host, port, help_text, right)
        for bind in server.all(Bind):
            for address in bind.addresses:
                host, port = parts(address.value)
                if host:
                    help_text = f"write `bind {host}`; the port belongs into the server block's key"
                    yield finding(ctx, address.token, host, port, help_text, host)


def peers(server: Server) -> Iterator[ExpandedToken]:
    """Yield the addresses of other servers that may have a port."""
    for plugin in server.all(Sender):
        yield from (upstream.token for upstream in plugin.to)
    for transfer in server.all(Transfer):
        yield from (value.token for line in transfer.to for value in line)


def parts(text: str) -> tuple[str, str]:
    """Return the address and port that are probably meant, "" when the text is as it should be."""
    host = split_transport(text)[1]
    head, _, tail = host.rpartition(":")
    if tail in PORTS and ":" in head and parse_ip(head) is not None and parse_ip(host) is not None:
        return head, tail
    return "", ""


def finding(
    ctx: Context, token: ExpandedToken, host: str, port: str, help_text: str, right: str
) -> Finding:
    """Say what CoreDNS reads."""
    start = token.token.start + token.token.raw.find(host)
    edit = Edit(start, start + len(host) + len(port) + 1, right)
    plain = token.via is None and f"{host}:{port}" in token.token.raw
    return RULE.at(
        ctx,
        token,
        f"`{token.text}` is one IPv6 address that ends in `:{port}`: it has no port, and is not "
        f"`{host}`",
        help=help_text,
        fix=Fix(f"write `{right}`", (edit,), safe=False) if plain else None,
    )


RULE = CorefileRule(
    "CF311",
    "ipv6-address-with-unbracketed-port",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=(
        Bind.name,
        Forward.name,
        Grpc.name,
        Transfer.name,
    ),
    signs=("::",),
)
