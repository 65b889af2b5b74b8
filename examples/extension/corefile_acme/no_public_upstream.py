"""A public resolver is asked, which sees the names of internal hosts.

Finds addresses of public resolvers among the upstreams of `forward`.

Why it matters: queries for internal names leave the network, and Acme's filters do not see them.

How to fix it: forward to Acme's resolver, 192.0.2.53.

## Bad

```corefile
. {
    forward . 8.8.8.8 192.0.2.53
}
```

## Good

```corefile
. {
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.forward import Forward
from corefile.lint import Context, CorefileRule, Finding, Fix, Option, write_words

__all__ = ["RULE"]

PUBLIC = Option(
    "addresses", ("1.1.1.1", "8.8.8.8", "9.9.9.9"), "what may not be asked: IP addresses"
)
RESOLVER = "192.0.2.53"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each upstream that is a public resolver."""
    public = ctx.option(RULE, PUBLIC)
    for server in ctx.config.servers:
        for forward in server.all(Forward):
            for upstream in forward.to:
                word = upstream.token.text
                if word in public:
                    instead = Fix(
                        f"forward to {RESOLVER}",
                        write_words(ctx, upstream.token, [RESOLVER]),
                        safe=False,
                    )
                    yield RULE.at(
                        ctx,
                        upstream.token,
                        f"`{word}` is a public resolver, which sees the names that it is asked for",
                        help=f"write `{RESOLVER}`",
                        fix=instead,
                    )


RULE = CorefileRule(
    "ACME001",
    "no-public-upstream",
    "warning",
    check,
    fragments=True,
    options=(PUBLIC,),
    fixes=True,
    about=(Forward.name,),
    uri="https://docs.acme.example/dns/no-public-upstream",
)
