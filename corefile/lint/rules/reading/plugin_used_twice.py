"""A plugin that may be used only once in a server block is used twice.

Finds a second `hosts`, `cache`, `errors`, `kubernetes`, … in one server block, also if one of the
two comes from an `import`.

Why it matters: CoreDNS does not start, and a running server keeps its old configuration. A frequent
cause is a `*.override` key that repeats a plugin of the main Corefile.

How to fix it: merge them into one, or move the second into another server block.

## Bad

```corefile
. {
    hosts {
        192.0.2.1 a.example
        fallthrough
    }
    hosts {
        192.0.2.2 b.example
        fallthrough
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    hosts {
        192.0.2.1 a.example
        192.0.2.2 b.example
        fallthrough
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator, Mapping

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import Zone
from corefile.coredns.catalogue.zones import is_subdomain
from corefile.coredns.model.config import Refusal
from corefile.lint.finding import Finding
from corefile.lint.load_errors import refusals, says
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import listed, own_tokens

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each stanza that is one too many."""
    written = zones_by_stanza(ctx)
    whole = frozenset(zone for server in ctx.config.servers for zone in server.zones)
    for refusal in refusals(ctx, "twice"):
        message = f"`{refusal.plugin}` may be used in a server block only once"
        help_text = advice(refusal, written, whole)
        yield says(RULE, ctx, refusal, message, "it is used here already", help_text)


def advice(refusal: Refusal, written: Mapping[int, list[str]], whole: frozenset[str]) -> str:
    """Return what to write instead of two stanzas; `whole` are the zones of server blocks."""
    kind = plugin_class(refusal.plugin)
    if kind is not None and not kind.specs():
        return "remove one of the two"
    first, second = (written.get(id(each), []) for each in (refusal.related, refusal.token))
    for one, others, which in ((first, second, "this"), (second, first, "the first")):
        apart = [zone for zone in others if zone not in one and zone not in whole]
        if one and apart:
            names = listed(zone.removesuffix(".") for zone in apart)
            return f"write a server block for {names}, and put {which} `{refusal.plugin}` into it"
    return f"put the lines of both into one `{refusal.plugin}`"


def zones_by_stanza(ctx: Context) -> Mapping[int, list[str]]:
    """Return the zones on the line of each plugin, but those of addresses."""
    found: dict[int, list[str]] = {}
    for server in ctx.config.servers:
        own = own_tokens(server)
        for plugin in server.plugins:
            zone = getattr(plugin, "zone", None)
            all_zones = getattr(plugin, "zones", ()) or ((zone,) if zone else ())
            # `nomad` has a value of another kind by this name.
            zones = (zone for zone in all_zones if isinstance(zone, Zone))
            names = [zone.name for zone in zones if id(zone.token) not in own]
            forward = [name for name in names if not is_subdomain("arpa.", name)]
            found.setdefault(id(plugin.token), forward)
    return found


RULE = CorefileRule(
    "CF007", "plugin-used-twice", "error", check, fragments=True, compares=True, about=("twice",)
)
