"""`forward` chooses at random between servers that know different names.

Finds a `forward` that has private addresses (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, fd00::/8,
the 169.254.169.253 of AWS) and public resolvers of Google, Cloudflare, Quad9 and others. So is a
loopback address of another server block that asks only such resolvers. Does not report `policy
sequential` with the private servers first, or `failover NXDOMAIN`.

Why it matters: the second server is not a fallback for names that the first does not know. CoreDNS
asks one of them, by default a random one, and returns its NXDOMAIN. Internal names are then found
in only some of the look-ups.

How to fix it: write a separate `forward` for each internal zone, above the one for `.`. If the
public servers are a reserve in case the private ones are down, write them last and add
`policy sequential`.

## Bad

```corefile
. {
    forward . 10.0.0.53 8.8.8.8
}
```

```corefile
. {
    forward . 8.8.8.8 10.0.0.53 {
        policy sequential
    }
}
```

```corefile
. {
    forward . 10.0.0.53 127.0.0.1:5301
}
.:5301 {
    forward . tls://9.9.9.9
}
```

## Good

```corefile
. {
    forward corp.example 10.0.0.53
    forward . 8.8.8.8
}
```

```corefile
. {
    forward . 10.0.0.53 8.8.8.8 {
        policy sequential
    }
}
```

```corefile
. {
    forward . 8.8.8.8 10.0.0.53 {
        policy sequential
        failover NXDOMAIN
    }
}
```

```corefile
. {
    forward . 8.8.8.8 1.1.1.1
}
```
"""

from collections.abc import Iterator, Mapping

from corefile.coredns.catalogue.private_networks import is_private
from corefile.coredns.catalogue.upstreams import Upstream
from corefile.coredns.plugins.forward import Forward
from corefile.go.net import parse_ip
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `forward` to private and public addresses."""
    forwards = [forward for server in ctx.config.servers for forward in server.all(Forward)]
    mixed = [forward for forward in forwards if any(map(is_private, forward.to))]
    own = public_ports(ctx) if mixed else {}
    for forward in mixed:
        private = [upstream for upstream in forward.to if is_private(upstream)]
        public = [upstream for upstream in forward.to if ends_in_public(upstream, own)]
        if public and not in_order(forward, private, public):
            one, other = private[0].token, public[0].token
            yield RULE.at(
                ctx,
                one,
                f"`{one.text}` and `{other.text}` will hardly give the same answers: CoreDNS "
                "asks one of them, and does not ask the other when it answers NXDOMAIN",
                help=f"write a `forward ZONE {one.text}` for the internal names above this one",
                related=[ctx.related(other, "this one does not know internal names")],
            )


def in_order(forward: Forward, private: list[Upstream], public: list[Upstream]) -> bool:
    """Tell whether the public servers are there in reserve."""
    if any(code.value == "NXDOMAIN" for line in forward.failover for code in line):
        return True
    sequential = forward.policy is not None and forward.policy.value == "sequential"
    return sequential and forward.to.index(private[-1]) < forward.to.index(public[0])


def public_ports(ctx: Context) -> dict[str, bool]:
    """Return the ports on which server blocks answer all names, and whether all ask public ones."""
    from corefile.coredns.catalogue.public_resolvers import is_public  # noqa: PLC0415 - seldom

    found: dict[str, bool] = {}
    for server in ctx.config.servers:
        forwards = server.all(Forward)
        public = all(is_public(other) for forward in forwards for other in forward.to)
        for at in server.addresses if forwards else ():
            if at.zone == ".":
                found[at.port] = public and found.get(at.port, True)
    return found


def ends_in_public(upstream: Upstream, own: Mapping[str, bool]) -> bool:
    """Tell whether public resolvers answer: it is one, or a server block that asks only those.

    `own` says of a port of this server whether that is so for all names.
    """
    from corefile.coredns.catalogue.public_resolvers import is_public  # noqa: PLC0415 - seldom

    address = parse_ip(upstream.host)
    if address is None or not address.is_loopback:
        return is_public(upstream)
    return own.get(upstream.port, False)


RULE = CorefileRule(
    "CF308",
    "forward-upstreams-not-equivalent",
    "info",
    check,
    fragments=True,
    about=(Forward.name,),
)
