"""An earlier `forward` takes all queries that a later one is meant for.

Finds two `forward` in one server block if the zone of the first is that of the second, or above it.
CoreDNS asks several `forward` in the order in which they are written, not the one with the longest
name first, and the first that matches sends the query on.

Why it matters: the second is never asked. Names of the company's own zone go to the public
resolver, which does not know them.

How to fix it: write the `forward` with the longer zone first. If the first should leave names to
the second, you can also use `except`, or, depending on the answer, `next`.

## Bad

```corefile
. {
    forward . 192.0.2.53
    forward corp.example 198.51.100.53
}
```

```corefile
. {
    forward . 192.0.2.53
    forward . 198.51.100.53
}
```

## Good

```corefile
. {
    forward corp.example 198.51.100.53
    forward . 192.0.2.53
}
```

```corefile
. {
    forward . 192.0.2.53 {
        except corp.example
    }
    forward corp.example 198.51.100.53
}
```

```corefile
. {
    forward . 192.0.2.53 {
        next NXDOMAIN
    }
    forward . 198.51.100.53
}
```

```corefile
. {
    forward a.example 192.0.2.53
    forward b.example 198.51.100.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.query import Chain, Query
from corefile.coredns.catalogue.schema import names
from corefile.coredns.catalogue.zones import is_subdomain, parents
from corefile.coredns.plugins.forward import Forward
from corefile.lint.edits import move_above
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule, several

__all__ = ["RULE"]

#: How many `forward` for one zone are looked at; nobody has that many.
ENOUGH = 16


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `forward` that no query comes to."""
    if Forward.is_once(ctx.config.build.release):
        return  # a second `forward` is refused
    for server in ctx.config.servers:
        takers: dict[str, list[Forward]] = {}
        for forward in server.all(Forward):
            zones = list(parents(forward.zone.name))
            earlier = (taker for zone in zones for taker in takers.get(zone, ())[:ENOUGH])
            taker = next((taker for taker in earlier if takes_all(ctx, taker, forward)), None)
            if taker is not None:
                yield finding(ctx, taker, forward)
            else:
                takers.setdefault(forward.zone.name, []).append(forward)


def takes_all(ctx: Context, taker: Forward, forward: Forward) -> bool:
    """Tell whether a `forward` keeps every query from one that is asked after it."""
    chain = Chain(ctx.config.build.release, rest=(Forward.name,))
    zone = forward.zone.name
    inside = [z for line in taker.except_ for z in names(line) if is_subdomain(zone, z)]
    return not any(
        Forward.serve((taker,), Query(name), chain).goes_on
        for origin in (zone, *inside)
        for name in (origin, f"xqz.{origin}".removesuffix(".") + ".")
    )


def finding(ctx: Context, taker: Forward, forward: Forward) -> Finding:
    """Say that a `forward` is never asked."""
    zone, above = forward.zone.token.text, taker.zone.token.text
    same = forward.zone.name == taker.zone.name
    if same:
        help_text = "put all servers on one line, or let the first `forward` pass on with `next`"
    else:
        help_text = f"write `forward {zone}` above `forward {above}`"
    edits = () if same else move_above(ctx, forward.token, taker.token)
    return RULE.at(
        ctx,
        forward.token,
        f"`forward {zone}` is never asked: the `forward {above}` written before it takes all of "
        "its queries",
        to=forward.zone.token,
        help=help_text,
        related=[ctx.related(taker.token, "this `forward` takes the queries")],
        fix=Fix(f"move `forward {zone}` up", edits, safe=False) if edits else None,
    )


RULE = CorefileRule(
    "CF304",
    "forward-shadowed",
    "warning",
    check,
    fragments=True,
    fixes=True,
    every_use=True,
    has_no_effect=True,
    compares=True,
    about=(several(Forward.name),),
)
