"""A line of a `hosts` table stands below `fallthrough`.

Finds an address and its names behind the `fallthrough` of the same block. From there on `hosts`
takes only properties, so that the address is taken for the name of one.

It hurts at once: CoreDNS does not start, and a running server keeps its old configuration.

To mend it, move `fallthrough` below the last line of the table.

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
            message = f"`{word}` stands inside the block of `hosts`"
            help_text = f"close the block of `hosts` with `}}` above `{word}`"
            yield says(RULE, ctx, refusal, message, "the block still goes on here", help_text)
        else:
            message = f"`{word}` stands below `fallthrough`, where `hosts` takes no entry"
            yield says(RULE, ctx, refusal, message, "the table ends here")


RULE = CorefileRule("CF202", "hosts-entry-after-fallthrough", "error", check, fragments=True)
