"""A plugin stands twice in a server block, and only one of its lines counts.

Finds a second line of a plugin that CoreDNS reads once, and of one whose later lines replace what
the earlier ones say. Of `bufsize`, `chaos`, `etcd`, `header`, `nomad` and `reload` the first
counts. Of `auto`, `autopath`, `cancel`, `dns64`, `health`, `k8s_external`, `loadbalance`, `root`
and `trace` the last does: each line replaces the zones, the address, the folder or the policy of
the one before.

It hurts because CoreDNS accepts it, unlike two lines of `cache` or `hosts`, and one of the two has
no effect: the zones of the first `auto` are not served, `reload 5s` below `reload` changes nothing.

To mend it, leave one of the lines out. For two folders of zones, or two networks of `dns64`, take
two server blocks.

## Bad

```corefile
. {
    health :8080
    health :8081
    forward . 192.0.2.53
}
```

```corefile
. {
    reload
    reload 5s
    forward . 192.0.2.53
}
```

```corefile
. {
    auto example.org {
        directory /etc/coredns/org
    }
    auto example.net {
        directory /etc/coredns/net
    }
}
```

## Good

```corefile
. {
    health :8081
    forward . 192.0.2.53
}
```

```corefile
. {
    health :8081
    health {
        lameduck 5s
    }
    loadbalance
    loadbalance
    forward . 192.0.2.53
}
```

```corefile
. {
    file db.example.org example.org
    file db.example.net example.net
}
```
"""

from collections.abc import Iterator

from corefile.coredns.imports.expansion import ExpandedDirective
from corefile.coredns.model.config import Server
from corefile.lint.finding import Finding, Fix
from corefile.lint.layout import remove_line
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: Plugins that read one line (`c.Next()` without a loop, or a return inside of it).
FIRST = ("bufsize", "chaos", "etcd", "header", "nomad", "reload")
#: Plugins whose lines replace each other, even by giving nothing.
LAST = ("auto", "autopath", "cancel", "k8s_external", "loadbalance", "root", "trace")
#: Plugins whose lines replace each other where they have an argument.
LAST_GIVEN = ("dns64", "health")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each line without effect."""
    for server in ctx.config.servers:
        for dead, counting in without_effect(server):
            name = dead.name
            which = "first" if name in FIRST else "last"
            edits = remove_line(ctx, dead.tokens[0]) if has_no_block(dead) else ()
            yield RULE.at(
                ctx,
                dead.tokens[0],
                f"`{shown(dead)}` has no effect: of several `{name}` in a server block the {which} "
                "counts",
                help="leave one of them out, or use two server blocks",
                related=[ctx.related(counting.tokens[0], "this one counts")],
                fix=Fix(f"remove this `{name}`", edits, safe=False) if edits else None,
            )


def without_effect(server: Server) -> Iterator[tuple[ExpandedDirective, ExpandedDirective]]:
    """Yield the lines that have no effect, each with the one that counts instead."""
    lines: dict[str, list[ExpandedDirective]] = {}
    for line in server.directives:
        given = line.name not in LAST_GIVEN or arguments(line)
        if line.name in (*FIRST, *LAST, *LAST_GIVEN) and given:
            lines.setdefault(line.name, []).append(line)
    for name, repeated in lines.items():
        counting = repeated[0 if name in FIRST else -1]
        for line in repeated:
            if said(line) != said(counting):
                yield line, counting


def said(line: ExpandedDirective) -> tuple[str, ...]:
    """Return the words of which only one line's count."""
    merges = line.name in (*LAST, *LAST_GIVEN) and line.name != "auto"
    return arguments(line) if merges else tuple(token.text for token in line.tokens)


def arguments(line: ExpandedDirective) -> tuple[str, ...]:
    """Return the words behind a plugin's name."""
    words = [token.text for token in line.tokens[1:]]
    return tuple(words[: words.index("{")] if "{" in words else words)


def shown(line: ExpandedDirective) -> str:
    """Return a plugin's line, or as much of it as a message can do with."""
    return " ".join((line.name, *arguments(line)[:3]))[:60]


def has_no_block(line: ExpandedDirective) -> bool:
    """Tell whether a line has no block, the rest of which may count all the same."""
    return arguments(line) == tuple(token.text for token in line.tokens[1:])


RULE = CorefileRule(
    "CF416", "repeated-plugin-last-wins", "warning", check, fragments=True, fixes=True
)
