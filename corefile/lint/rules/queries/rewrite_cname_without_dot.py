"""A rule `rewrite cname` lacks the dot at the end of a name, so it does nothing or breaks answers.

Finds `rewrite cname suffix` with a name that does not end with a dot, as the old or the new one,
`rewrite cname regex` with a new name like this, and, for releases before 1.14.7, `rewrite cname`
with such names.

Why it matters: other rules of `rewrite` add the dot, this one does not. Targets of CNAME records
end with a dot, so a rule for `example.org` never matches one. A target without the dot cannot be
written into a message ("domain must be fully qualified"), and clients get no answer.

How to fix it: write the dot at the end of both names.

## Bad

```corefile
. {
    rewrite cname suffix .example.com .example.net
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    rewrite cname suffix .example.com. .example.net.
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite cname prefix www web
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Value, has_reference
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.rules import CnameRule
from corefile.coredns.releases.release import span
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: The releases that add the dot where a rule is for one name (plugin/rewrite/cname_target.go).
DOT_ADDED = span("1.14.7")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each name of a rule for targets that lacks its dot."""
    added = ctx.config.build.release in DOT_ADDED
    for server in ctx.config.servers:
        for rule in (rewrite.rule for rewrite in server.all(Rewrite)):
            if not isinstance(rule, CnameRule) or (added and rule.match == "exact"):
                continue
            if rule.match in ("exact", "suffix") and lacks_dot(rule.from_):
                why = "targets of CNAME records end with a dot, so this rule never applies"
                yield finding(ctx, rule.from_, why)
            elif rule.match in ("exact", "suffix", "regex") and lacks_dot(rule.to):
                why = (
                    "CoreDNS cannot write a target without the dot at its end, and does not answer"
                )
                yield finding(ctx, rule.to, why)


def lacks_dot(name: Value[str]) -> bool:
    """Tell whether a name, as it is written, does not end with a dot."""
    text = name.token.text
    return not text.endswith((".", "}")) and not has_reference(text) and is_known(name.token)


def finding(ctx: Context, name: Value[str], why: str) -> Finding:
    """Make the finding of a name."""
    token = name.token
    written = token.token
    plain = token.via is None and written.raw == token.text
    edits = (Edit(written.end, written.end, "."),) if plain else ()
    return RULE.at(
        ctx,
        token,
        f"`{token.text}` has no dot at its end: {why}",
        help=f"write `{token.text}.`",
        fix=Fix("add the dot", edits, safe=False) if edits else None,
    )


RULE = CorefileRule(
    "CF428",
    "rewrite-cname-without-dot",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=(Rewrite.name,),
)
