"""A plugin has arguments or properties that CoreDNS does not accept.

Finds what a plugin's set-up refuses: a misspelt property, a missing or extra argument, a number
with a unit or a duration without one, an invalid address. The finding quotes CoreDNS's own message
and says what to write instead.

Why it matters: CoreDNS does not start, and a running server keeps its old configuration.

## Bad

```corefile
. {
    forward . 192.0.2.53 {
        max_fails -1
    }
}
```

```corefile
. {
    forward . 192.0.2.53 {
        expire 10
    }
}
```

```corefile
. {
    hosts {
        10.0.0.1 registry.example
        ttl 30s
        fallthrough
    }
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    hosts {
        10.0.0.1 registry.example
        ttl 30
        fallthrough
    }
    forward . 192.0.2.53 {
        max_fails 0
        expire 10s
    }
}
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.load_errors import refusals, says
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each thing that a plugin's set-up refuses."""
    for refusal in refusals(ctx, ""):
        word = refusal.token.text
        what = f"`{word}`" if word != refusal.plugin else "what is given"
        message = f"`{refusal.plugin}` does not take {what} here"
        yield says(RULE, ctx, refusal, message, "this matters too")


RULE = CorefileRule("CF006", "plugin-refused", "error", check, fragments=True)
