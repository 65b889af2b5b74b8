"""A variable of a template is read as an environment variable.

Finds `{{$` in the block of `template`. Before the template sees its text, CoreDNS replaces
everything that looks like an environment variable, and the `{$name}` inside `{{$name}}` does.

Why it matters: no such environment variable is set, so only `{}` remains. CoreDNS refuses the
template, or answers with records that have a gap.

How to fix it: put a space before the `$`: `{{ $name }}`.

## Bad

```corefile
. {
    template IN TXT {
        answer "{{$n := .Name}}{{ $n }} 60 IN TXT hello"
    }
}
```

## Good

```corefile
. {
    template IN TXT {
        answer "{{ $n := .Name }}{{ $n }} 60 IN TXT hello"
    }
}
```

```corefile
. {
    template IN TXT {
        answer "{{ .Name }} 60 IN TXT {$TEXT}"
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

EATEN = "{{$"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each word of a `template` in which a variable gets lost."""
    for server in ctx.config.servers:
        lines = (line for line in server.directives if line.name == "template")
        for token in (token for line in lines for token in line.tokens):
            _, eaten, rest = token.text.partition(EATEN)
            name, closing, _ = rest.partition("}")
            if eaten and name and closing:
                message = (
                    f"CoreDNS takes `{{${name}}}` for a variable of the environment, and leaves "
                    "`{}` of it"
                )
                help_text = "put a space before the `$`: `{{ $`"
                yield RULE.at(ctx, token, message, help=help_text, fix=fix(ctx, token))


def fix(ctx: Context, token: ExpandedToken) -> Fix | None:
    """Return the edits that put a space before each `$`."""
    if token.source is not ctx.tree.source:
        return None
    edits = []
    at = token.token.raw.find(EATEN)
    while at >= 0:
        place = token.token.start + at + 2
        edits.append(Edit(place, place, " "))
        at = token.token.raw.find(EATEN, at + 3)
    said = token.text.replace(EATEN, EATEN[:2] + " " + EATEN[2:])
    adds, removes = (said,), (token.text,)
    return Fix("add a space", tuple(edits), adds=adds, removes=removes) if edits else None


RULE = CorefileRule(
    "CF111",
    "template-variable-eaten",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=("template",),
    signs=(EATEN,),
)
