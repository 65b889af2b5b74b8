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

from collections.abc import Iterator

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.lint.finding import Finding
from corefile.lint.load_errors import refusals, says
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each stanza that is one too many."""
    for refusal in refusals(ctx, "twice"):
        message = f"`{refusal.plugin}` may be used in a server block only once"
        kind = plugin_class(refusal.plugin)
        help_text = f"put the lines of both into one `{refusal.plugin}`"
        if kind is not None and not kind.specs():
            help_text = "remove one of the two"
        yield says(RULE, ctx, refusal, message, "it is used here already", help_text)


RULE = CorefileRule("CF007", "plugin-used-twice", "error", check, fragments=True, about=("twice",))
