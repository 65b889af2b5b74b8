"""A plugin without its own zone answers for every name.

Finds `file`, `kubernetes`, `secondary`, `etcd` or `k8s_external` without a zone on its line in a
server block for `.`, if a later plugin such as `forward` should have answered other names. Without
a zone, such a plugin uses those of the server block, here the root. Before CoreDNS 1.8.0, so does
`auto`, which fails what is in none of its files. Also finds such a `file` with nothing after it,
unless the file is called like that of the root.

Why it matters: for every name that it does not know, the plugin says that the name does not exist.
All of the internet is NXDOMAIN or SERVFAIL, and `forward` is never asked. CoreDNS 1.15.0 does not
start if the SOA record in the file has another owner than `.`.

How to fix it: write the zone on the plugin's line: `file db.example.org example.org`. With
`fallthrough`, names are passed on too, but the plugin still treats itself as the root, and looks
every name up.

Queries that such a plugin keeps from others are reported by this rule, and not by
`unreachable-plugin`.

## Bad

```corefile
. {
    file db.example.org
    forward . 192.0.2.53
}
```

```corefile
. {
    kubernetes
    forward . 192.0.2.53
}
```

```corefile
. {
    file example.org.zone
    log
}
```

```corefile coredns=1.7.1
. {
    auto {
        directory /etc/coredns/zones
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    file db.example.org example.org
    forward . 192.0.2.53
}
```

```corefile
. {
    etcd {
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    file db.root
}
```

```corefile
. {
    auto {
        directory /etc/coredns/zones
    }
    forward . 192.0.2.53
}
```
"""

import re
from collections.abc import Iterator

from corefile.coredns.catalogue.zones import is_domain_name
from corefile.coredns.model.trace import Handler
from corefile.coredns.plugins.file import OWNER_CHECKED, File
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.stanza_words import takes_root
from corefile.lint.zone_words import listed
from corefile.text.regex import regex

__all__ = ["RULE"]

#: The names of files of the root zone.
ROOT = regex(r"root|hint|\{|named\.(ca|cache)", re.IGNORECASE)


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each plugin that is the root by mistake."""
    for server in ctx.config.servers:
        passage = ctx.passage(server)
        for place in passage.answering if passage.known else ():
            part = passage.parts[place]
            if place in passage.hidden or not takes_root(passage, part):
                continue
            kept = [
                passage.parts[later]
                for later in passage.answering
                if later > place and any(passage.kept(place, later))
            ]
            if kept:
                names = listed(other.name for other in kept)
                yield RULE.at(
                    ctx,
                    part.token,
                    f"`{part.name}` has no zone on its line, so it answers for `.`: every name "
                    f"that it does not know is NXDOMAIN or SERVFAIL, and none comes to {names}",
                    help=f"write the zone that it is for: `{example(part)}`",
                    related=[
                        ctx.related(other.token, "this plugin is not asked") for other in kept
                    ],
                )
            elif isinstance(part.stanzas[0], File) and not ROOT.search(part.stanzas[0].file.value):
                yield alone(ctx, part.stanzas[0])


def alone(ctx: Context, stanza: File) -> Finding:
    """Make the finding of a zone file for the root that nothing comes after."""
    name = stanza.file.value
    what = f"`file` has no zone on its line, so `{name}` is for the zone `.`"
    if ctx.config.build.release in OWNER_CHECKED:
        error = f'"file "{name}" has SOA owner … that does not match origin ."'
        message = f"{what}: if it is the file of another zone, CoreDNS does not start ({error})"
    else:
        message = f"{what}: every name that is not in it is NXDOMAIN"
    return RULE.at(
        ctx,
        stanza.token,
        message,
        help=f"write the zone that it is for: `file {name} {zone_of(name)}`",
    )


def zone_of(path: str) -> str:
    """Return the zone that the name of a zone file tells."""
    name = path.rpartition("/")[2].removeprefix("db.")
    for ending in (".zone", ".db", ".hosts", ".txt", ".signed"):
        name = name.removesuffix(ending)
    return name if "." in name and is_domain_name(name) else File.example_zone


def example(part: Handler) -> str:
    """Return the line of a plugin with a zone on it."""
    stanza = part.stanzas[0]
    return stanza.usage.replace("[ZONE…]", stanza.example_zone)


RULE = CorefileRule("CF405", "authoritative-plugin-on-root", "warning", check)
