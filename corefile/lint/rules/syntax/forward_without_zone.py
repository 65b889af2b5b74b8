"""The zone of `forward` is missing.

Finds a `forward` whose words are all servers: the first should be the zone that it forwards.

Why it matters: CoreDNS takes the first server for the zone. If there is only one, no server is
left, and CoreDNS does not start.

How to fix it: write the zone first; `.` is for all names.

## Bad

```corefile
. {
    forward 192.0.2.53
}
```

```corefile
. {
    forward /etc/resolv.conf {
        max_concurrent 1000
    }
    loop
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

from corefile.lint.finding import Finding
from corefile.lint.rule import SlipContext, SlipRule

__all__ = ["RULE"]


def check(ctx: SlipContext) -> Iterator[Finding]:
    """Yield the findings of these slips."""
    return ctx.findings(RULE)


RULE = SlipRule("CF117", "forward-without-zone", "error", check, fragments=True, fixes=True)
