"""The same zone and port are served twice.

Finds two keys with the same zone, port and transport whose server blocks listen on the same
addresses. Zones are compared as CoreDNS reads them: case does not matter, the dot at the end is
added, the default port is 53, and a network such as `10.0.0.0/8` means its reverse zone. A server
block without `bind` listens on every address; two with a `view` may share a zone.

Why it matters: CoreDNS does not start, and a running server keeps its old configuration.

How to fix it: put the plugins of both into one server block, or give one of them another zone or
port.

## Bad

```corefile
.:53 {
    forward . 192.0.2.53
}
. {
    log
}
```

```corefile
10.0.0.0/8 {
    whoami
}
10.in-addr.arpa {
    whoami
}
```

## Good

```corefile
.:53 {
    log
    forward . 192.0.2.53
}
example.org:53 {
    whoami
}
```

```corefile
example.org {
    bind 192.0.2.1
    whoami
}
example.org {
    bind 192.0.2.2
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
    """Yield a finding for each key that another server block has already."""
    for refusal in refusals(ctx, "served twice"):
        message = f"`{refusal.token.text}` is served already"
        yield says(RULE, ctx, refusal, message, refusal.related_message)


RULE = CorefileRule(
    "CF008", "duplicate-server-block", "error", check, examples=False, about=("served twice",)
)
