r"""A rule of `rewrite` is never reached, because one above it stops first.

Finds rules of `rewrite` whose names are all taken by a rule above: the same name, a name below its
`suffix`, a name that matches its expression. The two rules need not be of the same kind:
`rewrite ttl example.org 30` disables a `rewrite name example.org …` below it. Also finds everything
below a rule that stops at every query: `cname`, and `edns0` with `set` or `append`.

Why it matters: a rule that has done something ends the list, unless it says `continue`. The rules
below are not applied to that query.

How to fix it: write `rewrite continue …` in the rule above if both should apply. Otherwise put the
rule for fewer names above the one for more.

Rules are not compared if a `continue` rule between them may change the name, or if an import in the
server block was not followed.

## Bad

```corefile
. {
    rewrite name suffix .example.org .example.net answer auto
    rewrite name www.example.org www.corp.example
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite ttl suffix .example.org 30
    rewrite name www.example.org www.corp.example
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite cname exact old.example. new.example.
    rewrite name www.example.org www.corp.example
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    rewrite name www.example.org www.corp.example
    rewrite name suffix .example.org .example.net answer auto
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite continue ttl suffix .example.org 30
    rewrite continue cname exact old.example. new.example.
    rewrite name www.example.org www.corp.example
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite name old.example.org www.example.org
    rewrite name www.example.org www.corp.example
    rewrite type ANY HINFO
    rewrite type MX HINFO
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.names import NameRule
from corefile.coredns.plugins.rewrite.rules import FieldRule
from corefile.coredns.plugins.rewrite.stopping import names_of
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each rule that no query comes to."""
    for server in ctx.config.servers:
        for rewrite, earlier in Rewrite.never_asked(server.all(Rewrite)) if server.complete else ():
            if isinstance(rewrite.rule, NameRule) and rewrite.rule.lacks_name:
                continue  # `rewrite-without-target` tells
            everything = names_of(earlier.rule) is None and not isinstance(earlier.rule, FieldRule)
            what = "every query" if everything else "its queries"
            yield RULE.at(
                ctx,
                rewrite.token,
                f"this rule is never looked at: a rule above stops at {what}",
                help="write `rewrite continue …` in the rule above, or put this one above it",
                related=[ctx.related(earlier.token, f"stops at {what}")],
            )


RULE = CorefileRule(
    "CF409",
    "rewrite-rule-shadowed",
    "warning",
    check,
    fragments=True,
    every_use=True,
    has_no_effect=True,
    about=(Rewrite.name,),
)
