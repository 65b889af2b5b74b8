"""A brace is on the wrong line.

Finds a `{` on the line after the plugin it belongs to, a `}` at the end of a line, a line that
begins after a `}`, `{}`, and a brace one or two lines away from where it belongs. A `}` at the end
of a line that CoreDNS reads as it is meant, as in `{ rcode NXDOMAIN }`, is a note.

Why it matters: CoreDNS wants a `{` at the end of the line that it belongs to, and a `}` on a line
of its own. With `log` and a `{` on the next line it starts, ignores the block, and logs everything.
With `cache 30 {}` it starts, and caches only names below `{}.`.

How to fix it: put the brace where the finding says.

## Bad

```corefile
. {
    log
    {
        class error
    }
    whoami
}
```

```corefile
. { whoami }
```

```corefile
. {
    cache 30 {}
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    log {
        class error
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


RULE = SlipRule("CF113", "brace-misplaced", "error", check, fragments=True, fixes=True)
