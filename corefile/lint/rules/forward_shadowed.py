"""An earlier `forward` takes all queries that a later one is there for.

Finds two `forward` in one server block where the zone of the first is that of the second, or above
it. CoreDNS asks several `forward` in the order in which they are written, not the one with the
longest name first, and the first that fits sends the query on.

It hurts because the second is never asked: names of the company's own zone go to the public
resolver, which does not know them.

To mend it, write the `forward` with the longer zone first. Where the first should leave names to
the second, it can also say so with `except`, or, by the answer it gets, with `next`.

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

from collections.abc import Iterator, Sequence

from corefile.coredns.plugins.forward import Forward
from corefile.coredns.releases import holds
from corefile.coredns.zones import common_zone, is_subdomain
from corefile.lint.finding import Finding, Fix
from corefile.lint.layout import move_above
from corefile.lint.rule import Context, Rule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Give a finding for each `forward` that no query comes to."""
    if holds(ctx.config.build.release, ("", Forward.once_until)):
        return  # a second `forward` is refused
    for server in ctx.config.servers:
        takers: list[Forward] = []
        for forward in server.all(Forward):
            taker = first_taker(takers, forward)
            if taker is None:
                takers.append(forward)
            else:
                yield finding(ctx, taker, forward)


def first_taker(earlier: Sequence[Forward], forward: Forward) -> Forward | None:
    """Give the earlier `forward` that takes all queries, if there is one."""
    return next((taker for taker in earlier if takes_all(taker, forward)), None)


def takes_all(taker: Forward, forward: Forward) -> bool:
    """Tell whether one `forward` takes all queries that another is there for."""
    if taker.next or taker.next_on_nodata:
        return False
    zone = forward.zone.name
    left = (other.name for line in taker.except_ for other in line)
    return is_subdomain(taker.zone.name, zone) and not any(common_zone(z, zone) for z in left)


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


RULE = Rule("CF304", "forward-shadowed", "warning", check, fragments=True)
