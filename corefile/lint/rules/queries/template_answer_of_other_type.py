"""A `template` answers with records of a type that was not asked for.

Finds a `template` for one type whose `answer` has records of other types only, such as an A record
for queries of type AAAA. A CNAME answers every type. A `template` for all types (`ANY`) whose
records are all of one type is a note: it answers that type, and all others wrongly.

Why it matters: CoreDNS sends the record as it is. Clients look for records of the type they asked
for, and take the answer for empty.

How to fix it: write the type of the record on the line of `template`, or the type of the query in
the record. Records such as SOA, which say that there is nothing, belong in `authority`.

## Bad

```corefile
example.org {
    template IN AAAA {
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
}
```

```corefile
example.org {
    template IN ANY {
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
}
```

## Good

```corefile
example.org {
    template IN ANY {
        answer "{{ .Name }} 60 IN CNAME www.example.net."
    }
}
```

```corefile
example.org {
    template IN A {
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
    template ANY ANY {
        rcode NOERROR
        authority "{{ .Zone }} 60 IN SOA ns.{{ .Zone }} admin.{{ .Zone }} (1 60 60 60 60)"
    }
}
```

```corefile
example.org {
    template IN AAAA {
        answer "{{ .Name }} 60 IN CNAME www.example.net."
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.template import Template
from corefile.coredns.plugins.template.trial import fault, made
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: Types of records that are an answer whatever was asked for.
ALIASES = frozenset(("CNAME", "DNAME"))


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `template` that never answers with the type it is for."""
    for server in ctx.config.servers:
        for template in server.all(Template):
            asked = template.query_type.value
            words = [word for line in template.answer for word in line]
            if asked in ("AXFR", "IXFR") or not words:
                continue
            types = [{record.type for record in made(template, "answer", word)} for word in words]
            # What is made of others is not known, or is none.
            if not all(types) or any(fault(template, "answer", word) for word in words):
                continue
            found = frozenset().union(*types)
            if asked == "ANY":
                yield from of_one_type(ctx, template, found)
            elif found.isdisjoint((asked, *ALIASES)):
                kind = min(found)
                advice = f"write `{template.query_class.value} {kind}` after `template`"
                if kind == "SOA":
                    advice = "write it after `authority`"
                yield RULE.at(
                    ctx,
                    words[0].token,
                    f"queries of type {asked} are answered with a record of type {kind}: clients "
                    "take the answer for empty",
                    help=advice,
                )


def of_one_type(ctx: Context, template: Template, found: frozenset[str]) -> Iterator[Finding]:
    """Yield a `template` that answers queries of every type with one and the same."""
    kind = min(found)
    is_denial = template.rcode is not None and template.rcode.value != "NOERROR"
    if len(found) > 1 or kind in (*ALIASES, "SOA") or is_denial:
        return
    yield RULE.at(
        ctx,
        template.query_type.token,
        f"queries of every type are answered with a record of type {kind}: clients that ask for "
        "another type take the answer for empty, or for broken",
        help=f"write `{template.query_class.value} {kind}` after `template`, and if the names have "
        "no "
        "other records, another `template` for all types below it, without `answer`",
        severity="info",
    )


RULE = CorefileRule(
    "CF432",
    "template-answer-of-other-type",
    "warning",
    check,
    fragments=True,
    about=(Template.name,),
)
