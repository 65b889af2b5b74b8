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

import re
from collections.abc import Iterator, Sequence

from corefile.go.net import parse_ip
from corefile.lint.finding import Finding
from corefile.lint.load_errors import refusals, says
from corefile.lint.rule import Context, CorefileRule
from corefile.text.regex import regex

__all__ = ["RULE"]

PORT = regex("[0-9]+", re.ASCII)
#: A zone or scheme after a dot that does not belong there.
DOTTED = regex(r"\.[A-Za-z0-9_*-].*")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each key that CoreDNS cannot read."""
    beside: dict[int, list[str]] = {}
    for server in ctx.config.servers:
        bare = [key.text for key in server.keys if ":" not in key.text]
        beside.update((id(key.token), bare) for key in server.keys)
    for refusal in refusals(ctx, "key"):
        bare = beside.get(id(refusal.token), [])
        help_text = refusal.help or advice(refusal.token.text, bare)
        message = f"`{refusal.token.text}` is not a zone that CoreDNS can serve"
        yield says(RULE, ctx, refusal, message, "", help_text)


def advice(key: str, bare: Sequence[str]) -> str:
    """Say what to write instead of a key; `bare` are those of its server block without a port."""
    parts = key.split(":")
    address = next((part for part in parts if "." in part and parse_ip(part)), "")
    if address:
        return f"write `bind {address}` into the server block, and the zone and port alone here"
    if parts[:-1] == [""] and PORT.fullmatch(parts[-1]):
        if bare:
            where = "each zone" if len(bare) > 1 else "the zone"
            keys = " ".join(other + key for other in bare)
            return f"write the port after {where}, without a space: `{keys}`"
        return f"write the zone before the port, as in `example.org{key}`; `.{key}` is all names"
    if DOTTED.fullmatch(key):
        return f"leave the first `.` out: `{key[1:]}`"
    return "write a zone, as in `example.org` or `example.org:53`"


RULE = CorefileRule("CF005", "server-key", "error", check, about=("key",))
