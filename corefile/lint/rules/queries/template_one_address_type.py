"""`template` answers queries for A, but nobody here those for AAAA of the same names.

Finds a `template` for queries of type A with an `answer`, if queries of type AAAA for the same
names fail, because no plugin of the server block answers them, or are sent to other servers. Also
finds one for queries of type AAAA, if those of type A for the same names fail, and says if those of
all types but A and AAAA fail.

Why it matters: most programs ask for A and AAAA at the same time. If one of the two fails, they
wait and ask again, or take the name for broken. Servers that are asked for AAAA may not know the
name, and answer NXDOMAIN: it does not exist, with an address of any type. If they know it, clients
may prefer their IPv6 address to that of the template.

How to fix it: add a `template IN AAAA` with the same zones and the same `match`, and without an
`answer`: an empty answer says that the name has no IPv6 address. If the answer is a CNAME, write
`template IN ANY`.

## Bad

```corefile
app.example {
    template IN A app.example {
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
}
```

```corefile
. {
    template IN A app.example {
        match ^www[.]app[.]example[.]$
        answer "{{ .Name }} 60 IN A 192.0.2.1"
        fallthrough
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    template IN A app.example {
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
    template IN AAAA app.example
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN ANY app.example {
        answer "{{ .Name }} 60 IN CNAME www.example.net."
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN AAAA app.example {
        answer "{{ .Name }} 60 IN AAAA 2001:db8::1"
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator
from itertools import chain, islice

from corefile.coredns.catalogue.query import CACHED, End
from corefile.coredns.model.config import Server
from corefile.coredns.model.passage import Asked, Passage
from corefile.coredns.plugins.template import Template
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.queries.matched_names import matched
from corefile.lint.zone_words import own_tokens, written_zones
from corefile.text.records import replace

__all__ = ["RULE"]

#: The other type of address.
OTHER = {"A": "AAAA", "AAAA": "A"}
#: How many names are looked at, to name one that the text has.
MAX_NAMES = 20


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `template` that answers for one type of address only."""
    for server in ctx.config.servers:
        passage = ctx.passage(server)
        words = (token for line in server.directives for token in line.tokens)
        if not passage.known or server.has("dns64") or not all(map(is_known, words)):
            continue
        for place in passage.answering:
            template = passage.parts[place].stanzas[0]
            if isinstance(template, Template) and gives_addresses(template):
                yield from alone(ctx, passage, place, template)


def gives_addresses(template: Template) -> bool:
    """Tell whether a template answers queries of one type of address with records."""
    return template.query_type.value in OTHER and bool(template.answer) and template.rcode is None


def gives_alias(template: Template) -> bool:
    """Tell whether a template answers with another name."""
    return any(" CNAME " in text.value.upper() for line in template.answer for text in line)


def alone(ctx: Context, passage: Passage, place: int, template: Template) -> Iterator[Finding]:
    """Yield the finding of a template if it is the only one that has a name."""
    kind = template.query_type.value
    found = list(islice(answered(passage, place, template), MAX_NAMES))
    if not found:
        return
    written = (asked for asked in found if not asked.fresh and asked.query.name != ".")
    asked = next(written, found[0])
    other = replace(asked, query=replace(asked.query, type=OTHER[kind]))
    ends = [end for end in passage.ends(other) if end.when != CACHED]
    end = ends[0] if ends else None
    name = asked.query.name.removesuffix(".")
    advice = f"add `{wanted(passage.server, template)}`"
    advice += ", with the same `match`" if template.match else ""
    advice += ": an answer without records says that there is no such address"
    if gives_alias(template):
        advice = f"write `{template.query_class.value} ANY`: a CNAME is the answer for every type"
    if end is not None and all(is_lost(one) for one in ends):
        error = f" (`{end.error}`)" if end.error else ""
        yield RULE.at(
            ctx,
            template.query_type.token,
            f"no plugin answers other types for the names of this `template`: a query of type "
            f"{OTHER[kind]} for `{name}` gets {end.rcode}{error}",
            help=advice,
        )
    elif kind == "A" and end is not None and all(one.kind == "forwarded" for one in ends):
        taker = next(part for part in passage.parts if part.name == end.by)
        yield RULE.at(
            ctx,
            template.query_type.token,
            f"`template` answers type A only: a query of type AAAA for `{name}` goes to "
            f"`{end.by}`, and other servers say whether the name exists",
            help=advice,
            related=[ctx.related(taker.token, "asked for AAAA")],
            severity="info",
        )
    elif kind == "A":
        yield from without_others(ctx, passage, asked, template)


def without_others(
    ctx: Context, passage: Passage, asked: Asked, template: Template
) -> Iterator[Finding]:
    """Yield the finding of a name that has answers for addresses only."""
    other = replace(asked, query=replace(asked.query, type="HTTPS"))
    ends = [end for end in passage.ends(other) if end.when != CACHED]
    if ends and all(map(is_lost, ends)):
        name, error = asked.query.name.removesuffix("."), ends[0].error
        yield RULE.at(
            ctx,
            template.query_type.token,
            f"no plugin answers other types than those of addresses: a query of type HTTPS, which "
            f"browsers send, for `{name}` gets {ends[0].rcode}"
            + (f" (`{error}`)" if error else ""),
            help="add a `template ANY ANY` below, with the same zones: an answer without records "
            "says that there are none",
            severity="info",
        )


def wanted(server: Server, template: Template) -> str:
    """Return the line of the template that is missing."""
    own = own_tokens(server)
    zones = [zone.token.text for zone in written_zones(template, own) if zone in template.zones]
    other = OTHER[template.query_type.value]
    line = f"template {template.query_class.value} {other}"
    return " ".join([line, *dict.fromkeys(zones)])


def is_lost(end: End) -> bool:
    """Tell whether a query ends because no plugin answers it."""
    return end.kind in ("failed", "refused") and not end.when and not end.written


def answered(passage: Passage, place: int, template: Template) -> Iterator[Asked]:
    """Yield queries of its type of address that a template answers for sure."""
    kind = template.query_type.value
    for asked in chain(matched(passage, template), passage.queries(place)):
        if asked.query.type != kind or passage.stop(asked, place) is not None:
            continue
        verdict = passage.verdict(place, passage.as_comes_to(asked, place))
        sure = all(end.kind == "answered" and not end.when for end in verdict.ends)
        if verdict.ends and sure and not verdict.goes_on:
            yield asked


RULE = CorefileRule("CF423", "template-one-address-type", "warning", check, about=(Template.name,))
