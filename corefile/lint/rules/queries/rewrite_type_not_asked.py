"""`rewrite type` answers with records that were not asked for.

Finds a `rewrite type` from a type other than ANY to another type. Does not report HINFO, which is
written to say that there is nothing (RFC 8482).

Why it matters: the plugins after it see a query of the new type, and the client gets its own
question back with their records. Clients look for records of the type they asked for, so they
take the answer for empty. Usually the rule is meant to switch off AAAA. It does that, but each such
query is still sent to the upstream, and the log shows it as it came.

How to fix it: to answer that there are no such records, write `template IN AAAA` with `rcode
NOERROR`, and leave `rewrite` out.

## Bad

```corefile
. {
    rewrite stop type AAAA A
    forward . 192.0.2.53
}
```

## Good

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
    rewrite type ANY HINFO
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.rules import FieldRule
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each rule that makes a query one for other records."""
    for server in ctx.config.servers:
        for rewrite in server.all(Rewrite):
            rule = rewrite.rule
            if not isinstance(rule, FieldRule) or rule.field != "type":
                continue
            asked, given = rule.from_.value.upper(), rule.to.value.upper()
            if asked not in ("ANY", given) and given != "HINFO":
                yield RULE.at(
                    ctx,
                    rule.to.token,
                    f"queries of type {asked} are answered with records of type {given}: clients "
                    "take the answer for empty",
                    help=f"write `template IN {asked}` with `rcode NOERROR` instead, if there are "
                    "to be none",
                )


RULE = CorefileRule(
    "CF445", "rewrite-type-not-asked", "info", check, fragments=True, about=(Rewrite.name,)
)
