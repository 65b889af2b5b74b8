"""A zone file has other records beside a CNAME, which are never answered.

Finds names in a zone file beside the Corefile that have a CNAME record and others.

Why it matters: a name with a CNAME is another name for something else, and has nothing of its own.
CoreDNS loads the file, and answers each query with the CNAME, whatever type is asked for, except
for the SOA and NS records of the zone itself.

How to fix it: remove the CNAME record, or write the records that it stands for in its place. For
the name of the zone itself, which has an SOA record, write A and AAAA records.

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
    www 3600 IN CNAME web
    www 3600 IN TXT "hello"
    web 3600 IN A 192.0.2.1
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
    www 3600 IN CNAME web
    web 3600 IN A 192.0.2.1
    web 3600 IN TXT "hello"
```
"""

from collections.abc import Iterator, Sequence

from corefile.coredns.plugins.file import File
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.rules.hosts_and_files.zone_files import records_of
from corefile.lint.zone_words import listed
from corefile.text.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from corefile.go.records.record import Record

__all__ = ["RULE"]

#: What belongs to any name, and is answered beside a CNAME (RFC 4034, section 2.5).
BESIDE = frozenset(("CNAME", "RRSIG", "NSEC", "SOA"))


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each zone file with such a name."""
    for server in ctx.config.servers:
        for file in server.all(File) if server.complete else ():
            for zone, records in records_of(ctx, server, file):
                found = next(hidden(records, zone), None)
                if found is not None:
                    name, types = found
                    yield RULE.at(
                        ctx,
                        file.file.token,
                        f"`{name}` in `{file.file.value}` has a CNAME record, so its "
                        f"{listed(types)} "
                        "records are never answered",
                        help="remove the CNAME, or write what it stands for in its place",
                    )
                    break


def hidden(records: "Sequence[Record]", zone: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the names with a CNAME and the types that it hides."""
    types: dict[str, dict[str, None]] = {}
    for record in records:
        types.setdefault(record.owner.lower(), {})[record.type] = None
    for name, own in types.items():
        served = (*BESIDE, "NS") if name == zone else BESIDE
        others = [type_ for type_ in own if type_ not in served]
        if "CNAME" in own and others:
            yield name, others


RULE = CorefileRule("CF216", "zone-file-record-hidden", "warning", check, about=(File.name,))
