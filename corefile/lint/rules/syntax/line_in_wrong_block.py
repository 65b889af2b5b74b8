"""A line is in the wrong block.

Finds a property in the block of a plugin that does not know it while another plugin does, a plugin
inside the block of another plugin, and a plugin outside all server blocks.

Why it matters: CoreDNS refuses the file, or ignores the line. Outside all server blocks it takes
the plugin's name for a zone.

How to fix it: move the line to the block that the finding names.

## Bad

```corefile
. {
    health {
        lameduck 5s
        max_concurrent 1000
    }
    forward . 192.0.2.53 {
        expire 10s
    }
}
```

```corefile
. {
    forward . 192.0.2.53
    errors
}
cache 30
```

## Good

```corefile
. {
    health {
        lameduck 5s
    }
    forward . 192.0.2.53 {
        expire 10s
        max_concurrent 1000
    }
    errors
    cache 30
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


RULE = SlipRule("CF116", "line-in-wrong-block", "error", check, fragments=True, fixes=True)
