"""Server blocks that share an encrypted port have different certificates.

Finds two server blocks for `tls://`, `https://`, `grpc://` or `quic://` on the same address and
port with different `tls`, or one with `tls` and one without.

Why it matters: a port has only one certificate. From 1.15.0 on, CoreDNS does not start if the files
contain different ones; if that is visible in the Corefile already, it is an error
([listener-conflict](listener-conflict.md)). Earlier releases use the certificate of one of the
server blocks, chosen at random at each start. Clients of the other server block get a certificate
with the wrong name, are not asked for theirs despite `client_auth`, or, if one server block has no
`tls`, find the port unencrypted.

How to fix it: write the same `tls` into all of them, with a certificate for all names, or give one
of the server blocks another port or, with `bind`, another address.

## Bad

```corefile
tls://a.example {
    tls a.pem a.key
    whoami
}
tls://b.example {
    tls b.pem b.key
    whoami
}
```

```corefile coredns=1.14.7
https://a.example {
    tls a.pem a.key
    whoami
}
https://b.example {
    whoami
}
```

```corefile coredns=1.14.7
tls://a.example {
    tls a.pem a.key ca.pem {
        client_auth require_and_verify
    }
    whoami
}
tls://b.example {
    tls a.pem a.key
    whoami
}
```

## Good

```corefile
tls://a.example tls://b.example {
    tls both.pem both.key
    whoami
}
tls://c.example {
    tls both.pem both.key {
        client_auth nocert
    }
    whoami
}
```

```corefile
tls://a.example {
    bind 192.0.2.1
    tls a.pem a.key
    whoami
}
tls://b.example {
    bind 192.0.2.2
    tls b.pem b.key
    whoami
}
tls://c.example:8853 quic://c.example {
    tls c.pem c.key
    whoami
}
```
"""

from collections.abc import Iterator

from corefile.coredns.model.listeners import ListenerUse
from corefile.coredns.plugins.tls import Tls
from corefile.coredns.releases.release import Release, span
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each server block whose certificate is not that of the first one."""
    refused = {id(r.token.token) for r in ctx.config.refusals if r.reason == "listener"}
    told: set[int] = set()
    for listener in ctx.listeners:
        known = [use for use in listener.uses if use.server.complete]
        if listener.transport == "dns" or not known:
            continue
        first = settings(known[0].server.first(Tls))
        other = next((use for use in known if settings(use.server.first(Tls)) != first), None)
        if other is None or id(other.key.token.token) in refused:
            continue
        if id(other.server) not in told:
            told.add(id(other.server))
            yield finding(ctx, known[0], other)


def settings(tls: Tls | None) -> tuple[object, ...]:
    """Return what clients can see of `tls`."""
    if tls is None:
        return ()
    files = (tls.certificate, tls.key, tls.client_ca, tls.keylog)
    words = tuple(value.value if value else "" for value in files)
    auth = tls.client_auth.value if tls.client_auth else "nocert"
    domains = tuple(sorted(value.value for value in tls.acme or ()))
    return (*words, auth, domains)


def finding(ctx: Context, first: ListenerUse, other: ListenerUse) -> Finding:
    """Say that one certificate is used for both."""
    mine, theirs = other.server.first(Tls), first.server.first(Tls)
    missing = "" if mine and theirs else ", or none"
    related = ctx.related(first.key.token, "this server block shares the port")
    if theirs:
        related = ctx.related(theirs.token, "this is the other `tls`")
    return RULE.at(
        ctx,
        mine.token if mine else other.key.token,
        f"`{first.key.text}` and `{other.key.text}` share port {other.port}, and their `tls` is "
        f"not the same: {outcome(ctx.config.build.release, missing)}",
        help="write the same `tls` into both, or give one of them another port",
        related=[related],
    )


#: The releases that compare the certificates in the files.
COMPARED = span("1.15.0")


def outcome(release: Release, missing: str) -> str:
    """Say what CoreDNS does; from 1.15.0 on it compares the certificates in the files."""
    if release in COMPARED:
        return "CoreDNS does not start unless the files hold the same certificate"
    return f"at each start CoreDNS takes one certificate for both{missing}, by chance"


RULE = CorefileRule("CF506", "conflicting-tls-on-listener", "warning", check, about=(Tls.name,))
