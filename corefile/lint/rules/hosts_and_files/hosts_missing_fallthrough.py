"""`hosts` keeps queries from the plugins after it.

Finds a `hosts` without `fallthrough` (or with one that does not cover enough) in a server block
where a later plugin, such as `kubernetes` or `forward`, could have answered. Does not report a
`hosts` with zones on its line: such a table is meant to answer alone for them.

Why it matters: every name that is not in the table ends in `hosts`, and clients get SERVFAIL for
it. It happens when somebody adds "just one host" to a cluster's CoreDNS, and stops every look-up
outside the cluster.

How to fix it: write `fallthrough` as the last line of the block.

## Bad

```corefile
. {
    hosts {
        192.0.2.10 registry.example
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    hosts {
        192.0.2.10 registry.example
        fallthrough in-addr.arpa
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    hosts {
        192.0.2.10 registry.example
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
corp.example {
    hosts {
        192.0.2.10 registry.corp.example
    }
}
```

```corefile
. {
    hosts /etc/coredns/hosts corp.example
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.query import Verdict
from corefile.coredns.catalogue.schema import names
from corefile.coredns.model.passage import Passage
from corefile.coredns.model.trace import Handler
from corefile.coredns.plugins.hosts import Hosts
from corefile.lint.edits import add_property
from corefile.lint.finding import Finding, Fix
from corefile.lint.hosts_table import meant, stray, swallowed
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.stanza_words import is_table
from corefile.lint.zone_words import listed

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `hosts` that keeps queries from a later plugin."""
    if any(item.inside == Hosts.name for item in ctx.expansion.unresolved):
        return
    for server in ctx.config.servers:
        hosts = server.first(Hosts)
        if hosts is None or "." in names(hosts.fallthrough):
            continue
        is_misspelt = any(meant(entry) == "fallthrough" for entry in stray(hosts))
        if is_misspelt and not swallowed(hosts, ctx.config.build.plugins):
            continue  # `hosts-swallowed-directive` tells
        kept = list(kept_from(ctx.passage(server)))
        if not kept:
            continue
        later = listed(part.name for part in kept)
        message = (
            f"`hosts` keeps all names that are not in its table from {later}: "
            "CoreDNS answers them with SERVFAIL"
        )
        yield RULE.at(
            ctx,
            hosts.token,
            message,
            help=advice(hosts),
            related=[ctx.related(part.token, "this plugin is not asked") for part in kept],
            fix=fix(ctx, hosts),
        )


def kept_from(passage: Passage) -> Iterator[Handler]:
    """Yield the later plugins that could have answered."""
    place = next((n for n in passage.answering if passage.parts[n].name == Hosts.name), None)
    if place is None or not is_table(passage, passage.parts[place]):
        return
    for later in passage.answering:
        if later > place and any(is_lost(v) for _, v in passage.kept(place, later)):
            yield passage.parts[later]


def is_lost(verdict: Verdict) -> bool:
    """Tell whether a query fails because its name is not in the table."""
    return all(end.kind == "failed" or end.when for end in verdict.ends)


def advice(hosts: Hosts) -> str:
    """Return what to write."""
    if hosts.fallthrough:
        return "take the zones off `fallthrough`, so that all other names go on"
    return "write `fallthrough` as the last line of the block of `hosts`"


def fix(ctx: Context, hosts: Hosts) -> Fix | None:
    """Return the edit that adds `fallthrough`."""
    edits = () if hosts.fallthrough else add_property(ctx, hosts.token, "fallthrough")
    return Fix("add `fallthrough`", edits, adds=("{", "fallthrough", "}")) if edits else None


RULE = CorefileRule(
    "CF201", "hosts-missing-fallthrough", "warning", check, fixes=True, about=(Hosts.name,)
)
