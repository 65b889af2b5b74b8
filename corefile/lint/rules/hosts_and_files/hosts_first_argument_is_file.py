"""`hosts` has a zone or an address where it expects the name of a file.

Finds a first argument of `hosts` that is `.`, an address, or the domain of the names in the block,
if no further argument names that domain, and a file where it expects zones.

Why it matters: the first argument is always a file. `hosts example.org { … }` reads a file called
`example.org`; if there is none, CoreDNS only logs "File does not exist". It answers for the zones
of the server block instead of `example.org`: often for all names.

How to fix it: write a file before the zones. If you have none, write `/dev/null`. For `/etc/hosts`
and all names, write `hosts` alone.

## Bad

```corefile
. {
    hosts example.org {
        192.0.2.1 www.example.org
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    hosts 192.0.2.1 www.example.org
    forward . 192.0.2.53
}
```

```corefile
. {
    hosts example.org /etc/coredns/hosts
    forward . 192.0.2.53
}
```

```corefile
. {
    hosts . {
        192.0.2.1 www.example.org
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    hosts . {
        fallthrough
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    hosts /dev/null example.org {
        192.0.2.1 www.example.org
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
example.org {
    hosts example.hosts {
        192.0.2.1 www.example.org
    }
}
```

```corefile
. {
    hosts example.org example.org {
        192.0.2.1 www.example.org
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import is_ip, is_subdomain, normalize
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.hosts import Hosts
from corefile.go.net import parse_cidr
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import own_tokens

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each file that is meant to be something else."""
    for server in ctx.config.servers:
        for hosts in server.all(Hosts):
            file = hosts.file.token if hosts.file is not None else None
            if file is None or not is_known(file):
                continue
            if is_ip(file.text) or parse_cidr(file.text) is not None:
                message = f"`{file.text}` is the name of a file here, not an address"
                help_text = (
                    "write the address and its names into a block: "
                    "`hosts {`, a line for each address, `}`"
                )
                yield RULE.at(ctx, file, message, help=help_text)
                continue
            zones = {id(zone.token) for zone in hosts.zones} - own_tokens(server)
            if file.text == "." and not hosts.entries and not zones:
                message = "`.` is the name of a file here, not a zone: CoreDNS finds no names in it"
                help_text = "leave `.` out: then `hosts` reads `/etc/hosts`"
                yield RULE.at(ctx, file, message, help=help_text, fix=without(ctx, file))
                continue
            path = next((zone.token for zone in hosts.zones if is_path(zone.token.text)), None)
            if path is not None and is_path(file.text):
                message = f"`{path.text}` is read as a zone: `hosts` reads one file"
                yield RULE.at(ctx, path, message, help=f"put its entries into `{file.text}`")
            elif path is not None or is_zone(server, hosts, file):
                served = serves(server, hosts)
                message = (
                    f"`{file.text}` is the name of a file here, not a zone: `hosts` answers for "
                    f"{served}"
                )
                right = f"`hosts {path.text if path else '/dev/null'} {file.text}`"
                help_text = f"name {'the' if path else 'a'} file first: {right}"
                edits = None if path else fix(ctx, file)
                yield RULE.at(ctx, file, message, help=help_text, fix=edits)


def is_path(word: str) -> bool:
    """Tell whether a word is the name of a file, and no zone."""
    return word.startswith(("/", "./", "../"))


def is_zone(server: Server, hosts: Hosts, file: ExpandedToken) -> bool:
    """Tell whether a file has the name of the zone that the table is for."""
    if file.text == ".":
        return True
    if "/" in file.text or not file.text:
        return False
    zone = normalize(file.text)
    inside = any(is_subdomain(zone, name.value) for entry in hosts.entries for name in entry.names)
    # A file of a zone's name is given beside the zone: `hosts example.org example.org`.
    keys = {id(key.token) for key in server.keys}
    return inside and all(own.name != zone or id(own.token) in keys for own in hosts.zones)


def serves(server: Server, hosts: Hosts) -> str:
    """Say which zones the table is asked for."""
    zones = [f"`{zone.name}`" for zone in hosts.zones]
    if "`.`" in zones:
        return "all names"
    return " and ".join(zones[:3]) if 0 < len(zones) <= 3 else "the zones of the server block"


def fix(ctx: Context, file: ExpandedToken) -> Fix | None:
    """Return the edit that puts a file before the zone."""
    edits = write_words(ctx, file, ["/dev/null"], count=0)
    return Fix("add `/dev/null`", edits, safe=False) if edits else None


def without(ctx: Context, file: ExpandedToken) -> Fix | None:
    """Return the edit that leaves the word out."""
    edits = write_words(ctx, file, [])
    return Fix("leave `.` out", edits, safe=False) if edits else None


RULE = CorefileRule(
    "CF205",
    "hosts-first-argument-is-file",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=(Hosts.name,),
)
