"""`acl` allows some queries but blocks none, or has lines that are never reached.

Finds an `acl` with only `allow` lines or no lines, lines below one that already matches all
of their queries, and, as a note, a last line that blocks all IPv4 networks or all IPv6 networks,
where no line does so for the other.

Why it matters: a query that no line matches is allowed, so a list of allowed clients keeps nobody
out. The first line that matches decides, so a `block` for everybody at the top blocks everybody,
whatever is allowed below.

How to fix it: write `block` as the last line, and smaller networks above those that hold them. An
`acl` with only `allow` lines is right, and not reported, if a later `acl` in the same server block
has the `block`.

## Bad

```corefile
. {
    acl {
        allow net 10.0.0.0/8
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    acl {
        block
        allow net 10.0.0.0/8
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    acl {
        block net 10.0.0.0/8
        allow net 10.1.0.0/16
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    acl example.org
    forward . 192.0.2.53
}
```

```corefile
. {
    acl {
        allow net 10.0.0.0/8
        block net 0.0.0.0/0
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    acl {
        allow net 10.0.0.0/8
        block
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    acl intern.example.org {
        allow net 10.0.0.0/8
    }
    acl example.org {
        block
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    acl {
        allow net 0.0.0.0/0
        allow net ::/0
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    acl {
        block type ANY
        allow net 10.0.0.0/8
        drop
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator
from itertools import pairwise

from corefile.coredns.catalogue.zones import parents
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.acl import Acl, Policy
from corefile.go.net import contains, parse_cidr, parse_ip
from corefile.lint.edits import add_property
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

EVERY_NETWORK = {"0.0.0.0/0", "::/0"}
#: How many lines of a stanza are compared with each other.
MAX_LINES = 100


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `acl` that blocks nobody and each line that is never reached."""
    if any(item.inside == Acl.name for item in ctx.expansion.unresolved):
        return
    for server in ctx.config.servers:
        # The zones in which a later stanza blocks queries, and all zones that they lie in.
        blocked: set[str] = set()
        above: set[str] = set()
        for acl in reversed(server.all(Acl)):
            zones = [zone.name for zone in acl.zones]
            dead = unreached(acl)
            if dead is not None:
                yield never_reached(ctx, *dead)
            elif not (blocks_maybe(ctx, acl) or says_all(acl) or touch(zones, blocked, above)):
                yield blocks_nobody(ctx, acl)
            elif not touch(zones, blocked, above) and blocks_one_family(server, acl):
                yield lets_through(ctx, acl.policies[-1])
            if blocks(acl):
                blocked.update(zones)
                above.update(parent for zone in zones for parent in parents(zone))


def touch(zones: list[str], others: set[str], above: set[str]) -> bool:
    """Tell whether some name is in both; `above` are all zones that the others lie in."""
    return any(zone in above or not others.isdisjoint(parents(zone)) for zone in zones)


def blocks(acl: Acl) -> bool:
    """Tell whether some query is not let through, or may be: a line may not be known."""
    whole = len(acl.policies) == len(acl.property_tokens)
    return bool(acl.block or acl.filter or acl.drop) or not whole


def blocks_maybe(ctx: Context, acl: Acl) -> bool:
    """Tell whether a stanza blocks queries, or one may that is not seen."""
    return blocks(acl) or (ctx.is_lines and bool(acl.policies))


def blocks_one_family(server: Server, acl: Acl) -> bool:
    """Tell whether the last line is about all clients of IPv4, or of IPv6, and none of the rest."""
    last = acl.policies[-1] if acl.policies else None
    whole = last is not None and len(acl.policies) == len(acl.property_tokens)
    networks = {value.value for value in last.networks} & EVERY_NETWORK if last else set()
    if last is None or not whole or last.action == "allow" or len(networks) != 1:
        return False
    other = EVERY_NETWORK - networks
    told = any(
        {value.value for value in policy.networks} & {"*", *other} for policy in acl.policies
    )
    is_asked = any(may_ask(":" in "".join(other), host) for host in server.listens_on)
    return not kinds(last) and not told and is_asked


def may_ask(is_ipv6: bool, host: str) -> bool:
    """Tell whether clients of IPv6, or of IPv4, can ask at an address; "" is for all of them."""
    one = parse_ip(host) is not None and host != "::"
    return not one or (":" in host) == is_ipv6


def lets_through(ctx: Context, last: Policy) -> Finding:
    """Make the finding of a line that blocks everybody with an address of one kind only."""
    network = next(value for value in last.networks if value.value in EVERY_NETWORK)
    one, other = ("IPv6", "IPv4") if ":" in network.value else ("IPv4", "IPv6")
    return RULE.at(
        ctx,
        network.token,
        f"`{network.value}` is about {one} clients: those with an {other} address match no line, "
        "and are let through",
        help=f"write `{last.action}` alone, for everybody",
        severity="info",
    )


def says_all(acl: Acl) -> bool:
    """Tell whether the lines say in so many words that everybody may ask."""
    networks = {value.value for policy in acl.allow for value in policy.networks}
    return any(map(matches_all, acl.allow)) or networks >= EVERY_NETWORK


def unreached(acl: Acl) -> tuple[Policy, Policy] | None:
    """Return a line that is about all queries of one below it, and that line."""
    for above, below in pairwise(acl.policies):
        if matches_all(above):
            return above, below
    lines = acl.policies[:MAX_LINES]
    pairs = ((above, below) for at, below in enumerate(lines) for above in lines[:at])
    return next((pair for pair in pairs if takes_all(*pair)), None)


def takes_all(above: Policy, below: Policy) -> bool:
    """Tell whether a line is about all queries of another, and ends them in another way."""
    types, all_types = kinds(below), kinds(above)
    networks = [value.value for value in above.networks]
    return (
        above.action != below.action
        and bool(below.networks)
        and (not all_types or (bool(types) and types <= all_types))
        and all(
            any(other == "*" or lies_in(network.value, other) for other in networks)
            for network in below.networks
        )
    )


def kinds(policy: Policy) -> set[str]:
    """Return the types of a line; none for all."""
    types = {value.value for value in policy.types}
    return set() if "*" in types else types


def lies_in(network: str, other: str) -> bool:
    """Tell whether all addresses of a network are in another."""
    one, two = parse_cidr(network), parse_cidr(other)
    if one is None or two is None:
        return False
    return contains(other, str(one[0])) and one[1] >= two[1]


def matches_all(policy: Policy) -> bool:
    """Tell whether a line is about all queries."""
    types = {value.value for value in policy.types}
    networks = {value.value for value in policy.networks}
    return (not types or "*" in types) and (
        not networks or "*" in networks or networks >= EVERY_NETWORK
    )


def never_reached(ctx: Context, above: Policy, below: Policy) -> Finding:
    """Make the finding of a line below one that decides about all of its queries."""
    whole = matches_all(above)
    return RULE.at(
        ctx,
        below.token,
        f"this line is never reached: `{above.action}` above it is about all "
        f"{'queries' if whole else 'of its clients'}, and the first line that matches decides",
        help=f"write `{above.action}` as the last line" if whole else "write this line above it",
        related=[ctx.related(above.token, f"all {'' if whole else 'of its '}queries end here")],
    )


def blocks_nobody(ctx: Context, acl: Acl) -> Finding:
    """Make the finding of a stanza that lets everything through."""
    if not acl.policies:
        message = "`acl` has no lines, so it lets all queries through"
        return RULE.at(ctx, acl.token, message, help="say what to `block`, or remove it")
    edits = add_property(ctx, acl.token, "block")
    return RULE.at(
        ctx,
        acl.token,
        "`acl` lets all queries through: it only has `allow`, and a query that no line matches is "
        "let through too",
        help="write `block` as the last line of its block",
        fix=Fix("add `block`", edits, safe=False) if edits else None,
    )


RULE = CorefileRule(
    "CF703", "acl-allow-only", "warning", check, fragments=True, fixes=True, about=(Acl.name,)
)
