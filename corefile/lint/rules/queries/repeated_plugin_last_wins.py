"""A plugin is used twice in a server block, and only one of its lines applies.

Finds a second line of a plugin if CoreDNS uses only the first, such as `reload`, `etcd` or `https`.
Also finds an earlier line of a plugin if CoreDNS uses only the last, such as `health`, `auto` or
`tls`: the last line replaces the zones, the address or the certificate. So it is with two zone
files for one zone. The page of each plugin says which line applies.

Why it matters: CoreDNS accepts it, unlike two lines of `cache` or `hosts`, and one of the two has
no effect: the zones of the first `auto` are not served, and `reload 5s` below `reload` changes
nothing.

How to fix it: remove one of the lines. For two folders of zones, or two networks of `dns64`, use
two server blocks.

## Bad

```corefile
. {
    health :8080
    health :8081
    forward . 192.0.2.53
}
```

```corefile
. {
    reload
    reload 5s
    forward . 192.0.2.53
}
```

```corefile
. {
    auto example.org {
        directory /etc/coredns/org
    }
    auto example.net {
        directory /etc/coredns/net
    }
}
```

```corefile
https://. {
    tls cert.pem key.pem
    https {
        max_connections 50
    }
    https {
        max_connections 100
    }
    forward . 192.0.2.53
}
```

```corefile
tls://. {
    tls old.pem old.key
    tls new.pem new.key
    forward . 192.0.2.53
}
```

```corefile
example.org {
    file db.example.org
    file db.example.net
}
```

## Good

```corefile
. {
    health :8081
    forward . 192.0.2.53
}
```

```corefile
. {
    health :8081
    health {
        lameduck 5s
    }
    loadbalance
    loadbalance
    forward . 192.0.2.53
}
```

```corefile
. {
    auto {
        directory /etc/coredns
    }
    auto {
        reload 5s
    }
}
```

```corefile
. {
    file db.example.org example.org
    file db.example.net example.net
}
```
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.imports.expansion import ExpandedDirective
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.file import File
from corefile.lint.edits import remove_line
from corefile.lint.finding import Finding, Fix
from corefile.lint.placeholders import is_open
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each line without effect."""
    for server in ctx.config.servers:
        for dead, counting in without_effect(server):
            name = dead.name
            which = "first" if has_first(name) else "last"
            edits = remove_line(ctx, dead.tokens[0]) if has_no_block(dead) else ()
            yield RULE.at(
                ctx,
                dead.tokens[0],
                f"`{shown(dead)}` has no effect: of several `{name}` in a server block the {which} "
                "applies",
                help="leave one of them out, or use two server blocks",
                related=[ctx.related(counting.tokens[0], "this one applies")],
                fix=Fix(f"remove this `{name}`", edits, safe=False) if edits else None,
            )
        for earlier, later in replaced_files(server):
            yield RULE.at(
                ctx,
                earlier.token,
                f"`file {earlier.file.value}` has no effect: the last `file` for the same zones "
                "applies, and if it is the file of another zone, CoreDNS does not start "
                '("… has SOA owner … that does not match origin …")',
                help="write the zone of each file after its name: `file FILE ZONE`",
                related=[ctx.related(later.token, "this one applies")],
            )


def replaced_files(server: Server) -> Iterator[tuple[File, File]]:
    """Yield the files of zones for which there is another one below, each with that one."""
    files = [
        each
        for each in server.all(File)
        if not any(map(is_open, (each.file.token, *(zone.token for zone in each.zones))))
    ]
    for earlier, later in combinations(files, 2):
        zones = set(earlier.own_zones) - {"."}  # of the root there is a finding of its own
        if zones and zones <= set(later.own_zones) and earlier.file.value != later.file.value:
            yield earlier, later
            return


def without_effect(server: Server) -> Iterator[tuple[ExpandedDirective, ExpandedDirective]]:
    """Yield the lines that have no effect, each with the one that counts instead."""
    lines: dict[str, list[ExpandedDirective]] = {}
    for line in server.directives:
        lines.setdefault(line.name, []).append(line)
    for name, repeated in lines.items():
        kind = plugin_class(name) if len(repeated) > 1 else None
        if kind is not None and kind.stanzas == "first":
            yield from ((line, repeated[0]) for line in repeated if said(line) != said(repeated[0]))
        elif kind is not None and kind.stanzas in ("last", "last given"):
            given = [line for line in repeated if kind.stanzas == "last" or arguments(line)]
            yield from replaced(kind, given, server)


def replaced(
    kind: type[Plugin], lines: Sequence[ExpandedDirective], server: Server
) -> Iterator[tuple[ExpandedDirective, ExpandedDirective]]:
    """Yield the lines that the last one replaces."""
    stanzas = {id(plugin.token): plugin for plugin in server.plugins if plugin.name == kind.name}
    for line in lines:
        last = lines[-1]
        same_line = arguments(line) == arguments(last)
        if not same_line or (said(line) != said(last) and overruled(stanzas, line, last)):
            yield line, last


def overruled(
    stanzas: Mapping[int, Plugin], line: ExpandedDirective, last: ExpandedDirective
) -> bool:
    """Tell whether the last stanza has another value for each property of an earlier one."""
    earlier, later = (stanzas.get(id(each.tokens[0])) for each in (line, last))
    if earlier is None or later is None or not earlier.property_tokens:
        return False
    specs = earlier.specs()
    names = {token.text for token in earlier.property_tokens}
    single = all(name in specs and not specs[name].many for name in names)
    return single and names <= {token.text for token in later.property_tokens}


def has_first(name: str) -> bool:
    """Tell whether the first line of a plugin is the one that applies."""
    kind = plugin_class(name)
    return kind is not None and kind.stanzas == "first"


def said(line: ExpandedDirective) -> tuple[str, ...]:
    """Return all words of a line and its block."""
    return tuple(token.text for token in line.tokens)


def arguments(line: ExpandedDirective) -> tuple[str, ...]:
    """Return the words after a plugin's name."""
    words = [token.text for token in line.tokens[1:]]
    return tuple(words[: words.index("{")] if "{" in words else words)


def shown(line: ExpandedDirective) -> str:
    """Return a plugin's line, or as much of it as a message can do with."""
    return " ".join((line.name, *arguments(line)[:3]))[:60]


def has_no_block(line: ExpandedDirective) -> bool:
    """Tell whether a line has no block, the rest of which may apply anyway."""
    return arguments(line) == tuple(token.text for token in line.tokens[1:])


RULE = CorefileRule(
    "CF416",
    "repeated-plugin-last-wins",
    "warning",
    check,
    fragments=True,
    fixes=True,
    compares=True,
    about=("several stanzas",),
)
