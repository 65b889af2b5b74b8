"""No query comes to a plugin, because one before it answers them all.

Finds a plugin that could answer queries and never sees one: a plugin that is asked before it, in
CoreDNS's own order, answers for all of its zones and passes nothing on. So `whoami` and `nomad` get
nothing behind a `forward` for the same names, and `forward` gets nothing in a server block whose
zone `file` answers without `fallthrough`.

It hurts because the line looks as if it did something: people change it, and nothing changes.

To mend it, remove the plugin that gets nothing, or let names go on to it with `fallthrough`, or
give the plugin before it a narrower zone.

Other rules have the cases in which one line is to blame for what others do not get: `forward`
behind `forward` is `forward-shadowed`, a `hosts` for all names of the server block is
`hosts-missing-fallthrough`, a plugin that answers for the root because it has no zone of its own is
`authoritative-plugin-on-root`, and a `template` with `match` is `template-missing-fallthrough`.
This rule is silent about what these plugins keep from others.

## Bad

```corefile
. {
    forward . 192.0.2.53
    whoami
}
```

```corefile
corp.example {
    file /etc/coredns/corp.example.zone
    forward . 192.0.2.53
}
```

```corefile
. {
    template ANY ANY {
        rcode REFUSED
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    forward . 192.0.2.53
}
whoami.example {
    whoami
}
```

```corefile
corp.example {
    file /etc/coredns/corp.example.zone {
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    file /etc/coredns/corp.example.zone corp.example
    forward . 192.0.2.53
}
```

```corefile
. {
    forward . 192.0.2.53 {
        except whoami.example
    }
    whoami
}
```

```corefile
. {
    template IN AAAA {
        rcode NOERROR
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.model.flow import Step
from corefile.coredns.plugins.template import Template
from corefile.lint.finding import Finding
from corefile.lint.reach import chain
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each plugin that no query comes to."""
    for server in ctx.config.servers:
        found: dict[int, tuple[Step, Step]] = {}
        stanzas = chain(ctx, server)
        for earlier, rest in stanzas.after():
            if stanzas.answers_for_root(earlier) or stanzas.is_table(earlier):
                continue
            for later in rest:
                if id(later) not in found and stanzas.hides(earlier, later):
                    found[id(later)] = earlier, later
        for earlier, later in found.values():
            yield RULE.at(
                ctx,
                later.token,
                f"no query comes to this `{later.name}`: {what(earlier)}, which is asked before "
                f"it, answers them all",
                help=advice(earlier, later),
                related=[ctx.related(earlier.token, "answers instead")],
            )


def what(step: Step) -> str:
    """Return the words for a plugin that keeps all queries."""
    if isinstance(step.plugin, Template):
        kind = f"{step.plugin.query_class.value} {step.plugin.query_type.value}"
        return f"`template {kind}` without `match`"
    without = can_fall_through(step) and not step.passes_on
    return f"`{step.name}` without `fallthrough`" if without else f"`{step.name}`"


def advice(earlier: Step, later: Step) -> str:
    """Return what to write."""
    remove = f"remove `{later.name}`, or"
    if can_fall_through(earlier):
        return f"{remove} write `fallthrough` in `{earlier.name}` so that other names go on to it"
    return f"{remove} move it to a server block for the names that it should answer"


def can_fall_through(step: Step) -> bool:
    """Tell whether a plugin can pass on names that it does not know."""
    template = isinstance(step.plugin, Template)  # whatever fits its expressions is known
    return step.plugin is not None and "fallthrough" in step.plugin.specs() and not template


RULE = CorefileRule("CF404", "unreachable-plugin", "warning", check)
