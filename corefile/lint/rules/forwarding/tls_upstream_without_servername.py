"""An upstream is asked over TLS, and no name for its certificate is given.

Finds a `forward` to a `tls://` address with neither `tls_servername` nor a name after the address
(`tls://192.0.2.53%dns.example`, since CoreDNS 1.13.2). Does not report public resolvers whose
certificates contain their addresses, such as 1.1.1.1, 8.8.8.8 and 9.9.9.9, or a `tls` that names
its own certificate authority.

Why it matters: CoreDNS then looks for the address itself in the certificate. Few certificates
contain addresses; with all others no query is answered, and the log says
`x509: cannot validate certificate for 192.0.2.53 because it doesn't contain any IP SANs`. A host
name after `tls://` is looked up and replaced by its address, so it does not help here.

How to fix it: add `tls_servername` with the name that the server's operator publishes.

## Bad

```corefile
. {
    forward . tls://192.0.2.53
}
```

```corefile
. {
    forward . tls://dns.example
}
```

## Good

```corefile
. {
    forward . tls://192.0.2.53 {
        tls_servername dns.example
    }
}
```

```corefile
. {
    forward . tls://192.0.2.53%dns.example
}
```

```corefile
. {
    forward . tls://1.1.1.1 tls://9.9.9.9
}
```

```corefile
. {
    forward . tls://10.0.0.53 {
        tls /etc/coredns/ca.pem
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.upstreams import Upstream, split_server_name
from corefile.coredns.plugins.forward import SERVER_NAMES, Forward
from corefile.coredns.releases.release import span
from corefile.go.net import parse_ip
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_open
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: Public resolvers whose certificates hold these addresses: Cloudflare, Google, Quad9.
KNOWN = frozenset(
    map(
        parse_ip,
        (
            *("1.1.1.1", "1.0.0.1", "2606:4700:4700::1111", "2606:4700:4700::1001"),
            *("8.8.8.8", "8.8.4.4", "2001:4860:4860::8888", "2001:4860:4860::8844"),
            *("9.9.9.9", "149.112.112.112", "2620:fe::fe", "2620:fe::9"),
        ),
    )
)
#: Names of the same, which are looked up and replaced by those addresses.
NAMES = ("cloudflare-dns.com", "one.one.one.one", "dns.google", "dns.quad9.net")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for the first upstream of each `forward` that has no name."""
    for server in ctx.config.servers:
        for forward in server.all(Forward):
            yield from taken_for_scopes(ctx, forward)
            if forward.tls_servername or forward.tls:
                continue
            nameless = next(filter(needs_name, forward.to), None)
            if nameless is None:
                continue
            looked_up = forward.looked_up(ctx.config.build.release)
            name = next((name for each, name in looked_up if each is nameless and "." in name), "")
            if name:
                yield RULE.at(
                    ctx,
                    nameless.token,
                    f"CoreDNS looks `{name}` up, but not for this name in the certificate: it has "
                    "to hold the IP address, or every query fails",
                    help=f"add `tls_servername {name}`"
                    if len(forward.to) == 1
                    else advice(ctx, forward, nameless),
                )
                continue
            yield RULE.at(
                ctx,
                nameless.token,
                f"nothing says which name the certificate of `{nameless.token.text}` must have: "
                "CoreDNS looks for the IP address in it, and if it holds none, every query fails",
                help=advice(ctx, forward, nameless),
            )


def taken_for_scopes(ctx: Context, forward: Forward) -> Iterator[Finding]:
    """Yield a finding for the first name after an address that the release does not read."""
    if ctx.config.build.release in span(SERVER_NAMES):
        return
    for upstream in forward.to:
        _, name = split_server_name(upstream.token.text)
        if upstream.transport == "tls" and "." in name and not is_open(upstream.token):
            yield RULE.at(
                ctx,
                upstream.token,
                f"CoreDNS {ctx.config.build.release} does not read `%{name}` as the name of the "
                "certificate, but as a part of the address: every query to it fails",
                help=f"write `tls://{upstream.host}` and `tls_servername {name}`, or use CoreDNS "
                f"{SERVER_NAMES}",
            )
            return


def advice(ctx: Context, forward: Forward, nameless: Upstream) -> str:
    """Return what to write: a name for all servers, or for one of them."""
    several = len(forward.to) > 1 and nameless.kind == "address"
    if several and ctx.config.build.release in span(SERVER_NAMES):
        return f"write the name after the address: `{nameless.transport}://{nameless.host}%NAME`"
    return "add `tls_servername NAME` with the name that the server's operator states"


def needs_name(upstream: Upstream) -> bool:
    """Tell whether the certificate of an upstream will hardly hold its address."""
    # Servers of DNS over HTTPS usually have a name.
    if (
        not upstream.encrypted
        or upstream.transport == "https"
        or split_server_name(upstream.token.text)[1]
        or is_open(upstream.token)
    ):
        return False
    host = upstream.host.rpartition(":")[0] if upstream.kind == "file" else ""
    if "@" in upstream.host:
        return False  # CoreDNS refuses it
    known = parse_ip(upstream.host) in KNOWN or upstream.host in NAMES or host in NAMES
    return not known and not upstream.host.startswith("/")


RULE = CorefileRule(
    "CF307",
    "tls-upstream-without-servername",
    "warning",
    check,
    fragments=True,
    about=(Forward.name,),
    signs=("://",),
)
