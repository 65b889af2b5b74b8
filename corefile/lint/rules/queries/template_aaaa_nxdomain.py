"""`template` says that names do not exist, but for one type of address only.

Finds a `template` for queries of type AAAA (or A) that answers `NXDOMAIN`, if another plugin
answers queries of other types for the same names.

Why it matters: NXDOMAIN does not refer to a type; it says that the name does not exist at all.
Resolvers and programs (musl, .NET, Windows, nginx) that ask for A and AAAA at the same time believe
it, and drop the address from the other answer. Caches may do so too (RFC 8020).

How to fix it: leave `rcode` out or write `NOERROR`: an empty answer says that the name has no
address of this type. To block names completely, answer `ANY` with `NXDOMAIN`, or both A and AAAA.
The last of several templates of one type, which denies everything that those before it do not
answer, is not reported.

## Bad

```corefile
. {
    template IN AAAA {
        rcode NXDOMAIN
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    template IN AAAA
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN AAAA {
        rcode NOERROR
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN A ads.example {
        rcode NXDOMAIN
    }
    template IN AAAA ads.example {
        rcode NXDOMAIN
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template ANY ANY ads.example {
        rcode NXDOMAIN
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN A lab.example {
        match ^one[.]lab[.]example[.]$
        answer "{{ .Name }} 60 IN A 192.0.2.1"
        fallthrough
    }
    template IN A lab.example {
        rcode NXDOMAIN
    }
    template IN AAAA lab.example
    forward . 192.0.2.53
}
```

```corefile
ads.example {
    template IN AAAA {
        rcode NXDOMAIN
    }
}
```
"""

from collections.abc import Iterator, Sequence

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.passage import Passage
from corefile.coredns.model.trace import Handler
from corefile.coredns.plugins.template import Template
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.queries.matched_names import matched
from corefile.text.records import replace

__all__ = ["RULE"]

#: The types of addresses, each with the other one.
ADDRESSES = {"A": "AAAA", "AAAA": "A"}
HELP = "leave `rcode` out, or write `NOERROR`: there is no address of this type"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `template` that takes names away with their addresses of a type."""
    for server in ctx.config.servers:
        passage = ctx.passage(server)
        for place in passage.answering if passage.known else ():
            part = passage.parts[place]
            other = misled(passage, place) if denied(part) in ADDRESSES else None
            if other is not None and is_asked(passage, place):
                yield finding(ctx, part, other)
        if ctx.is_lines:
            yield from (deny(ctx, each) for each in for_all(server.all(Template)))


def denied(part: Handler) -> str:
    """Return the type of queries for which a template says that names do not exist; "" for none."""
    template = part.stanzas[0]
    return denied_by(template) if isinstance(template, Template) else ""


def denied_by(template: Template) -> str:
    """Return the type of queries that a template answers with NXDOMAIN; "" for none."""
    rcode = template.rcode
    return template.query_type.value if rcode and rcode.value == "NXDOMAIN" else ""


def for_all(templates: Sequence[Template]) -> Iterator[Template]:
    """Yield those that deny one type of addresses for all names of a server block."""
    kinds = {denied_by(template) for template in templates}
    for template in templates:
        other = ADDRESSES.get(denied_by(template))
        is_free = not (template.match or template.expr or template.zones[1:])
        if other and is_free and template.zones[0].name == "." and kinds.isdisjoint((other, "ANY")):
            yield template


def deny(ctx: Context, template: Template) -> Finding:
    """Make the finding of lines whose server block is not there."""
    kind, rcode = denied_by(template), template.rcode
    token = template.token if rcode is None else rcode.token
    return RULE.at(
        ctx,
        token,
        f"`NXDOMAIN` for {kind} says that the name does not exist at all: programs then drop its "
        f"addresses of type {ADDRESSES[kind]} too, if other plugins of the server block have some",
        help=HELP,
        fix=fix(ctx, token),
        severity="info",
    )


def misled(passage: Passage, place: int) -> Handler | None:
    """Return a plugin that answers for names of which a template denies one type only."""
    kind = denied(passage.parts[place])
    met: list[Handler] = []
    for asked in passage.queries(place):
        if asked.query.type == kind and passage.stop(asked, place) is None:
            other = replace(asked.query, type=ADDRESSES[kind])
            met += [passage.parts[n] for n in passage.answering if passage.minds(n, asked.query)]
            met += [passage.parts[n] for n in passage.answering if passage.minds(n, other)]
    if any(denied(other) in (ADDRESSES[kind], "ANY") or answers_same(other, kind) for other in met):
        return None
    return next((other for other in met if not isinstance(other.stanzas[0], Template)), None)


def is_asked(passage: Passage, place: int) -> bool:
    """Tell whether a query may come to a template that it denies.

    One before it with the same expression has them all.
    """
    template = passage.parts[place].stanzas[0]
    if not isinstance(template, Template):
        return False
    denies = [
        asked
        for asked in (*matched(passage, template), *passage.queries(place))
        if asked.query.type == template.query_type.value
        and passage.minds(place, asked.query)
        and template.fits(passage.as_comes_to(asked, place)) is not False
    ]
    return not denies or any(passage.stop(asked, place) is None for asked in denies)


def answers_same(part: Handler, kind: str) -> bool:
    """Tell whether a template answers queries of a type: another may then deny all other names."""
    template = part.stanzas[0]
    return isinstance(template, Template) and (
        template.query_type.value == kind and bool(template.answer)
    )


def finding(ctx: Context, part: Handler, other: Handler) -> Finding:
    """Make the finding."""
    kind, template = denied(part), part.stanzas[0]
    rcode = template.rcode if isinstance(template, Template) else None
    token = part.token if rcode is None else rcode.token
    return RULE.at(
        ctx,
        token,
        f"`NXDOMAIN` for {kind} says that the name does not exist at all: programs then drop its "
        f"addresses of type {ADDRESSES[kind]} too, which `{other.name}` answers",
        help=HELP,
        related=[ctx.related(other.token, f"answers {ADDRESSES[kind]}")],
        fix=fix(ctx, token),
    )


def fix(ctx: Context, token: ExpandedToken) -> Fix | None:
    """Return the edit that writes the other code."""
    edits = write_words(ctx, token, ["NOERROR"]) if token.token.raw == token.text else ()
    return Fix("write `NOERROR`", edits, safe=False) if edits else None


RULE = CorefileRule(
    "CF411",
    "template-aaaa-nxdomain",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=(Template.name,),
)
