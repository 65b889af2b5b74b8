"""`tls` is in a server block that nobody can reach over TLS.

Finds a `tls` in a server block whose keys are all for plain DNS. `tls` sets certificates for keys
that begin with `tls://`, `https://`, `grpc://` or `quic://`. It does not encrypt anything on its
own, not even on port 853, and does not affect the upstreams of `forward`. Does not report a line
from a snippet that other server blocks import too.

Why it matters: the server looks secure, but its queries are in clear text.

How to fix it: begin the key with `tls://`. For upstreams, write `tls://` before their addresses.

## Bad

```corefile
.:853 {
    tls cert.pem key.pem
    forward . 192.0.2.53
}
```

## Good

```corefile
tls://.:853 {
    tls cert.pem key.pem
    forward . 192.0.2.53
}
```

```corefile
.:53 tls://.:853 {
    tls cert.pem key.pem
    forward . 192.0.2.53
}
```

```corefile
(common) {
    tls cert.pem key.pem
    errors
}
. {
    import common
    forward . 192.0.2.53
}
tls://. {
    import common
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.model.config import Server
from corefile.coredns.plugins.tls import Tls
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import has_colon

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `tls` without anything to encrypt."""
    servers = ctx.config.servers
    others = (server for server in servers if not all_plain(server))
    shared = {id(tls.token.token) for server in others for tls in server.all(Tls)}
    for server in filter(all_plain, servers):
        for tls in server.all(Tls):
            if id(tls.token.token) in shared:
                continue
            key = server.keys[0].text
            yield RULE.at(
                ctx,
                tls.token,
                f"`tls` does nothing here: all keys of the server block are for plain DNS, so "
                f"`{key}` is served in clear text",
                help=f"begin the key with a scheme: `tls://{key.removeprefix('dns://')}`",
                related=[ctx.related(server.keys[0].token, "this key is for plain DNS")],
            )


def all_plain(server: Server) -> bool:
    """Tell whether a server block is reached without encryption only."""
    known = bool(server.keys) and all(key.addresses for key in server.keys)
    return (
        known
        and not has_colon(server)
        and all(address.transport == "dns" for address in server.addresses)
    )


RULE = CorefileRule(
    "CF505", "tls-plugin-without-encrypted-key", "warning", check, about=(Tls.name,)
)
