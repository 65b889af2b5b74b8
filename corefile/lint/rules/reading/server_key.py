"""A key of a server block is not a zone.

Finds the words before a server block's `{` that CoreDNS cannot read: a name with two dots in a row,
a label of more than 63 characters, a colon with nothing after it, a port above 65535.

Why it matters: CoreDNS does not start, and a running server keeps its old configuration.

How to fix it: write the key as `[SCHEME://]ZONE[:PORT]`, for instance `example.org:53` or
`tls://example.org`, or a network such as `10.0.0.0/8` for its reverse zone.

## Bad

```corefile
example..org {
    whoami
}
```

```corefile
example.org: {
    whoami
}
```

```corefile
example.org:99999 {
    whoami
}
```

## Good

```corefile
example.org:53 {
    whoami
}
```
"""

from collections.abc import Iterator

from corefile.go.net import parse_ip
from corefile.lint.finding import Finding
from corefile.lint.load_errors import refusals, says
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each key that CoreDNS cannot read."""
    for refusal in refusals(ctx, "key"):
        help_text = refusal.help or advice(refusal.token.text)
        message = f"`{refusal.token.text}` is not a zone that CoreDNS can serve"
        yield says(RULE, ctx, refusal, message, "", help_text)


def advice(key: str) -> str:
    """Say what to write instead of a key."""
    address = next((part for part in key.split(":") if "." in part and parse_ip(part)), "")
    if address:
        return f"write `bind {address}` into the server block, and the zone and port alone here"
    if key[0] == ":" and key[1:].isdecimal():
        return f"write the zone before the port, without a space: `.{key}`"
    return "write a zone, as in `example.org` or `example.org:53`"


RULE = CorefileRule("CF005", "server-key", "error", check, about=("key",))
