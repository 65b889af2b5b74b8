"""Clients that match no `view` of a zone are refused, or a `view` gets no queries.

Finds a zone that only server blocks with `view` serve, if there is no server block of a parent zone
on the same port. Also finds a `view` that gets no queries: it comes after a server block of the
zone that takes all queries, or has the same conditions as an earlier one.

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

from collections.abc import Iterator
from typing import TypeAlias

from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.view import View
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import upwards

__all__ = ["RULE"]

#: Where queries come in: zone, port, transport, address.
Place: TypeAlias = tuple[str, str, str, str]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each view without a default, and for each that gets no queries."""
    servers = ctx.config.servers
    if not any(server.has("view") for server in servers) or not all(map(is_known, servers)):
        return
    places: dict[Place, list[Server]] = {}
    for server in servers:
        for place in places_of(server):
            places.setdefault(place, []).append(server)
    #: A server block with several keys is in several places, and has its mistake once.
    found: dict[int, Finding] = {}
    for group in places.values():
        for view, earlier in dead(group):
            found.setdefault(id(view), dead_view(ctx, view, earlier))
    for place, group in places.items():
        first = group[0].first(View)
        if first is not None and not any(answers_rest(places, place)):
            found.setdefault(id(first), lonely_view(ctx, first, place))
    yield from found.values()


def is_known(server: Server) -> bool:
    """Tell whether the keys of a server block, and its conditions, are known."""
    views = server.all(View)
    read = bool(views) or not server.has("view")
    clear = not any(has_reference(condition.text) for view in views for condition in view.expr)
    return read and clear and server.complete and all(key.addresses for key in server.keys)


def places_of(server: Server) -> Iterator[Place]:
    """Yield where the queries of a server block come in."""
    for address in server.addresses:
        for host in server.listens_on:
            yield address.zone, address.port, address.transport, host


def conditions(server: Server) -> frozenset[str]:
    """Return what a query must meet; nothing for a server block that takes all of them."""
    views = server.all(View)
    return frozenset(c.text for view in views for c in view.expr) - {"true"}


def dead(group: list[Server]) -> Iterator[tuple[View, Server]]:
    """Yield the views that no query comes to, each with the server block that is to blame."""
    seen: dict[frozenset[str], Server] = {}
    for server in group:
        view, own = server.first(View), conditions(server)
        earlier = seen.get(frozenset()) or seen.get(own)
        if view is not None and earlier is not None:
            yield view, earlier
        seen.setdefault(own, server)


def answers_rest(places: dict[Place, list[Server]], place: Place) -> Iterator[Server]:
    """Yield the server blocks that take all queries for a zone, or for one that it lies in."""
    zone, *listener = place
    for above in upwards(zone):
        group = places.get((above, listener[0], listener[1], listener[2]), ())
        yield from (server for server in group if not conditions(server))


def dead_view(ctx: Context, view: View, earlier: Server) -> Finding:
    """Make the finding of a view that gets no queries."""
    same = "with the same conditions" if conditions(earlier) else "without a condition"
    return RULE.at(
        ctx,
        view.token,
        f"no query comes to view `{view.view.value}`: a server block above, {same}, answers them",
        help="write the server block without conditions below the others, and each condition once",
        related=[ctx.related(earlier.keys[0].token, "answers first")],
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


RULE = CorefileRule("CF418", "view-without-default", "info", check)
