"""A `{` has no plugin before it.

Finds a block in a server block that begins with `{` alone, and says which plugin its lines belong
to, if there is only one.

Why it matters: CoreDNS does not start: it reads the `{` as the name of a plugin.

How to fix it: write the name of the plugin before the brace, or remove the block.

## Bad

```corefile
. {
    {
        lameduck 5s
    }
    whoami
}
```

## Good

```corefile
. {
    health {
        lameduck 5s
    }
    whoami
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


RULE = SlipRule("CF114", "brace-without-plugin", "error", check, fragments=True)
