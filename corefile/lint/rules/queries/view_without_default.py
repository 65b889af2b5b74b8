"""Clients that match no `view` of a zone are refused, or a `view` gets no queries.

Finds a zone that only server blocks with `view` serve, if there is no server block of a parent zone
on the same port. Also finds a server block of a zone that gets no queries: it comes after one that
takes them all, or after one whose `view` has the same conditions, or its own condition is never
true.

Why it matters: a client that matches no condition gets REFUSED, which may be intended. A `view`
after a server block that takes all queries is never intended: CoreDNS asks the server blocks of a
zone in the order of the file, and the first whose conditions match answers.

How to fix it: write a server block for the zone without `view`, and write it last.

## Bad

```corefile
corp.example {
    view lan {
        expr incidr(client_ip(), '10.0.0.0/8')
    }
    forward . 10.0.0.53
}
```

```corefile
. {
    forward . 192.0.2.53
}
. {
    view lan {
        expr incidr(client_ip(), '10.0.0.0/8')
    }
    forward . 10.0.0.53
}
```

## Good

```corefile
. {
    view lan {
        expr incidr(client_ip(), '10.0.0.0/8')
    }
    forward . 10.0.0.53
}
. {
    forward . 192.0.2.53
}
```

```corefile
corp.example {
    view lan {
        expr incidr(client_ip(), '10.0.0.0/8')
    }
    forward . 10.0.0.53
}
. {
    forward . 192.0.2.53
}
```

```corefile
. {
    bind 192.0.2.1
    forward . 192.0.2.53
}
. {
    bind 10.0.0.1
    view lan {
        expr incidr(client_ip(), '10.0.0.0/8')
    }
    forward . 10.0.0.53
}
. {
    bind 10.0.0.1
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator, Set

from corefile.coredns.catalogue.conditions import constant
from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.catalogue.zones import parents
from corefile.coredns.model.config import Server
from corefile.coredns.model.reach import Hidden, hidden_servers
from corefile.coredns.plugins.view import View
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.text.typed import TypeAlias

__all__ = ["RULE"]

#: Where queries come in: zone, port, transport, address.
Place: TypeAlias = tuple[str, str, str, str]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each view without a default, and for each that gets no queries."""
    servers = ctx.config.servers
    refused = {id(refusal.token) for refusal in ctx.config.refusals}
    known = (is_known(server, refused) for server in servers)
    if not any(server.has("view") for server in servers) or not all(known):
        return
    found: dict[int, Finding] = {}
    for server, hidden in unreached(ctx):
        by, view = hidden[0].by, server.first(View)
        if any(id(key.token) in refused for key in server.keys):
            continue
        if by is not None:
            found[id(server)] = dead(ctx, server, by, hidden)
        elif view is not None and view.constant is False:
            found[id(server)] = never(ctx, view)
    places: dict[Place, list[Server]] = {}
    for server in servers:
        for place in places_of(server):
            places.setdefault(place, []).append(server)
    for place, group in places.items():
        first = group[0].first(View)
        if first is not None and not any(answers_rest(places, place)):
            found.setdefault(id(group[0]), lonely_view(ctx, first, place))
    yield from found.values()


def unreached(ctx: Context) -> Iterator[tuple[Server, list[Hidden]]]:
    """Yield the server blocks that get no queries on any listener, with the reasons."""
    served: dict[int, list[Hidden | None]] = {}
    for listener in ctx.listeners:
        hidden = hidden_servers(ctx.config, listener)
        for place, use in enumerate(listener.uses):
            served.setdefault(id(use.server), []).extend(hidden.get(place, (None,)))
    for server in ctx.config.servers:
        reasons = served.get(id(server), [])
        known = [reason for reason in reasons if reason is not None]
        if known and len(known) == len(reasons):
            yield server, known


def is_known(server: Server, refused: Set[int]) -> bool:
    """Tell whether the keys of a server block, and its conditions, are known."""
    lines = (line for line in server.directives if line.name == View.name)
    if any(id(token) in refused for line in lines for token in line.tokens):
        return False
    views = server.all(View)
    read = bool(views) or not server.has("view")
    clear = not any(has_reference(condition.text) for view in views for condition in view.expr)
    return read and clear and server.complete and all(key.addresses for key in server.keys)


def places_of(server: Server) -> Iterator[Place]:
    """Yield where the queries of a server block come in."""
    for address in server.addresses:
        for host in server.listens_on:
            yield address.zone, address.port, address.transport, host


def takes_all(server: Server) -> bool:
    """Tell whether a server block has no condition, or only such as are true of every query."""
    return all(view.constant is True for view in server.all(View))


def answers_rest(places: dict[Place, list[Server]], place: Place) -> Iterator[Server]:
    """Yield the server blocks that take all queries for a zone, or for one that it lies in."""
    zone, *listener = place
    for above in parents(zone):
        group = places.get((above, listener[0], listener[1], listener[2]), ())
        yield from (server for server in group if takes_all(server))


def dead(ctx: Context, server: Server, by: Server, hidden: list[Hidden]) -> Finding:
    """Make the finding of a server block that gets no queries."""
    view = server.first(View)
    what = f"view `{view.view.value}`" if view is not None else "this server block"
    how = "without a condition" if takes_all(by) else "with the same conditions"
    but = ", except those for DS" if any(each.except_ds for each in hidden) else ""
    return RULE.at(
        ctx,
        server.keys[0].token if view is None else view.token,
        f"no query comes to {what}: a server block above, {how}, answers them{but}",
        help="write the server block without conditions below the others, and each condition once",
        related=[ctx.related(by.keys[0].token, "answers first")],
        severity="warning",
    )


def never(ctx: Context, view: View) -> Finding:
    """Make the finding of a view whose conditions are true of no query."""
    false = next(condition for condition in view.expr if constant(condition) is False)
    return RULE.at(
        ctx,
        view.token,
        f"no query comes to view `{view.view.value}`: `{false.text}` is never true",
        help="write a condition that some queries meet, or remove the server block",
        severity="warning",
    )


def lonely_view(ctx: Context, view: View, place: Place) -> Finding:
    """Make the finding of a zone for which no server block takes all queries."""
    return RULE.at(
        ctx,
        view.token,
        f"clients that do not meet the conditions get REFUSED for `{place[0]}`: every server block "
        "of the zone has a `view`",
        help="add a server block for the zone without `view`, below this one",
    )


RULE = CorefileRule("CF418", "view-without-default", "info", check, about=(View.name,))
