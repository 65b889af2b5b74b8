"""`forward` is configured for TLS but sends queries in clear text.

Finds a `forward` with `tls` or `tls_servername` and a server without `tls://` before its address.
Only `tls://` makes a connection encrypted; the two properties configure it. Servers from a file are
always asked in clear text, even after `tls://`. It is a note where that is a private address beside
servers with `tls://`.

Why it matters: everything works, but everybody on the way can read and change the queries.

How to fix it: write `tls://` before each address. The default port is then 853.

## Bad

```corefile
. {
    forward . 192.0.2.53 {
        tls_servername dns.example
    }
}
```

```corefile
. {
    forward . tls://192.0.2.53 198.51.100.53 {
        tls_servername dns.example
    }
}
```

## Good

```corefile
. {
    forward . tls://192.0.2.53 tls://198.51.100.53:8853 {
        tls_servername dns.example
    }
}
```

```corefile
. {
    forward . {$UPSTREAM} {
        tls_servername dns.example
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.private_networks import is_private
from corefile.coredns.catalogue.upstreams import Upstream
from corefile.coredns.plugins.forward import Forward
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.placeholders import is_open
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `forward` with settings of TLS and servers asked in clear text."""
    for server in ctx.config.servers:
        for forward in server.all(Forward):
            name = forward.has("tls_servername") or forward.has("tls")
            plain = [upstream for upstream in forward.to if is_plain(upstream)]
            if len(plain) < len(forward.to):  # it is for the others; `dns://` says so
                plain = [each for each in plain if not each.token.text.startswith("dns://")]
            if name is None or not plain or any(is_open(to.token) for to in forward.to):
                continue
            which = f"`{plain[0].token.text}`" if len(plain) == 1 else "these servers"
            encrypted = len(plain) < len(forward.to)
            why = "is only for servers with `tls://`" if encrypted else "does not encrypt anything"
            # A resolver of one's own may be asked in clear text beside others on purpose.
            meant = encrypted and all(map(is_private, plain))
            what = f"write `tls://` before the address: `tls://{plain[0].host}`"
            yield RULE.at(
                ctx,
                plain[0].token,
                f"`{name.text}` {why}: {which} will be asked in clear text",
                to=plain[-1].token if plain == list(forward.to) else None,
                help=f"if it speaks TLS, {what}" if meant else what,
                related=[ctx.related(name, "this is for servers with `tls://`")],
                fix=None if meant else fix(plain),
                severity="info" if meant else None,
            )


def is_plain(upstream: Upstream) -> bool:
    """Tell whether queries are sent there in clear text."""
    return not upstream.encrypted or upstream.host.startswith("/")


def fix(plain: list[Upstream]) -> Fix | None:
    """Return the edits that put `tls://` before addresses."""
    for upstream in plain:
        written = upstream.token.token
        bare = upstream.kind == "address" and written.raw in (upstream.host, f"{upstream.host}:853")
        if not bare or upstream.token.via is not None:
            return None
    edits = tuple(Edit(u.token.token.start, u.token.token.start, "tls://") for u in plain)
    return Fix("add `tls://`", edits, safe=False)


RULE = CorefileRule(
    "CF306",
    "tls-servername-without-tls",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=("tls_servername", "tls"),
)
