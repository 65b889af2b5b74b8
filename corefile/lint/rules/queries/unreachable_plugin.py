"""No query reaches a plugin, because an earlier one answers them all.

Finds a plugin that could answer queries but never gets one: a plugin that comes before it, in
CoreDNS's own order, answers for all of its zones and passes nothing on. So `whoami` and `nomad` get
nothing after a `forward` for the same names, and `forward` gets nothing in a server block whose
zone `file` answers without `fallthrough`. The same of some of a plugin's zones: `k8s_external` with
`in-addr.arpa` keeps all reverse queries from `kubernetes`.

Why it matters: the line looks as if it had an effect: people change it, and nothing changes.

How to fix it: remove the plugin that gets no queries, or pass names on to it with `fallthrough`, or
give the plugin before it a narrower zone.

A plugin that is not part of CoreDNS is reported if its place among the others is known: from
`plugin.cfg`, or because you say it (`alternate after forward`).

Other rules report the cases in which a single line is the cause: `forward` after `forward` is
`forward-shadowed`, a `hosts` for all names of the server block is `hosts-missing-fallthrough`, a
plugin that answers for the root because it does not have its own zone is
`authoritative-plugin-on-root`, and a `template` with `match` is `template-missing-fallthrough`.
This rule does not report them again.

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

```corefile
. {
    k8s_external ext.example in-addr.arpa
    kubernetes cluster.local in-addr.arpa
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

```corefile
. {
    k8s_external ext.example in-addr.arpa {
        fallthrough
    }
    kubernetes cluster.local in-addr.arpa {
        fallthrough in-addr.arpa
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.zones import is_subdomain
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.passage import Passage
from corefile.coredns.model.trace import Handler
from corefile.coredns.plugins.forward import Forward
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.stanza_words import as_template, can_fall_through, is_table, takes_root
from corefile.lint.zone_words import listed, own_tokens

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each plugin that no query comes to, or none for some of its zones."""
    passages = [(server, ctx.passage(server)) for server in ctx.config.servers]
    # What a snippet brings may be asked in another server block.
    asked = {
        id(part.token.token)
        for _, passage in passages
        for place, part in enumerate(passage.parts)
        if place not in passage.hidden
    }
    for server, passage in passages:
        for place, by in passage.hidden.items():
            later = passage.parts[place]
            if id(later.token.token) in asked:
                continue
            yield from told(ctx, passage, later, by, later.token)
        own = own_tokens(server)
        for place in passage.judged:
            kept = passage.hidden_zones(place)
            part = passage.parts[place]
            zones = (zone for stanza in part.stanzas for zone in getattr(stanza, "zones", ()))
            lost = [zone for zone in zones if zone.name in kept and id(zone.token) not in own]
            if lost:
                by = tuple(dict.fromkeys(one for zone in lost for one in kept[zone.name]))
                names = listed(zone.token.text for zone in lost)
                yield from told(ctx, passage, part, by, lost[0].token, f" for {names}")


def told(
    ctx: Context,
    passage: Passage,
    later: Handler,
    by: tuple[int, ...],
    token: ExpandedToken,
    about: str = "",
) -> Iterator[Finding]:
    """Yield the finding about queries that others keep from a plugin, unless another rule does."""
    earlier = [passage.parts[one] for one in by]
    if any(has_own_rule(passage, one, later) for one in earlier):
        return
    names = list(dict.fromkeys(what(passage, one) for one in earlier))
    yield RULE.at(
        ctx,
        token,
        f"no query{about} comes to this `{later.name}`: {' and '.join(names)}, asked before it, "
        f"{'answers' if len(names) == 1 else 'answer'} them all",
        help=advice(passage, earlier[0], later, about),
        related=[ctx.related(one.token, "answers instead") for one in earlier],
    )


def has_own_rule(passage: Passage, earlier: Handler, later: Handler) -> bool:
    """Tell whether another rule says what a plugin keeps from one asked later."""
    if isinstance(earlier.stanzas[0], Forward) and earlier.name == later.name:
        (zone,), (above,) = later.stanzas[0].own_zones, earlier.stanzas[0].own_zones
        return is_subdomain(above, zone)
    template = as_template(earlier.stanzas[0])
    return (
        is_table(passage, earlier)
        or takes_root(passage, earlier)
        or (template is not None and bool(template.match))
    )


def what(passage: Passage, part: Handler) -> str:
    """Return the words for a plugin that keeps all queries."""
    stanza = part.stanzas[0]
    template = as_template(stanza)
    if template is not None:
        words = f"{template.query_class.value} {template.query_type.value}"
        return f"`template {words}` without `match`"
    without = can_fall_through(passage, part) and not getattr(stanza, "fallthrough", None)
    return f"`{part.name}` without `fallthrough`" if without else f"`{part.name}`"


def advice(passage: Passage, earlier: Handler, later: Handler, about: str) -> str:
    """Return what to write; `about` is empty where it is about all that the plugin has."""
    if not later.stanzas:  # a plugin of another project
        return (
            f"remove it, or build CoreDNS with `{later.name}` above `{earlier.name}` in plugin.cfg"
        )
    if earlier.stanzas[0].needs == later.name and not about:
        falls = "write `fallthrough` in it, or " if can_fall_through(passage, earlier) else ""
        words = f"`{earlier.name}` takes its answers from `{later.name}`"
        return f"{words}: {falls}give it another zone"
    inner = [zone for stanza in later.stanzas for zone in stanza.own_zones]
    if (
        isinstance(earlier.stanzas[0], Forward)
        and inner
        and not any(
            is_subdomain(zone, above) for zone in inner for above in earlier.stanzas[0].own_zones
        )
    ):
        names = " ".join(zone.removesuffix(".") for zone in inner)
        return (
            f"write `except {names}` in the block of `forward`, or move `{later.name}` to a server "
            "block of its own"
        )
    remove = f"remove {'the zones here' if about else f'`{later.name}`'}, or"
    if can_fall_through(passage, earlier):
        return f"{remove} write `fallthrough` in `{earlier.name}` so that other names go on to it"
    return f"{remove} move it to a server block for the names that it should answer"


RULE = CorefileRule(
    "CF404", "unreachable-plugin", "warning", check, every_use=True, has_no_effect=True
)
