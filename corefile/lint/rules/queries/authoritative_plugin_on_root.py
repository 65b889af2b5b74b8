"""A plugin with no zone of its own answers for every name there is.

Finds `file`, `kubernetes`, `secondary`, `etcd` or `k8s_external` without a zone on its line in a
server block for `.`, where a later plugin such as `forward` should have answered other names.
Without a zone such a plugin takes those of the server block, here the root.

It hurts because the plugin says of every name it does not know that there is none: all of the
internet is NXDOMAIN or SERVFAIL, and `forward` is never asked.

To mend it, write the zone on the plugin's line: `file db.example.org example.org`. With
`fallthrough` names go on too, but the plugin still takes itself for the root, and looks every name
up.

`unreachable-plugin` leaves what such a plugin hides to this rule.

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

from corefile.coredns.model.flow import Step
from corefile.lint.finding import Finding
from corefile.lint.reach import Chain, chain
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import covered, listed

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each plugin that is the root by mistake."""
    for server in ctx.config.servers:
        stanzas = chain(ctx, server)
        for step, rest in stanzas.reached():
            if not stanzas.answers_for_root(step):
                continue
            kept = [other for other in rest if misses(stanzas, step, other)]
            if kept:
                names = listed(other.name for other in kept)
                yield RULE.at(
                    ctx,
                    step.token,
                    f"`{step.name}` has no zone on its line, so it answers for `.`: every name "
                    f"that it does not know is NXDOMAIN or SERVFAIL, and none comes to {names}",
                    help=f"write the zone that it is for: `{example(step)}`",
                    related=[
                        ctx.related(other.token, "this plugin is not asked") for other in kept
                    ],
                )


def example(step: Step) -> str:
    """Return the line of a plugin with a zone on it."""
    return step.plugin.usage.replace("[ZONE…]", step.plugin.example_zone) if step.plugin else ""


def misses(stanzas: Chain, step: Step, later: Step) -> bool:
    """Tell whether a later plugin misses names that a plugin keeps."""
    zones = stanzas.shared(step, later)
    return later.name != step.name and bool(zones) and not covered(zones, step.passes_on)


RULE = CorefileRule("CF405", "authoritative-plugin-on-root", "warning", check)
