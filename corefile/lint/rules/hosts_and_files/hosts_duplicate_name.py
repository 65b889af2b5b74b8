"""A name is listed twice in a `hosts` table.

Finds a name with two addresses of one family in one `hosts` block, on lines that do not follow each
other, and an address and name that are listed twice. Names are compared as CoreDNS does: case and a
dot at the end do not matter.

Why it matters: CoreDNS answers with both addresses, in turn. If the second was meant to replace the
first, half of all clients go to the old place. In `hosts`, the last line does not win.

How to fix it: remove the line that is out of date. If both addresses are intended, put their lines
directly below each other; such lines are not reported.

## Bad

```corefile
example.org {
    hosts {
        192.0.2.1 www.example.org
        192.0.2.7 mail.example.org
        192.0.2.2 www.example.org
    }
}
```

```corefile
example.org {
    hosts {
        192.0.2.1 www.example.org mail.example.org
        192.0.2.1 WWW.example.org.
    }
}
```

## Good

```corefile
example.org {
    hosts {
        192.0.2.2 www.example.org mail.example.org
        2001:db8::2 www.example.org
    }
}
```

```corefile
example.org {
    hosts {
        192.0.2.1 www.example.org
        192.0.2.2 www.example.org
        192.0.2.3 www.example.org
    }
}
```
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address

from corefile.coredns.catalogue.schema import Value
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.hosts import HostEntry, Hosts
from corefile.lint.edits import remove_line, write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: What to do about a name with two addresses.
IF_BOTH = "remove the one that is out of date, or put the two lines one below the other"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each name that the table has already."""
    for server in ctx.config.servers:
        for hosts in server.all(Hosts):
            yield from repeated(ctx, hosts)


def repeated(ctx: Context, hosts: Hosts) -> Iterator[Finding]:
    """Yield a finding for each name that one table has already."""
    first: dict[tuple[str, int], tuple[IPv4Address | IPv6Address, ExpandedToken]] = {}
    listed: dict[tuple[str, IPv4Address | IPv6Address], ExpandedToken] = {}
    last: dict[tuple[str, int], int] = {}
    for number, entry in enumerate(hosts.entries):
        address = entry.address
        if address is None:
            continue
        for name in entry.names:
            key = name.value, address.version
            other, before = first.setdefault(key, (address, name.token))
            twin = listed.setdefault((name.value, address), name.token)
            side_by_side = last.get(key) == number - 1
            last[key] = number
            same = twin is not name.token
            if not same and (before is name.token or side_by_side):
                continue
            message = (
                f"`{name.token.text}` is listed twice with the address {address}"
                if same
                else f"`{name.token.text}` has two addresses, {other} and {address}: "
                "CoreDNS answers with both"
            )
            yield RULE.at(
                ctx,
                name.token,
                message,
                help="remove one of the two" if same else IF_BOTH,
                related=[ctx.related(twin if same else before, "first listed here")],
                fix=fix(ctx, entry, name) if same else None,
            )


def fix(ctx: Context, entry: HostEntry, name: Value[str]) -> Fix | None:
    """Return the edit that takes a name out, with its line if it is alone there."""
    gone = name.token.text
    if name.token.via is not None:
        return None
    if len(entry.names) > 1:
        edits = write_words(ctx, name.token, [])
        message, removes = f"remove `{gone}`", [gone]
    else:
        edits = remove_line(ctx, entry.token)
        message, removes = f"remove the line of `{gone}`", [entry.token.text, gone]
    # What a comment says may be worth keeping.
    safe = not any("#" in ctx.tree.source.text[edit.start : edit.end] for edit in edits)
    return Fix(message, edits, safe, removes=tuple(removes)) if edits else None


RULE = CorefileRule(
    "CF203",
    "hosts-duplicate-name",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=(Hosts.name,),
)
