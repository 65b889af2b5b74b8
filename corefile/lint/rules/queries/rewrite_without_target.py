"""`rewrite name` takes its kind of match for a name, because a name is missing.

Finds a rule such as `rewrite name exact example.org`, with a kind of match and only one name.

Why it matters: two words after `name` are the old name and the new one. CoreDNS accepts the rule,
and makes `example.org` of the name `exact`, which nobody asks for. It does nothing to
`example.org`, neither a change nor a stop before the rules below.

How to fix it: write both names. To keep a name as it is and stop there, write it twice.

## Bad

```corefile
. {
    rewrite stop name exact www.example.org
    rewrite stop name suffix .example.org .example.net answer auto
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    rewrite stop name exact www.example.org www.example.org
    rewrite stop name suffix .example.org .example.net answer auto
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.names import NameRule
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each rule whose old name is a kind of match."""
    for server in ctx.config.servers:
        for rule in (rewrite.rule for rewrite in server.all(Rewrite)):
            if isinstance(rule, NameRule) and rule.lacks_name:
                kind, name = rule.from_.token.text, rule.to.token.text
                yield RULE.at(
                    ctx,
                    rule.from_.token,
                    f"`{kind}` is the name that this rule is for, because only one name follows: "
                    "it "
                    f"does nothing to queries for `{name}`",
                    help=f"write both names: `{kind} {name} NEW`; with `{name}` for both, the name "
                    "stays, and a rule with `stop` ends there",
                )


RULE = CorefileRule(
    "CF460",
    "rewrite-without-target",
    "warning",
    check,
    fragments=True,
    about=(Rewrite.name,),
)
