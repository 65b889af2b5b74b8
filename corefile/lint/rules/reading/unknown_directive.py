"""A line of a server block does not begin with a plugin of CoreDNS.

Finds a first word that is not in CoreDNS's list of plugins (`plugin.cfg` of the release): a
misspelt name, a line of a `hosts` table outside `hosts`, a server block inside another, a comment
that does not begin with `#`.

Why it matters: CoreDNS does not start. A running server keeps its old configuration until its next
restart, which then fails.

How to fix it: write the plugin's name as `coredns -plugins` prints it. Use `--external-plugins` for
a plugin that your own build of CoreDNS has.

## Bad

```corefile
. {
    forwrad . 192.0.2.53
}
```

```corefile
. {
    10.0.0.1 registry.example
    forward . 192.0.2.53
}
```

```corefile
. {
    // send all to the upstream
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

from corefile.coredns.releases.release import SUCCESSORS, plugin_releases
from corefile.go.net import parse_ip
from corefile.lint.finding import Finding
from corefile.lint.load_errors import refusals, says
from corefile.lint.rule import Context, CorefileRule
from corefile.text.spelling import did_you_mean

__all__ = ["RULE"]

NOT_COMMENTS = ("//", ";", "--", "/*", "*/")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each line whose name is not known."""
    for refusal in refusals(ctx, "unknown directive"):
        name = refusal.token.text
        message = f"CoreDNS {ctx.config.build.release} has no plugin `{name}`"
        yield says(RULE, ctx, refusal, message, "", advice(name, ctx))


def advice(name: str, ctx: Context) -> str:
    """Return what to write instead."""
    build = ctx.config.build
    if name.startswith(NOT_COMMENTS):
        return "comments begin with `#`"
    if parse_ip(name) is not None:
        return "an address and its names belong into the block of `hosts`"
    releases = plugin_releases(name)
    if releases.until:
        gone = f"`{name}` went away with CoreDNS {releases.until}"
        successor = SUCCESSORS.get(name)
        return f"{gone}: write `{successor}`" if successor else f"{gone}; nothing replaces it"
    if releases.since:
        return f"`{name}` appeared in CoreDNS {releases.since}: remove the line, or upgrade"
    near = did_you_mean(name, build.plugins)
    if near:
        return near
    if name.endswith("{"):
        return "put a space before the `{`"
    if (name.startswith(".") or ":" in name) and ctx.is_lines:
        return "server blocks belong into a key `*.server`, which is imported outside all others"
    if name.startswith(".") or ":" in name:
        return "server blocks cannot be nested: close the one above with `}` first"
    return f"name a plugin of your own build with `--external-plugins {name}`"


RULE = CorefileRule("CF004", "unknown-directive", "error", check, fragments=True)
