r"""A regular expression fits no name.

Finds expressions in `match` of `template` and in `rewrite` that no name can fit: with a `$` that no
dot can stand before, with a capital letter that has to be there, or with something behind `$` or
before `^`.

It hurts because the rule is dead and nothing says so. CoreDNS compares names in lower case and with
the dot at their end: the name is `www.example.org.`, and `^www\.example\.org$` does not fit it.

To mend it, write the last dot: `\.$`. Write letters in lower case, or `(?i)` before them.

## Bad

```corefile
. {
    template IN A {
        match ^www\.example\.org$
        answer "{{ .Name }} 60 IN A 192.0.2.1"
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite name regex (.*)\.Corp\.example {1}.example answer auto
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    template IN A {
        match ^www\.example\.org\.$
        answer "{{ .Name }} 60 IN A 192.0.2.1"
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite name regex (?i)(.*)\.Corp\.example {1}.example answer auto
    rewrite name regex ^(.*)\.lab\..*$ {1}.example answer auto
    forward . 192.0.2.53
}
```

```corefile
. {
    template IN A {
        match ^.*\.{$DOMAIN}$
        answer "{{ .Name }} 60 IN A 192.0.2.1"
        fallthrough
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.config import Server
from corefile.coredns.languages.name_patterns import never_fits
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.template import Template
from corefile.coredns.rewrite_names import NameRule
from corefile.coredns.rewrite_rules import RcodeRule, TtlRule
from corefile.coredns.schema import Value, has_reference
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.refused import PLACEHOLDER
from corefile.lint.rule import Context, Rule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Give a finding for each expression that fits no name."""
    for server in ctx.config.servers:
        for pattern in patterns(server):
            text = pattern.value
            if has_reference(text) or PLACEHOLDER.search(text) or not never_fits(text):
                continue
            ending = with_dot(text)
            lower = not ending and not never_fits(text.lower())
            why = "names are compared in lower case" if lower else "names end with a dot"
            advice = "write it in lower case, or with `(?i)` before it"
            if ending:
                advice = r"write the dot before the `$`: `\.$`"
            elif not lower:
                why, advice = "nothing can stand as it asks for", "write what names look like"
            yield RULE.at(
                ctx,
                pattern.token,
                f"no name fits this expression: {why}",
                help=advice,
                fix=fix(ctx, pattern) if ending else None,
            )
