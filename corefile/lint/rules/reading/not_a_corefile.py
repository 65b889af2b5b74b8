"""A file is something else than a Corefile.

Finds zone files, hosts files, lists of name servers such as `/etc/resolv.conf`, and scripts and
other code, by their names; other texts of which hardly a line begins with a plugin, such as an INI
file; texts that are not called like a Corefile and have sentences, as `notes` do, or other words
where plugins are expected, as a `Caddyfile` does; texts that begin with the prompt of a shell, if
no Corefile is found in them; and files with the marks of a merge with conflicts. Nothing else is
said of such a file.

What `kubectl describe` prints is found too, and the Corefile in it is checked. That is only a note
unless the name of the file says that CoreDNS or Kubernetes gets it.

Why it matters: CoreDNS refuses it.

How to fix it: give a Corefile. Plugins read the other files: `file` a zone file, `hosts` a hosts
file, `forward` a list of name servers.

## Bad

```corefile
$ORIGIN example.org.
@ 3600 IN SOA ns1 admin 1 7200 3600 1209600 3600
```

```corefile
127.0.0.1 localhost
10.0.0.1 db.example.org
```

```corefile
nameserver 192.0.2.53
search example.org
```

## Good

```corefile
example.org {
    file db.example.org
}
. {
    forward . /etc/resolv.conf
    loop
}
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.problems import problems_about
from corefile.lint.rule import FileContext, FileRule
from corefile.text.records import replace

__all__ = ["RULE"]


def check(ctx: FileContext) -> Iterator[Finding]:
    """Yield a finding for each such problem of a file."""
    yield from problems_about(RULE, ctx, "foreign")
    for finding in problems_about(RULE, ctx, "described"):
        yield replace(finding, severity="info")


RULE = FileRule(
    "CF022", "not-a-corefile", "error", check, always=True, about=("foreign", "described")
)
