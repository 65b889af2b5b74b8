"""A name in a zone file lacks its dot, so it has the zone's name twice.

Finds names in a zone file beside the Corefile, of records or of what these lead to, that are
written with the whole name of the zone but without a dot: `www.example.org` in the zone
`example.org`. An SOA record with such a name is reported by `fails-at-start`, because CoreDNS does
not start with it.

Why it matters: a name without a dot at its end is one below the zone, here
`www.example.org.example.org`. The name that was meant does not exist, and a CNAME or MX record
leads nowhere.

How to fix it: write the dot at the end of the name, or leave the zone out: `www`.

## Bad

```yaml
servers:
- zones:
  - zone: example.org
  port: 53
  plugins:
  - name: file
    parameters: /etc/coredns/example.db
zoneFiles:
- filename: example.db
  domain: example.org
  contents: |
    @ 3600 IN SOA ns hostmaster 1 7200 3600 1209600 300
    www.example.org 3600 IN A 192.0.2.1
```

## Good

```yaml
servers:
- zones:
  - zone: example.org
  port: 53
  plugins:
  - name: file
    parameters: /etc/coredns/example.db
zoneFiles:
- filename: example.db
  domain: example.org
  contents: |
    @ 3600 IN SOA ns hostmaster 1 7200 3600 1209600 300
    www.example.org. 3600 IN A 192.0.2.1
    ftp 3600 IN CNAME www
```
"""

from collections.abc import Iterator

from corefile.coredns.plugins.file import OWNER_CHECKED, File
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.hosts_and_files.zone_files import records_of

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each zone file with such names."""
    for server in ctx.config.servers:
        for file in server.all(File) if server.complete else ():
            for zone, records in records_of(ctx, server, file):
                names = (name for record in records for name in (record.owner, record.target))
                found = [name for name in dict.fromkeys(names) if is_doubled(name.lower(), zone)]
                is_told = any(
                    r.type == "SOA" and is_doubled(r.owner.lower(), zone) for r in records
                )
                if found and not (is_told and ctx.config.build.release in OWNER_CHECKED):
                    yield finding(ctx, file, zone, found)
                    break


def is_doubled(name: str, zone: str) -> bool:
    """Tell whether a name ends with a zone twice."""
    twice = f"{zone}{zone}"
    return zone != "." and (name == twice or name.endswith(f".{twice}"))


def finding(ctx: Context, file: File, zone: str, found: list[str]) -> Finding:
    """Make the finding of a zone file."""
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return RULE.at(
        ctx,
        file.file.token,
        f"`{found[0]}`{more} in `{file.file.value}` has the name of the zone twice: a name or "
        "`$ORIGIN` without a dot at its end is one below the zone",
        help=f"write the dot, so that the name is `{found[0].removesuffix(zone)}`",
    )


RULE = CorefileRule("CF215", "zone-file-name-doubled", "warning", check, about=(File.name,))
