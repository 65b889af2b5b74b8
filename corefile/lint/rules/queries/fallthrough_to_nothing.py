"""`fallthrough` passes names on, but no plugin after it answers them.

Finds a `fallthrough` for names that no later plugin of the server block answers: later in CoreDNS's
own order, wherever it is written.

Why it matters: a query that is passed on and that nobody answers fails, with SERVFAIL, and `errors`
prints `no next plugin found`. Without `fallthrough` most plugins answer NXDOMAIN: the name does not
exist. After SERVFAIL clients ask again, or ask another server.

How to fix it: add the plugin that should answer, mostly `forward`, or remove `fallthrough`.

## Bad

```corefile
corp.example {
    file db.corp.example {
        fallthrough
    }
}
```

```corefile
. {
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        fallthrough in-addr.arpa ip6.arpa
    }
    forward corp.example 192.0.2.53
}
```

## Good

```corefile
corp.example {
    file db.corp.example
}
```

```corefile
. {
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        fallthrough in-addr.arpa ip6.arpa
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    hosts {
        192.0.2.1 www.example
        fallthrough
    }
    kubernetes cluster.local
}
```

```corefile
. {
    hosts {
        192.0.2.1 www.example
        fallthrough
    }
    import more.conf
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.passage import Asked, Passage
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.queries.unanswered import fallthrough_of, zones_lost
from corefile.lint.zone_words import listed
from corefile.text.records import replace
from corefile.text.typed import Any

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `fallthrough` to nothing."""
    for server in ctx.config.servers:
        passage = ctx.passage(server)
        if not passage.known or not ctx.is_literal(server):
            continue
        for place, part in enumerate(passage.parts):
            given = fallthrough_of(part)
            lost = list(zones_lost(passage, place, given[1])) if given is not None else []
            if given is not None and lost:
                yield finding(ctx, passage, place, given[0], lost)


def finding(
    ctx: Context, passage: Passage, place: int, token: ExpandedToken, lost: list[tuple[str, Asked]]
) -> Finding:
    """Make the finding."""
    part, asked = passage.parts[place], lost[0][1]
    end = passage.at_end(asked.query)
    instead = rcode_without(passage, place, asked.query)
    instead = None if instead == end.rcode else instead
    zones = listed(zone.removesuffix(".") or "." for zone, _ in lost)
    below = "" if [zone for zone, _ in lost] == ["."] else f" below {zones}"
    error = f" (`{end.error}`)" if end.error else ""
    other = f" instead of {instead}" if instead else ", with `fallthrough` or without it"
    return RULE.at(
        ctx,
        token,
        f"no plugin after `{part.name}` answers the names{below} that `fallthrough` passes on: "
        f"they get {end.rcode}{error}{other}",
        help="add the plugin that should answer, such as `forward . ADDRESS`, or remove "
        "`fallthrough`",
    )


def rcode_without(passage: Passage, place: int, query: Query) -> str | None:
    """Return what a query would get without `fallthrough`."""
    part = passage.parts[place]
    stanzas = tuple(map(without, part.stanzas))
    verdict = type(stanzas[0]).serve(stanzas, query, passage.chain(place))
    known = passage.verdict(place, query).ends
    return next((end.rcode for end in verdict.ends if end not in known), None)


def without(stanza: Plugin) -> Plugin:
    """Return a stanza without its `fallthrough`."""
    changes: dict[str, Any] = {"fallthrough": None}
    return replace(stanza, **changes) if hasattr(stanza, "fallthrough") else stanza


RULE = CorefileRule(
    "CF424", "fallthrough-to-nothing", "info", check, every_use=True, about=("fallthrough",)
)
