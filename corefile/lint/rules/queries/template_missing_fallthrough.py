r"""`template` answers SERVFAIL for names that do not match its `match`.

Finds a `template` with `match` and without `fallthrough`, or with one that does not cover enough,
if a plugin after it (or the next `template` for such queries) could have answered the names that
match no expression.

Why it matters: `match` does not choose which names `template` gets: class, type and zone do. If a
query has these but matches no expression, the server block answers SERVFAIL; before CoreDNS 1.9.3
it does not answer at all. So an expression for one site makes all others unreachable.

How to fix it: write `fallthrough` as the last line of the block. Without `match`, all names match,
and `unreachable-plugin` reports the plugins that then get no queries.

## Bad

```corefile
. {
    template IN AAAA {
        match "(^|[.])example[.]com[.]$"
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN A lab.example {
        match ^one[.]
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
    template IN A lab.example {
        match ^two[.]
        answer "{{ .Name }} 60 IN A 192.0.2.2"
        fallthrough
    }
}
```

## Good

```corefile
. {
    template IN AAAA {
        match "(^|[.])example[.]com[.]$"
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN AAAA {
        match .*
    }
    forward . 192.0.2.53
}
```

```corefile
lab.example {
    template IN TXT {
        match ^one[.]
        answer "{{ .Name }} 60 IN TXT one"
    }
}
```

```corefile
. {
    template IN PTR in-addr.arpa {
        match ^(\d+)[.](\d+)[.](\d+)[.](\d+)[.]in-addr[.]arpa[.]$
        answer "{{ .Name }} 60 IN PTR host.example."
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN TXT lab.example {
        match "[.]lab[.]example[.]$"
        answer "{{ .Name }} 60 IN TXT test"
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN SRV {
        match ^_http[.]_tcp[.]example[.]org[.]$
        answer "{{ .Name }} 60 IN SRV 0 0 80 www.example.org."
    }
    hosts {
        192.0.2.1 www.example.org
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.query import Verdict
from corefile.coredns.catalogue.schema import has_reference
from corefile.coredns.model.passage import Asked, Passage
from corefile.coredns.plugins.hosts import RECORDS, Hosts
from corefile.coredns.plugins.template import Template
from corefile.lint.edits import add_property
from corefile.lint.finding import Finding, Fix
from corefile.lint.placeholders import PLACEHOLDER
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import listed

__all__ = ["RULE"]

#: How many expressions are looked at.
MAX_PATTERNS = 100


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `template` that keeps names from plugins after it."""
    for server in ctx.config.servers:
        passage = ctx.passage(server)
        for place in passage.answering if passage.known else ():
            template = passage.parts[place].stanzas[0]
            if not isinstance(template, Template) or not is_known(template):
                continue
            if place in passage.hidden:
                continue
            kept = [
                passage.parts[later]
                for later in passage.answering
                if later > place and keeps(passage, place, later)
            ]
            if kept:
                names = listed(later.name for later in kept)
                yield RULE.at(
                    ctx,
                    template.token,
                    f"`template` keeps the names that its `match` does not fit from {names}: "
                    "CoreDNS answers them with SERVFAIL",
                    help=advice(template),
                    related=[
                        ctx.related(later.token, "not asked for these names") for later in kept
                    ],
                    fix=fix(ctx, template),
                )


def keeps(passage: Passage, place: int, later: int) -> bool:
    """Tell whether a template fails queries that a later plugin could have answered."""
    table = isinstance(passage.parts[later].stanzas[0], Hosts)
    return any(
        is_lost(asked, verdict) and (not table or asked.query.type in RECORDS)
        for asked, verdict in passage.kept(place, later)
    )


def is_lost(asked: Asked, verdict: Verdict) -> bool:
    """Tell whether a query below a zone fails because no expression fits its name."""
    return asked.fresh and not any(end.written or end.when or end.error for end in verdict.ends)


def patterns(template: Template) -> list[str]:
    """Return the expressions of a template."""
    return [pattern.value for line in template.match for pattern in line]


def is_known(template: Template) -> bool:
    """Tell whether a template has expressions, not too many, and all of them are known."""
    texts = patterns(template)
    is_open = any(has_reference(text) or PLACEHOLDER.search(text) for text in texts)
    return 0 < len(texts) <= MAX_PATTERNS and not is_open


def advice(template: Template) -> str:
    """Return what to write."""
    if template.fallthrough:
        return "take the zones off `fallthrough`, so that all other names go on"
    return "write `fallthrough` as the last line of the block of `template`"


def fix(ctx: Context, template: Template) -> Fix | None:
    """Return the edit that adds `fallthrough`."""
    edits = () if template.fallthrough else add_property(ctx, template.token, "fallthrough")
    return Fix("add `fallthrough`", edits, adds=("{", "fallthrough", "}")) if edits else None


RULE = CorefileRule(
    "CF410", "template-missing-fallthrough", "warning", check, fixes=True, about=(Template.name,)
)
