"""A key with capital letters gets no queries, before CoreDNS 1.14.7.

Finds a key of a server block whose zone has a capital letter, for releases before 1.14.7.

Why it matters: these releases write the name of a query in small letters, and then compare it with
the key as it was written: the server block never has a query. They go to the server block of a zone
above, or are refused.

To fix it, write the zone in small letters.

## Bad

```corefile coredns=1.11.3
Example.ORG {
    forward . 192.0.2.1
}
. {
    forward . 192.0.2.2
}
```

## Good

```corefile coredns=1.11.3
example.org {
    forward . 192.0.2.1
}
. {
    forward . 192.0.2.2
}
```

```corefile coredns=1.14.7
Example.ORG {
    forward . 192.0.2.1
}
. {
    forward . 192.0.2.2
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import key_addresses
from corefile.coredns.model.config import Key
from corefile.coredns.releases.release import Release, span
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import is_left_over

__all__ = ["RULE"]

#: The release that began to compare the zones of keys in small letters (dnsserver/register.go).
FOLDED = span("1.14.7")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each key that no query fits."""
    release = ctx.config.build.release
    if release in FOLDED:
        return
    for server in ctx.config.servers:
        for key in server.keys:
            if has_capitals(key, release) and not is_left_over(key):
                yield RULE.at(
                    ctx,
                    key.token,
                    f"no query comes to `{key.text}`: CoreDNS {release} compares names in small "
                    "letters with the key as it is written",
                    help="write the zone in small letters",
                    fix=fix(ctx, key),
                )


def has_capitals(key: Key, release: Release) -> bool:
    """Tell whether a zone of a key has capital letters; CIDRs and what is not known have none."""
    if not key.addresses or key.text == key.text.lower():
        return False
    written = key_addresses(key.text, as_written=True, release=release)
    return any(address.zone != address.zone.lower() for address in written)


def fix(ctx: Context, key: Key) -> Fix | None:
    """Return the edit that writes the key in small letters."""
    token = key.token
    written = token.token
    if token.source is not ctx.tree.source or token.via is not None or written.raw != key.text:
        return None
    edit = Edit(written.start, written.end, key.text.lower())
    return Fix("write it in small letters", (edit,), safe=False)


RULE = CorefileRule(
    "CF509", "capital-letters-in-key", "warning", check, fixes=True, about=("capital in key",)
)
