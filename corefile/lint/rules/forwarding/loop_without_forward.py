"""`loop` is in a server block that does not forward queries.

Finds a server block with `loop` and without a plugin that sends queries to other servers. Does not
report a `loop` in a snippet if another server block that imports it needs it.

Why it matters: `loop` cannot find anything: queries that are answered locally cannot come back.
Usually `forward` was moved or removed and `loop` was forgotten, or it belongs in another server
block. If the log says `plugin/loop: no next plugin found`, clients ask for names that no plugin of
the server block answers, and get SERVFAIL: what is missing then is `forward`.

How to fix it: remove `loop`, or move it to the server block with `forward`.

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

```corefile
(common) {
    loop
    errors
}
example.org {
    import common
    file /etc/coredns/example.org.zone
}
. {
    import common
    forward . /etc/resolv.conf
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.query import Query
from corefile.coredns.model.config import Server
from corefile.coredns.model.passage import FRESH, Asked, Passage
from corefile.coredns.plugins.loop import Loop
from corefile.coredns.releases.builds import stock
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `loop` that has nothing to find."""
    own = stock(ctx.config.build.release).plugins
    idle: list[tuple[Server, Loop]] = []
    used: set[int] = set()
    for server in ctx.config.servers:
        names = [directive.name for directive in server.directives]
        loops = server.all(Loop)
        if not server.complete or any(name not in own or may_send(name) for name in names):
            used |= {id(loop.token.token) for loop in loops}
        else:
            idle += [(server, loop) for loop in loops]
    for server, loop in idle:
        if id(loop.token.token) not in used:
            message = "`loop` has nothing to watch: this server block forwards no queries"
            help_text = "remove `loop`"
            if leaves_some(ctx.passage(server)):
                message += (
                    "; names that no plugin in it answers get SERVFAIL "
                    "(`plugin/loop: no next plugin found`)"
                )
                help_text += ", or add the `forward` for the other names"
            yield RULE.at(ctx, loop.token, message, help=help_text)


def leaves_some(passage: Passage) -> bool:
    """Tell whether no plugin of a server block answers for some names."""
    queries = (Query(label + zone.lstrip(".")) for zone in passage.server.zones for label in FRESH)
    return any(passage.stop(Asked(query), len(passage.parts)) is None for query in queries)


def may_send(name: str) -> bool:
    """Tell whether a plugin asks other DNS servers; one that is not described here may."""
    kind = plugin_class(name)
    return kind is None or kind.sends_to in ("resolvers", "primaries")


RULE = CorefileRule("CF303", "loop-without-forward", "info", check, about=(Loop.name,))
