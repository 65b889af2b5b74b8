"""A line of a `hosts` table is below `fallthrough`.

Finds an address and its names after the `fallthrough` of the same block. From there on `hosts`
accepts only properties, so it reads the address as the name of a property.

Why it matters: CoreDNS does not start, and a running server keeps its old configuration.

How to fix it: move `fallthrough` below the last line of the table.

## Bad

```corefile
. {
    hosts {
        192.0.2.1 a.example
        fallthrough
        192.0.2.2 b.example
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    hosts {
        192.0.2.1 a.example
        192.0.2.2 b.example
        fallthrough
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.load_errors import refusals, says
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each line of a table that comes too late."""
    for refusal in refusals(ctx, "after fallthrough"):
        word = refusal.token.text
        if word in ctx.config.build.plugins:
            message = f"`{word}` is inside the block of `hosts`"
            help_text = f"close the block of `hosts` with `}}` above `{word}`"
            yield says(RULE, ctx, refusal, message, "the block still goes on here", help_text)
        else:
            message = f"`{word}` is below `fallthrough`, where `hosts` takes no entry"
            yield says(RULE, ctx, refusal, message, "the table ends here")


RULE = CorefileRule(
    "CF202",
    "hosts-entry-after-fallthrough",
    "error",
    check,
    fragments=True,
    about=("after fallthrough",),
)
