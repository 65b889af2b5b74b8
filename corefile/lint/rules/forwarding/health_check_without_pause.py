"""`health_check 0` of `forward` does not switch checks off, but leaves no pause between them.

Finds a `health_check` of less than 10 milliseconds in `forward`.

Why it matters: the duration is the pause between two checks of an upstream that failed. With 0,
CoreDNS asks it again and again without a pause until it answers. As long as one is down, this
takes a whole processor, and floods the upstream with queries when it comes back.

How to fix it: to have no checks write `max_fails 0`. Otherwise leave `health_check` out, which
means 500 milliseconds, or write a longer time.

## Bad

```corefile
. {
    forward . 192.0.2.53 {
        health_check 0
    }
}
```

## Good

```corefile
. {
    forward . 192.0.2.53 {
        max_fails 0
    }
}
```

```corefile
. {
    forward . 192.0.2.53 {
        health_check 5s
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.forward import Forward
from corefile.go.time import format_duration
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: A shorter pause is meant for none, or for a number with another unit: 10 ms.
SHORTEST = 10_000_000


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each pause that is too short to be meant."""
    for server in ctx.config.servers:
        for forward in server.all(Forward):
            check = forward.health_check
            never = forward.max_fails is not None and forward.max_fails.value == 0
            if check is None or never or check.interval.value >= SHORTEST:
                continue
            pause = format_duration(check.interval.value) if check.interval.value else "no pause"
            yield RULE.at(
                ctx,
                check.interval.token,
                f"an upstream that does not answer is checked again after {pause}, until it "
                "answers: that takes a whole processor, and does not switch checks off",
                help="write `max_fails 0` to have no checks, or a longer time, as in "
                "`health_check 5s`",
            )


RULE = CorefileRule(
    "CF313",
    "health-check-without-pause",
    "warning",
    check,
    fragments=True,
    about=("health_check",),
)
