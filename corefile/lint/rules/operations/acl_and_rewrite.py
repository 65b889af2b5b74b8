"""Whether `acl` stops a query depends on the release, because `rewrite` changes the query.

Finds an `acl` next to a `rewrite` of the name or type, if `acl` decides otherwise about the query
as it comes than about the query as `rewrite` makes it.

Why it matters: up to CoreDNS 1.14.2, `acl` sees queries as clients ask them; from 1.14.3 on, it
sees them after `rewrite`. So an upgrade lets in whom the `acl` kept out, or keeps out whom it let
in, without a message. The order of the lines makes no difference. From 1.14.3 to 1.14.6, `cache` is
asked before `acl`, too (`acl-bypassed-by-cache`).

How to fix it: give `acl` both zones, that of the names that clients ask for and that of the names
that `rewrite` makes, or no zone at all.

## Bad

```corefile
. {
    acl corp.example {
        block net 10.1.0.0/16
    }
    rewrite name suffix .a.example .corp.example answer auto
    forward . 192.0.2.53
}
```

```corefile coredns=1.11.3
. {
    acl {
        block type ANY
    }
    rewrite type ANY HINFO
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    acl corp.example a.example {
        block net 10.1.0.0/16
    }
    rewrite name suffix .a.example .corp.example answer auto
    forward . 192.0.2.53
}
```

```corefile
. {
    acl {
        block net 10.1.0.0/16
    }
    rewrite name suffix .a.example .corp.example answer auto
    forward . 192.0.2.53
}
```

```corefile
. {
    acl corp.example {
        block net 10.1.0.0/16
    }
    rewrite name suffix .a.example .b.example answer auto
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator
from itertools import chain, islice

from corefile.coredns.catalogue.query import Query, Verdict
from corefile.coredns.catalogue.schema import names
from corefile.coredns.model.passage import FRESH, Passage
from corefile.coredns.plugins.acl import AFTER_REWRITE, Acl
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.names import NameRule
from corefile.go.errors import Invalid
from corefile.go.regexp.match import TooMuch
from corefile.go.regexp.sample import sample
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: The release that began to ask `rewrite` before `acl`.
CHANGED = AFTER_REWRITE
#: How many names are asked about.
MAX_NAMES = 200
TYPES = ("A", "AAAA", "ANY", "MX")
#: The plugins whose words have to be known.
PAIR = (Acl.name, Rewrite.name)


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `acl` whose decision depends on the release."""
    for server in ctx.config.servers:
        acls, rewrites = server.all(Acl), server.all(Rewrite)
        if not acls or not rewrites or not server.complete:
            continue
        words = (t for line in server.directives for t in line.tokens if line.name in PAIR)
        passage = ctx.passage(server)
        if all(map(is_known, words)) and all(key.addresses for key in server.keys):
            yield from differing(ctx, passage, acls, rewrites)


def differing(
    ctx: Context, passage: Passage, acls: tuple[Acl, ...], rewrites: tuple[Rewrite, ...]
) -> Iterator[Finding]:
    """Yield the finding of a query about which `acl` decides in two ways."""
    place = next(n for n, part in enumerate(passage.parts) if part.name == Acl.name)
    around = passage.chain(place)
    types = dict.fromkeys((*TYPES, *mentioned_types(acls, rewrites)))
    for name in islice(asked_names(passage, acls, rewrites), MAX_NAMES):
        for kind in types:
            query = Query(name, kind)
            try:
                made = Rewrite.serve(rewrites, query, around)
            except (Invalid, TooMuch):
                continue
            if made.query is None:
                continue
            early, late = (Acl.serve(acls, one, around) for one in (query, made.query))
            if decision(early) != decision(late):
                yield finding(ctx, passage, acls[0], made, query, early, late)
                return


def mentioned_types(acls: tuple[Acl, ...], rewrites: tuple[Rewrite, ...]) -> Iterator[str]:
    """Yield the types that lines are about."""
    for stanza in (*acls, *rewrites):
        yield from stanza.mentions(lambda name: None).types


def asked_names(
    passage: Passage, acls: tuple[Acl, ...], rewrites: tuple[Rewrite, ...]
) -> Iterator[str]:
    """Yield names that the server block has, and that one of the two tells from others."""
    zones = dict.fromkeys(zone for acl in acls for zone in names(acl.zones))
    found = dict.fromkeys(chain(zones, passage.server.zones))
    for rewrite in rewrites:
        said = rewrite.mentions(lambda name: None)
        found |= dict.fromkeys((*said.names, *said.zones))
        if isinstance(rewrite.rule, NameRule) and rewrite.rule.match == "regex":
            text = sample(rewrite.rule.from_.value)
            found |= {f"{text.rstrip('.')}.": None} if text else {}
        for zone in zones:
            found |= dict.fromkeys(rewrite.earlier_names(f"{FRESH[0]}{zone}".replace("..", ".")))
    for zone in found:
        for label in ("", *FRESH[:2]):
            name = label + (zone.lstrip(".") if label else zone)
            if passage.has(name):
                yield name


def decision(verdict: Verdict) -> tuple[object, ...]:
    """Return what `acl` does with a query."""
    return (verdict.goes_on, *((end.kind, end.when) for end in verdict.ends))


#: How a query ends that `acl` stops.
STOPS = {
    "refused": "is refused",
    "answered": "gets an answer without records",
    "dropped": "gets no answer",
}


def in_words(verdict: Verdict) -> str:
    """Say what `acl` does with a query."""
    if not verdict.ends:
        return "is let through"
    some = " if it comes from some clients" if verdict.goes_on else ""
    return STOPS[verdict.ends[-1].kind] + some


def finding(
    ctx: Context,
    passage: Passage,
    acl: Acl,
    made: Verdict,
    query: Query,
    early: Verdict,
    late: Verdict,
) -> Finding:
    """Make the finding."""
    order = [part.name for part in passage.parts]
    acl_first = order.index(Acl.name) < order.index(Rewrite.name)
    now, then = (early, late) if acl_first else (late, early)
    since = f"from CoreDNS {CHANGED} on" if acl_first else f"before CoreDNS {CHANGED}"
    first = "`acl` is asked before `rewrite`" if acl_first else "`rewrite` is asked before `acl`"
    token = made.token
    return RULE.at(
        ctx,
        acl.token,
        f"{first}: a query for `{shown(query, made)}` {in_words(now)}; {since} it is the other way "
        f"round, and the query {in_words(then)}",
        help="give `acl` the names that clients ask for, and those that `rewrite` makes of them",
        related=[] if token is None else [ctx.related(token, "changes the query")],
    )


def shown(query: Query, made: Verdict) -> str:
    """Return what is asked for: the name, or the type where only that changes."""
    same = made.query is not None and made.query.lower == query.lower
    name = query.name.removesuffix(".") or "."
    return f"{name} {query.type}" if same else name


RULE = CorefileRule("CF713", "acl-and-rewrite", "info", check, about=(Acl.name,))
