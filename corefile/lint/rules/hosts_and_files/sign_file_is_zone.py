"""`sign` has a zone where it expects the zone file.

Finds a `sign` whose first argument is a zone of its server block, or a name below one, without
anything that tells a file.

Why it matters: the first argument is the zone file that is to be signed. CoreDNS starts, logs
`Error signing …: open …: no such file or directory`, and signs nothing.

How to fix it: write the file first, and the zones after it.

## Bad

```corefile
example.org {
    file /var/lib/coredns/db.example.org.signed
    sign example.org {
        key file Kexample.org
    }
}
```

## Good

```corefile
example.org {
    file /var/lib/coredns/db.example.org.signed
    sign db.example.org {
        key file Kexample.org
    }
}
```

```corefile
example.org {
    file /var/lib/coredns/db.example.org.signed
    sign zones/example.org example.org {
        key file Kexample.org
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import is_domain_name, normalize, parents
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.file import File
from corefile.coredns.plugins.sign import Sign
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: How the names of zone files begin, and end.
BEFORE = ("db.", "zone.")
AFTER = (".zone", ".db", ".dns", ".txt", ".hosts")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each `sign` with a zone for its file."""
    for server in ctx.config.servers:
        keys = frozenset(zone for zone in server.zones if zone != ".")
        for sign in server.all(Sign):
            word = sign.file.token
            text = word.text.lower()
            is_file = "/" in text or text.startswith(BEFORE) or text.endswith(AFTER)
            if is_file or not is_known(word) or not is_domain_name(text):
                continue
            zone = next(filter(keys.__contains__, parents(normalize(text))), "")
            if zone and ctx.text_of(word.text) is None:
                name = zone.removesuffix(".")
                source = unsigned_file(server, zone) or f"db.{name}"
                yield RULE.at(
                    ctx,
                    word,
                    f"`{word.text}` is read as the zone file to sign, not as a zone: CoreDNS logs "
                    f"`Error signing …: open {word.text}: no such file or directory`, and signs "
                    "nothing",
                    help=f"write the file first: `sign {source} {name}`",
                )


def unsigned_file(server: Server, zone: str) -> str:
    """Return the file that a zone is served from before it is signed; "" where none is named."""
    files = (file.file.value for file in server.all(File) if zone in file.own_zones)
    return next((name for name in files if not name.endswith(".signed")), "")


RULE = CorefileRule("CF218", "sign-file-is-zone", "warning", check, about=(Sign.name,))
