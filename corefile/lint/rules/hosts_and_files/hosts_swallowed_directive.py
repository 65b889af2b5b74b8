"""`hosts` ignores a line of its block that does not begin with an address.

Finds a misspelt property of `hosts`, such as `falltrough`, one that the release does not have, and
a plugin's line inside the block of `hosts`, where it is not clear that a `}` is missing above it
(unbalanced-braces).

Why it matters: `hosts` gives no message. Before `fallthrough`, it takes every line that it does not
know as a line of its table, and ignores it because it does not begin with an address. The plugin or
property is not set. Without a correct `fallthrough`, all names that are not in the table are
answered with SERVFAIL.

How to fix it: close the block of `hosts` above the plugin, or correct the word.

## Bad

```corefile
. {
    hosts {
        192.0.2.1 a.example
        falltrough
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    hosts {
        192.0.2.1 a.example
        ttl 60
        no_reverse
        reload 30s
        fallthrough
    }
    forward . 192.0.2.53
    cache 30
}
```

```corefile
. {
    hosts {
        {$ADDRESS} forward.example
        192.0.2.1 forward
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.hosts import HostEntry, Hosts
from corefile.coredns.releases.release import property_releases
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.hosts_table import meant, stray, swallowed
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for the first plugin in each table, and for each property misspelt."""
    for server in ctx.config.servers:
        for hosts in server.all(Hosts):
            plugins = swallowed(hosts, ctx.config.build.plugins)
            if plugins:
                yield of_plugins(ctx, hosts, plugins)
                continue
            for entry in stray(hosts):
                if name := meant(entry):
                    yield of_property(ctx, hosts, entry, name)


def of_plugins(ctx: Context, hosts: Hosts, plugins: list[HostEntry]) -> Finding:
    """Make the finding of plugins in a table."""
    first, *others = (entry.token for entry in plugins)
    message = (
        f"`{first.text}` is inside the block of `hosts`, which takes it for a line of its "
        "table and ignores it: the plugin is not set up"
    )
    return RULE.at(
        ctx,
        first,
        message,
        help=f"close the block of `hosts` with `}}` above `{first.text}`",
        related=[
            ctx.related(hosts.token, "this block goes on to here"),
            *(ctx.related(other, "so does this line") for other in others[:10]),
        ],
    )


def of_property(ctx: Context, hosts: Hosts, entry: HostEntry, name: str) -> Finding:
    """Make the finding of a property misspelt, or of one that the release does not have."""
    word, release = entry.token.text, ctx.config.build.release
    known = property_releases(Hosts.name, name)
    if release not in known:
        message = (
            f"CoreDNS {release} has no `{name}` in `hosts`: it takes the line for one of its "
            "table, and ignores it"
        )
        help_text = f"`{name}` appeared in CoreDNS {known.since}: leave it out, or upgrade"
        return RULE.at(ctx, entry.token, message, help=help_text)
    message = (
        f"`hosts` has no property `{word}`: it takes the line for one of its table, and ignores it"
    )
    if name == "fallthrough" and not hosts.fallthrough:
        message += ", so names of its zones that are not in the table get SERVFAIL"
    return RULE.at(
        ctx, entry.token, message, help=f"write `{name}`", fix=fix(ctx, hosts, entry, name)
    )


def fix(ctx: Context, hosts: Hosts, entry: HostEntry, name: str) -> Fix | None:
    """Return the edit that corrects the word.

    None below which lines of the table are: they would be refused after `fallthrough`.
    """
    if name == "fallthrough" and hosts.entries[-1] is not entry:
        return None
    edits = write_words(ctx, entry.token, [name])
    if not edits or entry.token.token.glued_comment:
        return None
    safe = name == "fallthrough"
    return Fix(f"write `{name}`", edits, safe, adds=(name,), removes=(entry.token.text,))


RULE = CorefileRule(
    "CF204",
    "hosts-swallowed-directive",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=(Hosts.name,),
)
