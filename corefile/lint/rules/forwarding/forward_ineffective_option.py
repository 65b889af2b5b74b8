"""A property of `forward` has no effect.

Finds `prefer_udp` next to `force_tcp`, which overrides it; `policy` and `failover` with only one
server; `next` and `next_on_nodata` on the last `forward` of a server block; `doh_method` without an
`https://` server; `resolver` without a server that has to be looked up; `health_check` and
`failfast_all_unhealthy_upstreams` next to `max_fails 0`, which turns health checks off; and
`except` for a zone that is not forwarded anyway.

Why it matters: it does no harm, but its author expects something that CoreDNS does not do.

How to fix it: remove the line, or add what it needs: a second server, another `forward`.

## Bad

```corefile
. {
    forward . 192.0.2.53 {
        force_tcp
        prefer_udp
    }
}
```

```corefile
. {
    forward . 192.0.2.53 {
        policy sequential
    }
}
```

```corefile
. {
    forward . 192.0.2.53 {
        next NXDOMAIN
    }
}
```

```corefile
. {
    forward . 192.0.2.53 192.0.2.54 {
        max_fails 0
        health_check 5s
    }
}
```

```corefile
. {
    forward corp.example 192.0.2.53 {
        except www.example.org
    }
}
```

## Good

```corefile
. {
    forward . 192.0.2.53 {
        next NXDOMAIN
    }
    forward . 198.51.100.53 198.51.100.54 {
        policy sequential
        failover SERVFAIL
        prefer_udp
        health_check 5s
        except corp.example
    }
}
```

```corefile
. {
    loop
    forward . /etc/resolv.conf {
        policy sequential
    }
}
```

```corefile
. {
    forward . https://dns.example {
        doh_method GET
        resolver 192.0.2.53
    }
}
```
"""

from collections.abc import Callable, Iterator

from corefile.coredns.catalogue.zones import common_zone
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.forward import Forward
from corefile.lint.edits import remove_line
from corefile.lint.finding import Finding, Fix
from corefile.lint.placeholders import is_open
from corefile.lint.property_names import Names, names_of
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each property that does nothing."""
    for server in ctx.config.servers:
        forwards = server.all(Forward)
        for forward in forwards:
            last = forward is forwards[-1] and server.complete and not ctx.is_lines
            names = names_of(forward)
            for token, why in (*idle(forward), *without_next(forward, last), *excepted(forward)):
                yield finding(ctx, names, token, why)


def one_server(forward: Forward) -> bool:
    """Tell whether there is one server only: a file or a name may stand for many."""
    return len({(to.host, to.port) for to in forward.to}) == 1 and forward.to[0].kind == "address"


def unchecked(forward: Forward) -> bool:
    """Tell whether no server is ever taken for being down."""
    return forward.max_fails is not None and forward.max_fails.value == 0


#: Those that do nothing whatever the servers are.
WHATEVER = ("prefer_udp", "health_check", "failfast_all_unhealthy_upstreams")

#: Properties, when they do nothing, and why.
IDLE: tuple[tuple[str, Callable[[Forward], bool], str], ...] = (
    ("prefer_udp", lambda forward: bool(forward.force_tcp), "`force_tcp` overrides it"),
    ("policy", one_server, "there is only one server to choose"),
    ("failover", one_server, "there is no other server to ask"),
    ("health_check", unchecked, "with `max_fails 0` no server is ever checked"),
    (
        "failfast_all_unhealthy_upstreams",
        unchecked,
        "with `max_fails 0` no server is ever taken for being down",
    ),
    (
        "doh_method",
        lambda forward: all(to.transport != "https" for to in forward.to),
        "no server is asked over `https://`",
    ),
    (
        "resolver",
        lambda forward: all(to.kind == "address" or "/" in to.host for to in forward.to),
        "no server is given by its name",
    ),
)


def idle(forward: Forward) -> Iterator[tuple[ExpandedToken, str]]:
    """Yield the properties that other words of the same `forward` make useless."""
    is_known = not any(is_open(to.token) for to in forward.to)
    for name, useless, why in IDLE:
        token = forward.has(name) if is_known or name in WHATEVER else None
        if token is not None and useless(forward):
            yield token, why


def without_next(forward: Forward, last: bool) -> Iterator[tuple[ExpandedToken, str]]:
    """Yield the properties that pass queries on to a `forward` that there is not."""
    for name in ("next", "next_on_nodata"):
        token = forward.has(name)
        if token is not None and last:
            yield token, "this is the last `forward` of the server block"


def excepted(forward: Forward) -> Iterator[tuple[ExpandedToken, str]]:
    """Yield the zones that are left out of one that does not hold them."""
    why = f"only names in `{forward.zone.name}` are forwarded in the first place"
    for zone in (zone for line in forward.except_ for zone in line):
        if not common_zone(zone.name, forward.zone.name) and not is_open(zone.token):
            yield zone.token, why


def finding(ctx: Context, names: Names, token: ExpandedToken, why: str) -> Finding:
    """Say that a word has no effect."""
    edits = remove_line(ctx, token, names)
    name = token.text
    return RULE.at(
        ctx,
        token,
        f"`{name}` has no effect: {why}",
        help=f"remove `{name}`",
        fix=Fix(f"remove `{name}`", edits, safe=False) if edits else None,
    )


RULE = CorefileRule(
    "CF310",
    "forward-ineffective-option",
    "info",
    check,
    fragments=True,
    fixes=True,
    has_no_effect=True,
    about=(*(name for name, _, _ in IDLE), "next", "next_on_nodata", "except"),
)
