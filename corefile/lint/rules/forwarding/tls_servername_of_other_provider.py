"""An upstream is asked for the certificate of another provider.

Finds a `forward` over TLS to a public resolver, such as Google's 8.8.8.8, with the name of another
provider's certificate, such as Cloudflare's `cloudflare-dns.com`, in `tls_servername` or after the
address.

Why it matters: `tls_servername` applies to all upstreams of a `forward`. The resolver of the other
provider has no certificate with that name, so CoreDNS ends each connection to it (`x509:
certificate is valid for dns.google, …`). It never answers.

How to fix it: write the name after each address (since CoreDNS 1.13.2) and remove
`tls_servername`. With older releases, use the resolvers of one provider.

## Bad

```corefile
. {
    forward . tls://1.1.1.1 tls://8.8.8.8 {
        tls_servername cloudflare-dns.com
    }
}
```

```corefile
. {
    forward . tls://9.9.9.9%dns.google
}
```

## Good

```corefile
. {
    forward . tls://1.1.1.1%cloudflare-dns.com tls://8.8.8.8%dns.google
}
```

```corefile
. {
    forward . tls://1.1.1.2 tls://1.0.0.2 {
        tls_servername security.cloudflare-dns.com
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.public_resolvers import Provider, provider_named, provider_of
from corefile.coredns.catalogue.upstreams import Upstream
from corefile.coredns.plugins.forward import SERVER_NAMES, Forward
from corefile.coredns.releases.release import span
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_open
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for the first upstream of each `forward` whose certificate is another's."""
    for server in ctx.config.servers:
        for forward in server.all(Forward):
            if any(is_open(upstream.token) for upstream in forward.to):
                continue
            found = next(strangers(ctx, forward), None)
            if found is None:
                continue
            upstream, owner, name = found
            token = upstream.token
            yield RULE.at(
                ctx,
                token,
                f"the resolver of {owner.name} has no certificate for `{name}`: CoreDNS ends every "
                f"connection to `{token.text}`, and gets no answer from it",
                help=advice(ctx, forward, upstream, owner),
            )


def strangers(ctx: Context, forward: Forward) -> Iterator[tuple[Upstream, Provider, str]]:
    """Yield the resolvers that are asked for another's certificate, who runs them, and the name."""
    common = forward.tls_servername.value if forward.tls_servername else ""
    by_address = ctx.config.build.release in span(SERVER_NAMES)
    for upstream in forward.to:
        name = (upstream.server_name if by_address else "") or common
        owner, named = provider_of(upstream), provider_named(name)
        # An HTTPS upstream has its name from its URL; what `tls` names may know another name.
        if owner is None or named is None or owner is named or forward.tls:
            continue
        if upstream.encrypted and upstream.transport != "https" and owner.domains:
            yield upstream, owner, name


def advice(ctx: Context, forward: Forward, upstream: Upstream, owner: Provider) -> str:
    """Return what to write: a name for each upstream, or only those of one provider."""
    if ctx.config.build.release not in span(SERVER_NAMES):
        return (
            "use the resolvers of one provider only: names after the addresses can be read since "
            f"CoreDNS {SERVER_NAMES}"
        )
    if forward.tls_servername and len(forward.to) == 1:
        return f"write `tls_servername {owner.server_name}`"
    named = f"`{upstream.transport}://{upstream.host}%{owner.server_name}`"
    rest = ", and so for all others, without `tls_servername`" if forward.tls_servername else ""
    return f"write the name after the address: {named}{rest}"


RULE = CorefileRule(
    "CF312",
    "tls-servername-of-other-provider",
    "warning",
    check,
    fragments=True,
    about=(Forward.name,),
    signs=("://",),
)
