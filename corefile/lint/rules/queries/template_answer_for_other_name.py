"""A `template` answers with records of another name than the one that was asked for.

Finds a `template` all of whose answers begin with a fixed name that no query to it has: the name
is in none of its zones, or no `match` fits it. Also finds one without `match` that answers all
names of a zone with the records of one name below it.

Why it matters: CoreDNS sends the record as it is. Clients look for records of the name that they
asked for, so they take the answer for empty, or drop it.

How to fix it: write `{{ .Name }}` at the beginning of the record.

## Bad

```corefile
example.org {
    template IN A two.example.org {
        answer "one.example.org. 60 IN A 192.0.2.1"
    }
}
```

```corefile
example.org {
    template IN A {
        match ^two[.]example[.]org[.]$
        answer "one.example.org. 60 IN A 192.0.2.1"
    }
}
```

```corefile
. {
    template IN NS {
        answer "lab.example. 60 IN NS ns.lab.example."
    }
}
```

## Good

```corefile
example.org {
    template IN TXT two.example.org {
        answer "{{ .Name }} 60 IN TXT x"
    }
}
```

```corefile
example.org {
    template IN TXT one.example.org {
        answer "one.example.org. 60 IN TXT x"
    }
}
```

```corefile
example.org {
    template IN TXT two.example.org {
        answer "{{ .Name }} 60 IN CNAME one.example.org."
        answer "one.example.org. 60 IN TXT x"
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Value, has_reference, names
from corefile.coredns.catalogue.zones import covering, fqdn
from corefile.coredns.plugins.template import Template
from corefile.coredns.plugins.template.trial import fault
from corefile.go.errors import Invalid
from corefile.go.regexp.match import TooMuch, search
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `template` that never answers with the name it was asked for."""
    for server in ctx.config.servers:
        for template in server.all(Template):
            words = [word for line in template.answer for word in line]
            owners = [owner(word) for word in words]
            if not owners or not all(owners):
                continue
            if any(fault(template, "answer", word) for word in words):
                continue
            name = owners[0].removesuffix(".")
            if all(is_strange(template, one) for one in owners):
                message = (
                    f"the answer is about `{name}`, for which no query comes to this `template`: "
                    "clients drop it"
                )
                help_text = "write `{{ .Name }}` at the beginning of the record"
            elif not template.match and not set(owners).intersection(names(template.zones)):
                message = (
                    f"the answer is about `{name}`, whatever name is asked for: clients that ask "
                    "for another one drop it"
                )
                help_text = (
                    f"write the zone `{name}` before the block, or `{{{{ .Name }}}}` at the "
                    "beginning of the record"
                )
            else:
                continue
            yield RULE.at(ctx, words[0].token, message, help=help_text)


def owner(word: Value[str]) -> str:
    """Return the name at the beginning of a record in lower case; "" for one that varies."""
    first = next(iter(word.value.split()), "")
    fixed = not has_reference(word.value) and not set("{}$@\\").intersection(first)
    return fqdn(first).lower() if fixed else ""


def is_strange(template: Template, name: str) -> bool:
    """Tell whether no query to a stanza has a name."""
    if not covering(names(template.zones), name):
        return True
    patterns = [pattern.value for line in template.match for pattern in line]
    return bool(patterns) and not any(may_fit(pattern, name) for pattern in patterns)


def may_fit(pattern: str, name: str) -> bool:
    """Tell whether an expression fits a name, or may."""
    try:
        return has_reference(pattern) or search(pattern, name) is not None
    except (Invalid, TooMuch):
        return True


RULE = CorefileRule(
    "CF442",
    "template-answer-for-other-name",
    "warning",
    check,
    about=(Template.name,),
)
