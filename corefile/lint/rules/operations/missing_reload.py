"""No server block has `reload`.

Finds a file without `reload`. Off by default: it is not needed if you restart CoreDNS after each
change, or send it SIGUSR1.

Why it matters: CoreDNS then keeps the configuration that it started with. A change, for example of
a ConfigMap, has no effect until a pod restarts; and if the new file is wrong, that pod does not
start.

How to fix it: add a line `reload` to one server block; it applies to the whole process.

## Bad

```corefile
. {
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    reload
    forward . 192.0.2.53
}
example.org {
    forward . 198.51.100.53
}
```
"""

from collections.abc import Iterator

from corefile.lint.edits import add_plugin
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for a file that CoreDNS does not look at again."""
    servers = ctx.config.servers
    if ctx.expansion.unresolved or any(server.has("reload") for server in servers):
        return
    first = next((server for server in servers if server.plugins and server.keys), None)
    if first is not None:
        edits = add_plugin(ctx, first.directives[0].tokens[0], "reload")
        yield RULE.at(
            ctx,
            first.keys[0].token,
            "CoreDNS does not see changes of this file until it is started again: there is no "
            "`reload`",
            help="add a line `reload` to one server block",
            fix=Fix("add `reload`", edits, safe=False) if edits else None,
        )


RULE = CorefileRule("CF709", "missing-reload", "info", check, default=False, fixes=True)
