"""The key of a server block is an IP address.

Finds keys such as `127.0.0.1:53`, `0.0.0.0` or `[::1]:53`. The part of a key before the port is a
zone; `bind` sets the addresses that a server block listens on.

Why it matters: CoreDNS accepts it. It listens on every address of the machine, and answers only for
names in the zone `127.0.0.1.`, which does not have any. All queries are refused.

How to fix it: write `.` or the intended zone, and put the address into `bind`. For reverse
look-ups, write a network: `192.0.2.0/24`.

## Bad

```corefile
127.0.0.1:53 {
    forward . 192.0.2.53
}
```

```corefile
[::1]:53 {
    forward . 192.0.2.53
}
```

```corefile
fd00::1 {
    forward . 192.0.2.53
}
```

## Good

```corefile
.:53 {
    bind 127.0.0.1
    forward . 192.0.2.53
}
```

```corefile
192.0.2.0/24 2.0.192.in-addr.arpa:5353 192.0.2.1/32:5300 {
    whoami
}
```

```corefile
localhost:53 {
    hosts
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import DEFAULT_PORTS, misplaced_address, split_transport
from corefile.coredns.model.config import Key
from corefile.lint.edits import rename_key
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - nothing is bound here


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each key that is an address."""
    for_all = any("." in server.zones for server in ctx.config.servers)
    plugins = ctx.config.build.plugins
    for server in ctx.config.servers:
        if server.keys and server.keys[0].text in plugins and server.keys[0].text != "local":
            continue  # a line outside all server blocks
        for key in server.keys:
            address = misplaced_address(key.text)
            if not address or not key.addresses:
                continue
            zone = key.addresses[0]
            right = spelled(key, address)
            bind = "" if address in EVERYWHERE or server.has("bind") else f"bind {address}"
            help_text = f"write `{right} {{`"
            if bind:
                help_text += f" and, as a line of the server block, `{bind}`"
            yield RULE.at(
                ctx,
                key.token,
                f"`{key.text}` is read as the zone `{zone.zone}` on port {zone.port}, which has no "
                "names: this server block gets no queries",
                help=help_text,
                # Two server blocks for all names may be one too many.
                fix=None if for_all or len(server.keys) > 1 else fix(ctx, key, right, bind),
            )


def spelled(key: Key, address: str) -> str:
    """Return the key for all names on the port that is meant."""
    transport, rest = split_transport(key.text)
    scheme = key.text.removesuffix(rest)
    port = "" if rest.strip("[]").removesuffix(".") == address else rest.rpartition(":")[2]
    return f"{scheme}.:{port or DEFAULT_PORTS[transport]}"


def fix(ctx: Context, key: Key, right: str, bind: str) -> Fix | None:
    """Return the edits that write the key as a zone and the address into `bind`."""
    if key.token.token.raw != key.text:
        return None
    edits = rename_key(ctx, key.token, right, *bind.split())
    return Fix(f"write `{right}`", edits, safe=False) if edits else None


RULE = CorefileRule(
    "CF504", "address-as-zone", "warning", check, fixes=True, about=("figure in key",)
)
