"""A `#` inside a word cuts the rest of the word off.

Finds a word with a `#` in it, as in `8.8.8.8#53` or `{# comment`. For CoreDNS a `#` begins a
comment wherever it stands outside of quotes; behind a word that comment ends at the next blank, so
that the words after it count again.

It hurts because something else is configured than is written: a port, or the end of a name, is
gone without a word; and of a comment right behind a brace all words but the first are read as
plugins.

To mend it, put a blank before a comment. A port is written with a colon, and a `#` that belongs to
the word goes into quotes: `"a#b"`.

## Bad

```corefile
. {
    forward . 8.8.8.8#53
}
```

```corefile
example.org {# comment
    whoami
}
```

## Good

```corefile
. {
    forward . 8.8.8.8:53 # by day
}
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.syntax.tree import Token

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each word that a comment cuts off."""
    for token in ctx.tree.tokens():
        if token.glued_comment:
            message = (
                f"CoreDNS reads `{token.value}` here: `{token.glued_comment}` is a comment, which "
                "ends at the next blank"
            )
            yield RULE.at(ctx, token, message, help=advice(token))


def advice(token: Token) -> str:
    """Return what to write instead."""
    port = token.glued_comment[1:]
    if port.isdigit():
        return f"a port is written with a colon: `{token.value}:{port}`"
    return "put a blank before the `#`, or the whole word into quotes if the `#` belongs to it"


RULE = CorefileRule("CF103", "comment-glued-to-token", "warning", check, fragments=True)
