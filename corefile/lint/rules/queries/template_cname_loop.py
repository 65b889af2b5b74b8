"""A `template` answers the target of its own CNAME, and so never ends.

Finds a `template` whose answer is a CNAME record for a name that the same `template` answers with
the same record.

Why it matters: CoreDNS looks the target of a CNAME up instead of the client, again and again: the
`template` answers the target with the same CNAME. The client gets no answer, and each such query
keeps a processor busy and takes more and more memory.

To fix it, keep the target out: by a zone on the line of the `template` in which the target does
not lie, or by a `match` that does not fit it.

## Bad

```corefile
. {
    template IN A {
        answer "{{ .Name }} 60 IN CNAME www.outside.example."
    }
}
```

```corefile
example.org {
    template IN A {
        answer "{{ .Name }} 60 IN CNAME www.{{ .Zone }}"
    }
}
```

## Good

```corefile
. {
    template IN ANY apps.example {
        answer "{{ .Name }} 60 IN CNAME www.outside.example."
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN ANY {
        match "[.]apps[.]example[.]$"
        answer "{{ .Name }} 60 IN CNAME www.outside.example."
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN ANY apps.example {
        answer "{{ .Name }} 60 IN CNAME www.outside.example."
    }
    forward . 192.0.2.53
}
outside.example {
    forward . 192.0.2.54
}
```
"""

from collections.abc import Iterator
from itertools import islice

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import normalize, parents
from corefile.coredns.model.passage import Asked, Passage
from corefile.coredns.plugins.template import Template
from corefile.coredns.plugins.template.trial import made
from corefile.go.records.record import Record
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: How many targets of a template are looked at.
MAX_TARGETS = 8


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `template` that asks itself."""
    for server in ctx.config.servers:
        passage = ctx.passage(server)
        for place in passage.answering if server.first(Template) and passage.known else ():
            template = passage.parts[place].stanzas[0]
            if not isinstance(template, Template):
                continue
            target = next(
                (
                    target
                    for target in targets(template)
                    if ctx.elsewhere(server, target) is None
                    and is_asked_again(passage, place, template, target)
                ),
                "",
            )
            if target:
                yield RULE.at(
                    ctx,
                    template.answer[0][0].token,
                    f"`template` answers its own CNAME target `{target}`, too: the query is never "
                    "answered, and CoreDNS looks the target up without end",
                    help="keep the target out, by a zone on the line of `template` or by `match`",
                )


def target_of(template: Template) -> str:
    """Return the fixed name that a template's answers lead to; "" if there is none."""
    if template.query_type.value == "CNAME":
        return ""
    for line in template.answer:
        words = line[0].value.split() if len(line) == 1 else []
        if len(words) > 1 and words[-2].upper() == "CNAME" and "{" not in words[-1]:
            return normalize(words[-1])
    return ""


def targets(template: Template) -> Iterator[str]:
    """Yield names that the answers lead to: a fixed one, or else what is made of some queries."""
    fixed = target_of(template)
    if fixed:
        yield fixed
    elif template.query_type.value != "CNAME" and template.answer:
        made_of = (normalize(record.target) for record in aliases(template))
        yield from dict.fromkeys(islice(made_of, MAX_TARGETS))


def aliases(template: Template) -> Iterator[Record]:
    """Yield the aliases that the first record of an answer is for some queries."""
    word = next((word for line in template.answer for word in line), None)
    found = made(template, "answer", word) if word is not None else iter(())
    return (record for record in found if record.type == "CNAME" and record.target)


def is_asked_again(passage: Passage, place: int, template: Template, target: str) -> bool:
    """Tell whether the query for a target comes to the stanza, and fits it for sure."""
    kind = template.query_type.value
    asked = Asked(Query(target, "A" if kind == "ANY" else kind))
    if passage.renaming or passage.stop(asked, place) is not None:
        return False
    inside = any(zone in passage.server.zones for zone in parents(target))
    fits = passage.verdict(place, asked.query)
    sure = inside and not fits.goes_on and all(end.written and not end.when for end in fits.ends)
    # A target that is made of the name may be another one each time.
    return sure and (bool(target_of(template)) or any(end.kind == "endless" for end in fits.ends))


RULE = CorefileRule("CF422", "template-cname-loop", "warning", check, about=(Template.name,))
