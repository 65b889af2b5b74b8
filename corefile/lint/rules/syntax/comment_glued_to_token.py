"""A `#` inside a word cuts the rest of the word off.

Finds a word with a `#` in it, as in `8.8.8.8#53` or `{# comment`. For CoreDNS, a `#` outside quotes
begins a comment anywhere. A comment that begins inside a word ends at the next space, so the words
after it are read again.

Why it matters: CoreDNS reads something other than what is written. A port or the end of a name is
lost without a message; and if a comment follows a brace directly, all its words except the first
are read as plugins.

How to fix it: put a space before a comment. Write a port with a colon, and put a word that contains
`#` in quotes: `"a#b"`.

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

from corefile.go.net import parse_ip
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
                "ends at the next space"
            )
            yield RULE.at(ctx, token, message, help=advice(token))


def advice(token: Token) -> str:
    """Return what to write instead."""
    port = token.glued_comment[1:]
    if port.isdigit():
        return f"a port is written with a colon: `{token.value}:{port}`"
    host = token.value.rpartition("/")[2].partition("@")[0]
    if port.rpartition(".")[2].isalpha() and parse_ip(host) is not None:
        return (
            f"write `tls://{host}` and `tls_servername {port}`, or `tls://{host}%{port}` "
            "(CoreDNS 1.13.2)"
        )
    return "put a space before the `#`, or the whole word into quotes if the `#` belongs to it"


RULE = CorefileRule(
    "CF103", "comment-glued-to-token", "warning", check, fragments=True, fixes=True, about=("…#…",)
)
