"""A file that is called like one zone is read for others too.

Finds a `file` or `sign` without a zone on its line in a server block for several zones, whose file
is called like one of these.

Why it matters: without a zone on the line, the file is read for every zone of the server block. A
record with a whole name is then in one zone only; the others have the rest, or CoreDNS does not
start because the SOA record is not theirs. `sign` writes a signed file for each zone.

How to fix it: write the zone on the line: `file db.example.org example.org`. A file that is meant
for several zones has names without a dot at their ends only, and is better called otherwise.

## Bad

```corefile
example.org example.net {
    file db.example.org
}
```

## Good

```corefile
example.org example.net {
    file db.example.org example.org
    file db.example.net example.net
}
```

```corefile
example.org example.net {
    file db.parked
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Value, Zone
from corefile.coredns.catalogue.zones import is_domain_name, is_subdomain, normalize
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.file import File
from corefile.coredns.plugins.sign import Sign
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import listed, own_tokens

__all__ = ["RULE"]

#: What the name of a zone file has around the name of its zone.
BEFORE = ("db.", "zone.")
AFTER = (".zone", ".db", ".dns", ".txt", ".hosts", ".signed")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each file that is read for other zones than it is called after."""
    for server in ctx.config.servers:
        for name, file, zones in files(server):
            own = zone_of(file.value)
            others = [z.name for z in zones if not is_subdomain(own, z.name)] if own else []
            is_one = any(zone.name == own for zone in zones)
            if is_one and others and is_known(file.token) and ctx.text_of(file.value) is None:
                shown = listed(zone.removesuffix(".") or "." for zone in others)
                yield RULE.at(
                    ctx,
                    file.token,
                    f"`{file.value}` is read for {shown} too, because no zone is on the line of "
                    f"`{name}`",
                    help=f"write the zone that it is for: `{name} {file.value} "
                    f"{own.removesuffix('.')}`",
                )


def files(server: Server) -> Iterator[tuple[str, Value[str], tuple[Zone, ...]]]:
    """Yield the plugins with a file for all zones of a server block."""
    keys = own_tokens(server)
    found: list[File | Sign] = [*server.all(File), *server.all(Sign)]
    for plugin in found:
        if len(plugin.zones) > 1 and all(id(zone.token) in keys for zone in plugin.zones):
            yield plugin.name, plugin.file, plugin.zones


def zone_of(path: str) -> str:
    """Return the zone that the name of a file tells, "" for none."""
    name = path.rpartition("/")[2].lower()
    for before in BEFORE:
        name = name.removeprefix(before)
    for after in AFTER:
        name = name.removesuffix(after)
    return normalize(name) if "." in name and is_domain_name(name) else ""


RULE = CorefileRule("CF219", "file-for-several-zones", "info", check, about=(File.name, Sign.name))
