"""A line of a `hosts` table is ignored.

Finds lines in the block of `hosts` that do not begin with an address (a name before its address, an
address with a port or a mask, a number that is too large), an address without a name, and names
that nobody asks for: a URL, a name with a port or a comma at its end, letters that are not ASCII, a
second address. An address whose digits are left out, such as `x.x.x.x`, is a note.

Why it matters: `hosts` ignores the line without a message, and the name is not found.

How to fix it: write one address and then its names, separated by spaces.

## Bad

```corefile
example.org {
    hosts {
        www.example.org 192.0.2.1
    }
}
```

```corefile
example.org {
    hosts {
        192.0.2.256 www.example.org
    }
}
```

```corefile
example.org {
    hosts {
        192.0.2.1 www.example.org:8080
    }
}
```

```corefile
example.org {
    hosts {
        192.0.2.1
    }
}
```

## Good

```corefile
example.org {
    hosts {
        192.0.2.1 www.example.org example.org
        2001:db8::1 www.example.org.
        fe80::1%eth0 _link.example.org
        {$ADDRESS} mail.example.org xn--bcher-kva.example.org
    }
}
```
"""

import re
from collections.abc import Iterator

from corefile.coredns.catalogue.zones import is_ip
from corefile.coredns.plugins.hosts import HostEntry, Hosts
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.hosts_table import fault, is_one_word, meant, stray, swallowed
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.text.regex import regex

__all__ = ["RULE"]

#: Of an address whose digits are left out: `x.x.x.x`, `10.xx.xx.5`, `192.168.1.X`, `172.16.y.z`.
_HIDDEN = regex(
    r"(?=[^xyzn*#?]*[xyzn*#?])(?:\d{1,3}|[xyzn*#?]{1,3})(?:\.(?:\d{1,3}|[xyzn*#?]{1,3})){3}",
    re.IGNORECASE,
)


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each line without a proper address or name."""
    for server in ctx.config.servers:
        for hosts in server.all(Hosts):
            if not swallowed(hosts, ctx.config.build.plugins):
                for entry in stray(hosts):
                    if not meant(entry):
                        yield without_address(ctx, entry)
            for entry in hosts.entries:
                if entry.address is not None:
                    yield from bad_names(ctx, entry)


def without_address(ctx: Context, entry: HostEntry) -> Finding:
    """Make the finding of a line that does not begin with an address."""
    word = entry.token.text
    is_hidden = _HIDDEN.fullmatch(word) is not None
    what = "stands for an address, and is none" if is_hidden else "is not an address"
    return RULE.at(
        ctx,
        entry.token,
        f"`{word}` {what}: `hosts` ignores the line",
        help=advice(entry),
        fix=swap(ctx, entry),
        severity="info" if is_hidden else RULE.severity,
    )


def advice(entry: HostEntry) -> str:
    """Return what to write instead."""
    word = entry.token.text
    if word.startswith("$("):
        return "`$(…)` is for a shell, and CoreDNS does not run it: write the address"
    if is_reversed(entry):
        address = entry.names[0].token.text
        return f"write the address first: `{address} {word}`"
    bare = word.rstrip(",;:").strip("[]")
    host = bare.rpartition(":")[0].strip("[]")
    for address in (bare, host, bare.partition("/")[0]):
        if is_ip(address):
            return f"write the address alone: `{address}`"
    return "write an address, and after it its names"


def is_reversed(entry: HostEntry) -> bool:
    """Tell whether a name is before its address."""
    return bool(entry.names) and is_ip(entry.names[0].token.text)


def swap(ctx: Context, entry: HostEntry) -> Fix | None:
    """Return the edits that put the address before the name."""
    if not is_reversed(entry) or entry.names[0].token.source is not entry.token.source:
        return None
    first, second = entry.token.token, entry.names[0].token.token
    if first.glued_comment or second.glued_comment:
        return None
    edits = write_words(ctx, entry.token, [second.value, first.value], count=2)
    return Fix("put the address first", edits, safe=False) if edits else None


def bad_names(ctx: Context, entry: HostEntry) -> Iterator[Finding]:
    """Yield the findings of a line that begins with an address."""
    address = entry.token.text
    if not entry.names:
        yield RULE.at(
            ctx,
            entry.token,
            f"`{address}` has no name: `hosts` ignores the line",
            help=f"write its names after it: `{address} NAME`",
        )
    for name in entry.names:
        if is_known(name.token) and is_one_word(name.token.text) and (why := fault(name)):
            yield RULE.at(
                ctx,
                name.token,
                f"`{name.token.text}` is {why}: no query ever asks for it",
                help="write only names, with spaces between them, and each address on its own line",
            )


RULE = CorefileRule(
    "CF206",
    "hosts-bad-inline-entry",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=(Hosts.name,),
)
