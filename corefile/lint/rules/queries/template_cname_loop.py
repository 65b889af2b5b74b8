"""A `template` answers the target of its own CNAME, and so never ends.

Finds a `template` whose answer is a CNAME record for a fixed name that the same `template` answers.

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

## Good

```corefile
. {
    template IN A apps.example {
        answer "{{ .Name }} 60 IN CNAME www.outside.example."
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN A {
        match "[.]apps[.]example[.]$"
        answer "{{ .Name }} 60 IN CNAME www.outside.example."
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN A {
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

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import normalize, parents
from corefile.coredns.model.passage import Asked, Passage
from corefile.coredns.plugins.template import Template
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `template` that asks itself."""
    for server in ctx.config.servers:
        passage = ctx.passage(server)
        for place in passage.answering if server.first(Template) and passage.known else ():
            template = passage.parts[place].stanzas[0]
            target = target_of(template) if isinstance(template, Template) else ""
            if not isinstance(template, Template) or not target:
                continue
            taken = ctx.elsewhere(server, target)
            if taken is None and is_asked_again(passage, place, template, target):
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


def is_asked_again(passage: Passage, place: int, template: Template, target: str) -> bool:
    """Tell whether the query for a target comes to the stanza, and fits it for sure."""
    kind = template.query_type.value
    asked = Asked(Query(target, "A" if kind == "ANY" else kind))
    if passage.renaming or passage.stop(asked, place) is not None:
        return False
    inside = any(zone in passage.server.zones for zone in parents(target))
    fits = passage.verdict(place, asked.query)
    return inside and not fits.goes_on and all(end.written and not end.when for end in fits.ends)


RULE = CorefileRule("CF422", "template-cname-loop", "warning", check)
