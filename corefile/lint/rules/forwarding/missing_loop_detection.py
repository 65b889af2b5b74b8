"""A server block forwards all names but has no `loop`.

Finds a server block for `.` that forwards all names to the servers listed in a file such as
`/etc/resolv.conf`, and has no `loop`.

Why it matters: such a file often names the server that reads it (systemd-resolved's 127.0.0.53 on
the node, or the cluster's own DNS address). With `loop`, CoreDNS then stops with a clear message;
without it, queries go round until memory runs out.

How to fix it: add a line `loop`. It costs one query at the start.

## Bad

```corefile
. {
    forward . /etc/resolv.conf
}
```

## Good

```corefile
. {
    loop
    forward . /etc/resolv.conf
}
```

```corefile
. {
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.upstreams import Upstream
from corefile.coredns.plugins.forward import Forward
from corefile.go.net import parse_ip
from corefile.lint.edits import add_plugin
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `forward .` to a file with no `loop` beside it."""
    for server in ctx.config.servers:
        if server.has("loop") or not server.complete or "." not in server.zones:
            continue
        for forward in server.all(Forward):
            file = next((to for to in forward.to if is_path(to)), None)
            if file is None or forward.zone.name != ".":
                continue
            message = (
                f"queries go to the servers of `{file.host}` without `loop`: if this server is one "
                "of them, they go round until memory runs out"
            )
            help_text = "add a line `loop` to the server block"
            yield RULE.at(ctx, forward.token, message, help=help_text, fix=fix(ctx, forward))


def is_path(upstream: Upstream) -> bool:
    """Tell whether an upstream is a file, and not an address or a URL, which nobody finds."""
    first, slash, _ = upstream.host.partition("/")
    is_other = first.endswith(":") or parse_ip(first) is not None
    return upstream.kind == "file" and bool(slash) and not is_other


def fix(ctx: Context, forward: Forward) -> Fix | None:
    """Return the edit that adds `loop`."""
    edits = add_plugin(ctx, forward.token, "loop")
    return Fix("add `loop`", edits, adds=("loop",)) if edits else None


RULE = CorefileRule(
    "CF302", "missing-loop-detection", "info", check, fixes=True, about=(Forward.name,)
)
