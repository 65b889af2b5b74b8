"""A `template` gives its CNAME only to those who ask for a CNAME.

Finds a `template` for queries of type CNAME that answers with a CNAME, if no other `template` of
the server block is for type ANY or A.

Why it matters: programs ask for addresses, with queries of type A and AAAA. This `template` is not
for those: they go to the plugins after it, which do not know the alias.

How to fix it: write `template IN ANY`: a CNAME is the answer to queries of every type. CoreDNS
looks up the name that it leads to, and adds its addresses.

## Bad

```corefile
. {
    template IN CNAME app.example {
        answer "{{ .Name }} 60 IN CNAME www.example.net."
    }
    forward . 192.0.2.53
}
```

## Good

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
    template IN CNAME app.example {
        answer "{{ .Name }} 60 IN CNAME www.example.net."
    }
    template IN A app.example {
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
    template IN AAAA app.example
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.template import Template
from corefile.coredns.plugins.template.trial import made
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each CNAME that those who ask for addresses do not get."""
    for server in ctx.config.servers:
        templates = server.all(Template)
        if not server.complete or any(one.query_type.value in ("ANY", "A") for one in templates):
            continue
        for template in templates:
            if template.query_type.value == "CNAME" and gives_alias(template):
                yield RULE.at(
                    ctx,
                    template.query_type.token,
                    "queries for addresses (A, AAAA) do not come to this `template`, only those "
                    "for type CNAME",
                    help=f"write `{template.query_class.value} ANY`: a CNAME is the answer for "
                    "every type",
                )


def gives_alias(template: Template) -> bool:
    """Tell whether a template answers with another name."""
    words = [word for line in template.answer for word in line]
    return any(one.type == "CNAME" for word in words for one in made(template, "answer", word))


RULE = CorefileRule("CF444", "template-for-cname-only", "warning", check, about=(Template.name,))
