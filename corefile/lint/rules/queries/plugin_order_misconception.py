"""Plugins are written in an order in which they do not run.

Finds two plugins that could both answer the same names, if the one written first is asked last:
`forward` above `hosts`, `kubernetes` above `hosts`, `hosts` above `template`. Queries pass through
the plugins in one fixed order, that of `plugin.cfg`; the order of the lines does not matter.

Why it matters: the file suggests something other than what CoreDNS does, and people spend hours
moving lines without effect. Authors who know the order write lines as they like, so the rule is off
by default.

How to fix it: write the lines in the order in which they run.

## Bad

```corefile
. {
    forward . 192.0.2.53
    hosts {
        192.0.2.1 www.example.org
        fallthrough
    }
}
```

## Good

```corefile
(static) {
    hosts {
        192.0.2.1 a.example
        fallthrough
    }
}
. {
    forward . 192.0.2.53
    import static
}
```

```corefile
. {
    hosts {
        192.0.2.1 www.example.org
        fallthrough
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator
from itertools import pairwise

from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.catalogue.zones import common_zone
from corefile.coredns.model.config import Server
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each plugin that is asked before one that is written above it."""
    for server in ctx.config.servers:
        for above, below in misplaced(server):
            message = (
                f"`{below.name}` is asked before `{above.name}`, although it is written below: "
                "the order of the lines has no effect"
            )
            yield RULE.at(
                ctx,
                below.token,
                message,
                help=f"write `{below.name}` above `{above.name}`, as they run",
                related=[ctx.related(above.token, "asked later")],
            )


def misplaced(server: Server) -> Iterator[tuple[Plugin, Plugin]]:
    """Yield pairs of neighbours among the answering plugins that run the other way round."""
    place = {id(directive.tokens[0].token): n for n, directive in enumerate(server.directives)}
    answering = [p for p in server.plugins if p.role == "answers" and p.serves != "kind"]
    for first, second in pairwise(answering):
        if first.token.via is not second.token.via:
            continue  # what an import brings is where the import does
        written = place.get(id(first.token.token), 0), place.get(id(second.token.token), 0)
        if first.name != second.name and written[0] > written[1] and share(first, second):
            yield second, first


def share(one: Plugin, other: Plugin) -> bool:
    """Tell whether two plugins may both be asked for some name."""
    return any(common_zone(mine, theirs) for mine in one.own_zones for theirs in other.own_zones)


RULE = CorefileRule("CF401", "plugin-order-misconception", "info", check, default=False)
