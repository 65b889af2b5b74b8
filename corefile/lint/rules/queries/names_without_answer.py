"""Nobody answers the other names of a server block.

Finds a server block whose plugins answer some names of its zone, and that has no plugin for all
others: `kubernetes` or `file` for one zone in a server block for `.`, without `forward`, or a
`template` alone whose `match` does not fit all names.

Why it matters: what no plugin answers fails with SERVFAIL, for which `errors` prints
`no next plugin found`. Clients ask again, or ask another server, and take this one for broken.
Pods of a cluster then find no names that are not the cluster's own.

How to fix it: add the plugin for the other names, mostly `forward . ADDRESS`. If they are not to be
answered, write the zones of the plugins as the keys of the server block: CoreDNS then refuses all
other names. Where a `template` is to answer all that there is, add another one for the rest:
`template ANY ANY` with `rcode NXDOMAIN`. A server block with `loop` is not reported here but by
`loop-without-forward`, and one whose `view` looks at names or types is not, as it may get queries
for some names only. A `view` that looks at clients only is: their queries go to this server block,
whatever it answers, and never on to the next one.

## Bad

```corefile
. {
    kubernetes cluster.local in-addr.arpa ip6.arpa
    cache 30
}
```

```corefile
lab.example {
    template IN A lab.example {
        match ^one[.]
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
}
```

```corefile
. {
    template IN A lab.example {
        match ^one[.]
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
}
```

```corefile
. {
    view lan {
        expr incidr(client_ip(), '10.0.0.0/8')
    }
    hosts {
        10.0.0.1 app.example
    }
}
. {
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        fallthrough in-addr.arpa ip6.arpa
    }
    cache 30
    forward . 192.0.2.53
}
```

```corefile
cluster.local in-addr.arpa ip6.arpa {
    kubernetes
    cache 30
}
```

```corefile
lab.example {
    template IN A lab.example {
        match ^one[.]
        answer "{{ .Name }} 60 IN A 192.0.2.1"
        fallthrough
    }
    template ANY ANY lab.example {
        rcode NXDOMAIN
    }
}
```

```corefile
. {
    kubernetes cluster.local
    import forwarders.conf
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.query import End
from corefile.coredns.catalogue.upstreams import Sender
from corefile.coredns.catalogue.zones import is_subdomain
from corefile.coredns.model.config import Server
from corefile.coredns.model.passage import Passage
from corefile.coredns.plugins.loop import Loop
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.queries.unanswered import fallthrough_of, lost_below, zones_lost
from corefile.lint.zone_words import listed

__all__ = ["RULE"]

#: How many keys of a server block are looked at.
MAX_KEYS = 100


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each key with names that nobody answers, beside others."""
    for server in ctx.config.servers:
        passage = ctx.passage(server)
        if not is_judged(server, passage):
            continue
        passed_on = {zone for place in passage.answering for zone in passed(passage, place)}
        for key in server.keys:
            zones = [address.zone for address in key.addresses]
            if not passed_on.isdisjoint(zones):
                continue  # `fallthrough-to-nothing` tells
            ends = [end_of(passage, zone) for zone in zones]
            if ends and all(ends) and ends[0] is not None:
                yield RULE.at(
                    ctx,
                    key.token,
                    f"{told(passage, key.addresses[0].zone)}: they get {outcome(ends[0])}",
                    help=advice(ends[0]),
                )


def is_judged(server: Server, passage: Passage) -> bool:
    """Tell whether all of a server block is known, and some of its names are answered."""
    words = (token for line in server.directives for token in line.tokens)
    return (
        passage.known
        and bool(passage.answering)
        and not server.has(Loop.name)
        and not any(stanza.sees_questions for stanza in server.plugins)
        and not any(sender.zone_is_server for sender in server.all(Sender))
        and len(server.keys) <= MAX_KEYS
        and all(map(is_known, words))
    )


def passed(passage: Passage, place: int) -> Iterator[str]:
    """Yield the zones whose names a plugin passes on to nobody."""
    given = fallthrough_of(passage.parts[place])
    if given is not None:
        yield from (zone for zone, _ in zones_lost(passage, place, given[1]))


def end_of(passage: Passage, zone: str) -> End | None:
    """Return how the other names of a zone fail; None where none do, or all."""
    if passage.unanswered(zone) is not None:
        return None
    end = lost_below(passage, zone)
    last = passage.parts[passage.deciding[-1]].name
    # Where others come after it, the rule about its `fallthrough` tells.
    return end if end is None or end.error or end.by == last else None


def told(passage: Passage, zone: str) -> str:
    """Say which names nobody answers."""
    places = passage.answering
    answered = sorted({z for place in places for z in passage.mentioned[place]} - {zone})
    inside = [each for each in answered if is_subdomain(zone, each)]
    if not inside:
        names = listed(dict.fromkeys(passage.parts[place].name for place in places))
        below = "" if zone == "." else f" below `{shown(zone)}`"
        return f"no plugin answers other names{below} than those of {names}"
    told = f"no plugin answers names outside {listed(map(shown, inside))}"
    lost = [each for each in inside if end_of(passage, each) is not None]
    if lost:
        told += f", nor names below {listed(map(shown, lost))} that fit no expression"
    return told


def shown(zone: str) -> str:
    """Return a zone as people write it."""
    return zone.removesuffix(".") or "."


def outcome(end: End) -> str:
    """Say how a query ends."""
    return f"{end.rcode} (`{end.error}`)" if end.error else f"{end.rcode}"


def advice(end: End) -> str:
    """Say what to write."""
    if not end.error:
        return (
            f"write `fallthrough` into the block of `{end.by}`, and add a plugin for the other "
            "names, such as `forward . ADDRESS`; if there are none, `template ANY ANY` with "
            "`rcode NXDOMAIN`"
        )
    return (
        "add the plugin for them, such as `forward . ADDRESS`, or write the zones that are "
        "answered as the keys of the server block"
    )


RULE = CorefileRule("CF446", "names-without-answer", "info", check)
