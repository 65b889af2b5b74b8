"""A property of one `file` applies to others too.

Finds several `file` in one server block that do not all have the same `fallthrough`, and a `reload`
or `reload_by_mtime` above a `file` that does not have its own. All `file` of a server block share
one `fallthrough`, and the last one applies; the other two apply from their line on to every `file`
below.

Why it matters: a zone that should answer for all its names passes those that do not exist to the
next plugin, or one that should pass them on does not.

How to fix it: give each zone its own server block, or name the zones: `fallthrough a.example`.
Write the other properties into each block.

## Bad

```corefile
. {
    file db.a a.example {
        fallthrough
    }
    file db.b b.example
    forward . 192.0.2.53
}
```

```corefile
. {
    file db.a a.example {
        fallthrough a.example
    }
    file db.b b.example {
        fallthrough b.example
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    file db.a a.example {
        reload 0
    }
    file db.b b.example
}
```

## Good

```corefile
. {
    file db.a a.example {
        fallthrough a.example
    }
    file db.b b.example {
        reload 0
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    file db.a a.example {
        fallthrough
    }
    file db.b b.example {
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
a.example {
    file db.a {
        fallthrough
        reload 0
    }
    forward . 192.0.2.53
}
b.example {
    file db.b
}
```
"""

from collections.abc import Iterator
from itertools import pairwise

from corefile.coredns.catalogue.schema import Zone, names
from corefile.coredns.catalogue.zones import common_zones
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.file import LASTING, File
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule, several

__all__ = ["RULE"]

#: What happens to another `file`, with a `fallthrough` and without.
OWN = "for this `file`, instead of its own `fallthrough`"
NONE = "for this `file`, which has none"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield the findings of each server block with several `file`."""
    for server in ctx.config.servers:
        files = server.all(File)
        if len(files) > 1:
            yield from fallthroughs(ctx, files)
            yield from lasting(ctx, files)


def fallthroughs(ctx: Context, files: tuple[File, ...]) -> Iterator[Finding]:
    """Yield a finding for the `fallthrough` that counts, with each `file` that it is wrong for."""
    last = next((file for file in reversed(files) if file.fallthrough is not None), None)
    token = last.has("fallthrough") if last is not None else None
    if last is None or token is None or not all(is_known(zone.token) for zone in all_zones(files)):
        return
    wrong = [
        ctx.related(file.token, OWN if file.fallthrough else NONE)
        for file in files
        if passing(file, last) != passing(file, file)
    ]
    if wrong:
        message = (
            "this `fallthrough` is the last one and applies to every `file` of the server block"
        )
        help_text = "give each zone its own server block, or name all zones that should pass"
        yield RULE.at(ctx, token, message, help=help_text, related=wrong)


def all_zones(files: tuple[File, ...]) -> Iterator[Zone]:
    """Yield every zone that is written for one of them."""
    for file in files:
        yield from file.zones
        yield from file.fallthrough or ()


def passing(file: File, other: File) -> set[str]:
    """Return the zones in which a `file` passes names on with the `fallthrough` of another."""
    return common_zones(file.own_zones, names(other.fallthrough))


def lasting(ctx: Context, files: tuple[File, ...]) -> Iterator[Finding]:
    """Yield a finding for each other property that goes on to count below."""
    for name in LASTING:
        above: ExpandedToken | None = None
        for file, below in pairwise(files):
            above = file.has(name) or above
            if above is not None and below.has(name) is None:
                message = f"this `{name}` applies to every `file` below it too"
                yield RULE.at(
                    ctx,
                    above,
                    message,
                    help=f"write `{name}` into each block, or give each zone its own server block",
                    related=[ctx.related(below.token, "for this one, which does not have its own")],
                    severity="info",
                )
                break


RULE = CorefileRule(
    "CF211", "file-options-leak", "warning", check, fragments=True, about=(several(File.name),)
)
