"""The arguments of `file` are swapped.

Finds a `file` whose first argument is a zone and a later one a path, as in
`file example.org db.example.org`. The first argument is always the file.

Why it matters: CoreDNS starts anyway. It logs "Failed to open … trying again in 1m0s" and answers
for a zone named like the file. All queries for the intended zone get SERVFAIL, or go elsewhere.

How to fix it: swap them.

## Bad

```corefile
example.org {
    file example.org db.example.org
}
```

```corefile
. {
    file example.org /etc/coredns/example.zone
}
```

## Good

```corefile
example.org {
    file db.example.org example.org
}
```

```corefile
10.0.0.0/8 2.0.192.in-addr.arpa {
    file db.192.0.2 10.0.0.0/8 0/25.2.0.192.in-addr.arpa
}
```

```corefile
example.org {
    file example.org example.org sub.example.org
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import is_domain_name, normalize, parents
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.file import File
from corefile.lint.edits import write_words
from corefile.lint.finding import Finding, Fix
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: How the names of zone files begin, and end.
BEFORE = ("db.", "zone.")
BEHIND = (".zone", ".db", ".dns", ".txt", ".signed")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `file` with a path where a zone belongs."""
    for server in ctx.config.servers:
        for file in server.all(File):
            path = path_among(server, file)
            if path is not None:
                zone = file.file.token
                message = (
                    f"CoreDNS reads a file `{zone.text}` here, and answers for a zone "
                    f"`{normalize(path.text)}`: the file comes first"
                )
                yield RULE.at(
                    ctx,
                    zone,
                    message,
                    to=path,
                    help=f"swap them: `file {path.text} {zone.text}`",
                    fix=fix(ctx, zone, path),
                )


def path_among(server: Server, file: File) -> ExpandedToken | None:
    """Return the argument that is the file, None where the first one may well be."""
    first = file.file.token
    if "/" in first.text or not is_known(first) or not is_domain_name(first.text):
        return None
    name = normalize(first.text)
    keys = {zone for zone in server.zones if zone != "."}
    served = not keys.isdisjoint(parents(name))
    own = {id(key.token) for key in server.keys}
    words = [zone.token for zone in file.zones if id(zone.token) not in own]
    for word in words:
        text = word.text.lower()
        last = text.rpartition("/")[2]
        bare = last.removeprefix("db.").removeprefix("zone.").removesuffix(".zone")
        named = last.startswith(BEFORE) or last.endswith(BEHIND)
        is_zone = served or normalize(bare) == name
        path = text.startswith("/") or (named and is_zone and normalize(text) != name)
        if path and is_known(word):
            return word
    return None


def fix(ctx: Context, zone: ExpandedToken, path: ExpandedToken) -> Fix | None:
    """Return the edits that swap the two."""
    one, other = zone.token, path.token
    in_tree = zone.source is path.source and zone.via is path.via
    if not in_tree or one.glued_comment or other.glued_comment:
        return None
    edits = (*write_words(ctx, zone, [other.value]), *write_words(ctx, path, [one.value]))
    return Fix("swap the arguments", edits, safe=False) if edits else None


RULE = CorefileRule(
    "CF210",
    "file-arguments-swapped",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about=(File.name,),
)
