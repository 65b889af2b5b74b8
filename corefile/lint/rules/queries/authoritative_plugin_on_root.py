"""A plugin without its own zone answers for every name.

Finds `file`, `kubernetes`, `secondary`, `etcd` or `k8s_external` without a zone on its line in a
server block for `.`, if a later plugin such as `forward` should have answered other names. Without
a zone, such a plugin uses those of the server block, here the root.

Why it matters: for every name that it does not know, the plugin says that the name does not exist.
All of the internet is NXDOMAIN or SERVFAIL, and `forward` is never asked.

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

from collections.abc import Iterator

from corefile.coredns.model.trace import Handler
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.stanza_words import takes_root
from corefile.lint.zone_words import listed

__all__ = ["RULE"]


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


def example(part: Handler) -> str:
    """Return the line of a plugin with a zone on it."""
    stanza = part.stanzas[0]
    return stanza.usage.replace("[ZONE…]", stanza.example_zone)


RULE = CorefileRule("CF405", "authoritative-plugin-on-root", "warning", check)
