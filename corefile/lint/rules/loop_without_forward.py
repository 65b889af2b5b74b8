"""`loop` stands where nothing is forwarded.

Finds a server block with `loop` and no plugin that sends queries to other servers.

It does no harm, but `loop` can find nothing there: queries that are answered on the spot cannot
come back. Mostly `forward` was moved or removed and `loop` was left behind, or it belongs into
another server block.

To mend it, remove `loop`, or move it to the server block with `forward`.

## Bad

```corefile
example.org {
    loop
    file /etc/coredns/example.org.zone
}
```

## Good

```corefile
example.org {
    file /etc/coredns/example.org.zone
}
. {
    loop
    forward . /etc/resolv.conf
}
```
"""

from collections.abc import Iterator

from corefile.coredns.builds import stock
from corefile.coredns.plugins.loop import Loop
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, Rule

__all__ = ["RULE"]

#: Plugins that send queries to other servers.
SENDERS = ("forward", "grpc", "secondary")


def check(ctx: Context) -> Iterator[Finding]:
    """Give a finding for each `loop` that has nothing to find."""
    own = stock(ctx.config.build.release).plugins
    for server in ctx.config.servers:
        outside = any(directive.name not in own for directive in server.directives)
        if not server.complete or outside or any(map(server.has, SENDERS)):
            continue
        for loop in server.all(Loop):
            message = "`loop` has nothing to watch: this server block forwards no queries"
            help_text = "remove `loop`, or move it to the server block with `forward`"
            yield RULE.at(ctx, loop.token, message, help=help_text)


RULE = Rule("CF303", "loop-without-forward", "info", check)
