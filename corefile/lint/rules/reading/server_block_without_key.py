"""A server block has no key.

Finds a block whose `{` has no zone before it.

Why it matters: CoreDNS reads the block, refuses unknown plugins in it, and then drops it. No query
reaches its plugins. If there is no other server block, CoreDNS serves `.:53` with `whoami` and
`log`, as if there were no Corefile.

How to fix it: write the zones before the `{`; `.` is every name.

## Bad

```corefile
{
    forward . 192.0.2.53
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
from corefile.lint.load_errors import refused_before, stops_first
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

DROPS = "this block has no key: CoreDNS reads it and drops it"
ALONE = ", and serves `.:53` with its built-in Corefile (`whoami` and `log`)"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each server block without a key."""
    alone = not (ctx.expansion.servers or ctx.expansion.unresolved or ctx.expansion.error)
    message = DROPS + (ALONE if alone else "")
    unknown = refused_before(ctx)
    related = [] if unknown is None else [stops_first(ctx, unknown)]
    for brace in ctx.expansion.unkeyed:
        help_text = "write the zones before the `{`, such as `. {`"
        yield RULE.at(ctx, brace, message, help=help_text, related=related)


RULE = CorefileRule("CF030", "server-block-without-key", "warning", check, about=("no key",))
