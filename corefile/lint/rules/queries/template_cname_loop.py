"""A `template` answers the target of its own CNAME, and so never ends.

Finds a `template` whose answer is a CNAME record for a name that the same `template` answers with
the same record, or with one for an even longer name. Also finds several that lead to each other.

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

```corefile
a.example {
    template IN A a.example {
        match ^one[.]
        answer "{{ .Name }} 60 IN CNAME two.a.example."
        fallthrough
    }
    template IN A a.example {
        match ^two[.]
        answer "{{ .Name }} 60 IN CNAME one.a.example."
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
from corefile.coredns.model.config import Server
from corefile.coredns.model.passage import Asked, Passage
from corefile.coredns.plugins.template import Template
from corefile.coredns.plugins.template.answers import alias
from corefile.coredns.plugins.template.trial import made
from corefile.go.records.record import Record
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: How many targets of a template are looked at, and how many others it may lead to.
MAX_TARGETS = 8
MAX_STEPS = 8


#: What comes of a target that leads back to itself, and of one that leads to a longer one.
ENDLESS = "the query is never answered, and CoreDNS looks the target up without end"
LONGER = "clients get one CNAME after the other until a name is too long, and no address"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `template` that asks itself."""
    for server in ctx.config.servers:
        passage = ctx.passage(server)
        for place in passage.answering if server.first(Template) and passage.known else ():
            template = passage.parts[place].stanzas[0]
            if not isinstance(template, Template):
                continue
            own = [each for each in targets(template) if ctx.elsewhere(server, each) is None]
            again = (each for each in own if is_asked_again(passage, place, template, each))
            target = next(again, "")
            longer = (each for each in own if gets_longer(passage, place, template, each))
            growing = "" if target else next(longer, "")
            round_ = () if target or growing else way_round(ctx, server, template)
            if target or growing or round_:
                what = f"answers its own CNAME target `{target or growing}`, too: {ENDLESS}"
                if growing:
                    what = f"answers its own CNAME target `{growing}` with a longer one: {LONGER}"
                elif round_:
                    what = f"and others answer with names that lead back to it: {ENDLESS}"
                yield RULE.at(
                    ctx,
                    template.answer[0][0].token,
                    f"`template` {what}",
                    help="keep the target out, by a zone on the line of `template` or by `match`",
                    related=[ctx.related(each.token, "leads back") for each in round_[1:]],
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


def way_round(ctx: Context, server: Server, template: Template) -> tuple[Template, ...]:
    """Return the stanzas that lead from one another back to a stanza; nothing if none do.

    Of these, the one with the first place tells of it.
    """
    for target in targets(template):
        steps = tuple(walk(ctx, server, target, address_type(template)))
        names = [name for name, _, _ in steps]
        start = names.index(names[-1]) if names else 0
        around = {place: stanza for _, place, stanza in steps[start:-1]}
        if len(around) > 1 and around[min(around)] is template:
            return tuple(around.values())
    return ()


def walk(
    ctx: Context, server: Server, name: str, kind: str
) -> Iterator[tuple[str, tuple[int, int], Template]]:
    """Yield the names that lead to each other, each with the stanza that answers for it.

    The last is the first that comes again; there is nothing where none does.
    """
    steps: dict[str, tuple[str, tuple[int, int], Template]] = {}
    while name and name not in steps and len(steps) < MAX_STEPS:
        server = ctx.elsewhere(server, name) or server
        passage = ctx.passage(server)
        place = answers_for_sure(passage, name, kind)
        template = passage.parts[place].stanzas[0] if place is not None else None
        if place is None or not isinstance(template, Template):
            return
        number = next(n for n, one in enumerate(ctx.config.servers) if one is server)
        steps[name] = name, (number, place), template
        found = target_of(template) or alias(template, Query(name, kind), passage.chain(place))
        name = normalize(found) if found else ""
    if name in steps:
        yield from steps.values()
        yield steps[name]


def answers_for_sure(passage: Passage, name: str, kind: str) -> int | None:
    """Return the place of the plugin that answers a query in any case; None if that is not sure."""
    if not passage.has(name) or passage.renaming or not passage.known:
        return None
    stop = passage.stop(Asked(Query(name, kind)), len(passage.parts))
    if stop is None or not all(end.written and not end.when for end in stop[1].ends):
        return None
    return stop[0]


def address_type(template: Template) -> str:
    """Return a type of query that a stanza answers."""
    kind = template.query_type.value
    return "A" if kind == "ANY" else kind


def is_asked_again(passage: Passage, place: int, template: Template, target: str) -> bool:
    """Tell whether the query for a target comes to the stanza, and is answered with it again."""
    query = as_it_comes(passage, place, template, target)
    if query is None:
        return False
    ends = passage.verdict(place, query).ends
    return bool(target_of(template)) or any(end.kind == "endless" for end in ends)


def gets_longer(passage: Passage, place: int, template: Template, target: str) -> bool:
    """Tell whether a target that is made of the name has a longer one each time."""
    if target_of(template) or as_it_comes(passage, place, template, target) is None:
        return False
    names = [target]
    for _ in range(2):
        query = Query(names[-1], address_type(template))
        names.append(alias(template, query, passage.chain(place)))
    first, second, third = map(len, names)
    return 0 < second - first == third - second


def as_it_comes(passage: Passage, place: int, template: Template, target: str) -> Query | None:
    """Return the query for a target as it comes to the stanza, None if it does not for sure."""
    asked = Asked(Query(target, address_type(template)))
    if passage.stop(asked, place) is not None:
        return None
    query = passage.as_comes_to(asked, place)
    if query.lower != asked.query.lower and not target_of(template):
        return None
    inside = any(zone in passage.server.zones for zone in parents(target))
    fits = passage.verdict(place, query)
    sure = inside and not fits.goes_on and all(end.written and not end.when for end in fits.ends)
    return query if sure else None


RULE = CorefileRule("CF422", "template-cname-loop", "warning", check, about=(Template.name,))
