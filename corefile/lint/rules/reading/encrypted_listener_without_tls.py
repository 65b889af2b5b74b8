"""A server block for DNS over HTTP/3 has no certificate.

Finds a key with `https3://` if no server block on the same address and port has `tls`.

Why it matters: CoreDNS does not start, and a running server keeps its old configuration.

How to fix it: add `tls` with the files of a certificate and its key.

## Bad

```corefile
https3://example.org {
    whoami
}
```

## Good

```corefile
https3://example.org {
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
    """Yield a finding for each listener that cannot work without a certificate."""
    for refusal in refusals(ctx, "no tls"):
        message = f"`{refusal.token.text}` needs a certificate, and there is no `tls`"
        yield says(RULE, ctx, refusal, message, "")


RULE = CorefileRule("CF010", "encrypted-listener-without-tls", "error", check, about=("no tls",))
