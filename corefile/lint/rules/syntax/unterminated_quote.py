"""A quote is never closed.

Finds a string that extends to the end of the file, because its closing quote is missing.

Why it matters: everything below is one long word. Server blocks disappear, and CoreDNS's message,
if any, is about another place.

How to fix it: close the quote.

## Bad

```corefile
. {
    log . "{remote} {name}
    forward . 192.0.2.53
}
```

```corefile
. {
    hosts "/etc/hosts
    whoami
}
```

## Good

```corefile
. {
    log . "{remote} {name}"
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.text.source import Span

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for the string that has no end."""
    for token in ctx.tree.tokens():
        if not token.closed:
            end = token.start + len(token.raw.partition("\n")[0])
            message = "this quote is never closed: CoreDNS reads the rest of the file as one word"
            found = RULE.at(ctx, token, message, help="close the quote at the end of the word")
            yield Finding(
                found.rule,
                found.severity,
                found.message,
                found.source,
                Span(token.start, end),
                found.help,
            )


RULE = CorefileRule(
    "CF105",
    "unterminated-quote",
    "warning",
    check,
    fragments=True,
    fixes=True,
    slips=True,
    signs=('"',),
)
