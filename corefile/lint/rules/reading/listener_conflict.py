"""Server blocks that share a listener have conflicting settings for it.

Finds keys for encrypted DNS (`tls://`, `quic://`, `https://`, `https3://`, `grpc://`) with the same
address and port, if one server block has `tls` and another has none, if the two differ in
`client_auth`, in whether there is a certificate authority for clients, or in where the certificates
come from, or if `https` limits `max_streams` to different numbers. It does not compare the
certificates in the files.

Why it matters: from CoreDNS 1.15.0 on, the server does not start, and a running one keeps its old
configuration. Earlier releases used the certificate of one of the server blocks, a different one
with every start.

How to fix it: give all server blocks on the port the same `tls` and the same `max_streams`, or give
one of them another port.

## Bad

```corefile
tls://example.org {
    tls cert.pem key.pem
    whoami
}
tls://example.net {
    whoami
}
```

```corefile
https://example.org {
    https {
        max_streams 100
    }
    whoami
}
https://example.net {
    https {
        max_streams 200
    }
    whoami
}
```

## Good

```corefile
tls://example.org {
    tls cert.pem key.pem
    whoami
}
tls://example.net {
    tls cert.pem key.pem
    whoami
}
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.load_errors import refusals, says
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each listener that two server blocks do not agree on."""
    for refusal in refusals(ctx, "listener"):
        message = f"`{refusal.token.text}` shares a listener with a server block that differs"
        yield says(RULE, ctx, refusal, message, refusal.related_message)


RULE = CorefileRule("CF014", "listener-conflict", "error", check, about=("listener",))
