"""A server block that answers queries has no `errors`.

Finds a server block with a plugin that asks others or looks things up, such as `forward` or
`kubernetes`, and without `errors`. Off by default.

Why it matters: an error in such a server block leaves no trace. Clients get SERVFAIL, and the log
does not show why. Server blocks do not inherit from one another.

How to fix it: add a line `errors`.

## Bad

```corefile
. {
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    errors
    forward . 192.0.2.53
}
```

```corefile
. {
    hosts {
        192.0.2.10 registry.example
    }
}
```
"""

from collections.abc import Iterator

from corefile.lint.edits import add_plugin
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each server block whose errors are not printed."""
    for server in ctx.config.servers:
        asking = (plugin for plugin in server.plugins if plugin.sends_to != "nobody")
        failing = next(asking, None)
        if failing is None or server.has("errors") or not server.complete:
            continue
        edits = add_plugin(ctx, failing.token, "errors")
        yield RULE.at(
            ctx,
            failing.token,
            f"what goes wrong in `{failing.name}` is not printed: the server block has no `errors`",
            help="add a line `errors`",
            fix=Fix("add `errors`", edits, adds=("errors",)) if edits else None,
        )


RULE = CorefileRule("CF706", "missing-errors", "info", check, default=False, fixes=True)
