"""There is no space between a word and a `{`.

Finds a word that ends in `{`, as in `example.org{` or `hosts{`. For CoreDNS a brace is a brace only
if it is a word of its own.

Why it matters: CoreDNS reads the brace as a part of the name. With a server block `example.org{` it
starts, and serves a zone of that name, which nobody asks for; `hosts{` is an unknown plugin.

How to fix it: put a space before the `{`.

## Bad

```corefile
example.org{
    whoami
}
```

## Good

```corefile
example.org {
    whoami
}
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.rule import Context, CorefileRule
from corefile.syntax.tree import Statement, Token

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each key and each name with a brace at its end."""
    keys = (key for server in ctx.tree.servers for key in server.keys)
    names = (part for line in ctx.tree.find(Statement) for part in (line.name, *line.args[-1:]))
    for token in (*keys, *names):
        if is_glued(token):
            word = token.value[:-1]
            message = f"CoreDNS reads `{token.value}` as one word: its brace opens nothing"
            edit = Edit(token.end - 1, token.end - 1, " ")
            help_text = f"put a space before the brace: `{word} {{`"
            fix = Fix("add a space", (edit,), safe=False)
            yield RULE.at(ctx, token, message, help=help_text, fix=fix)


def is_glued(token: Token) -> bool:
    """Tell whether a word ends in a brace that was meant to stand alone."""
    word = token.value[:-1]
    # Braces before it are those of a template, whose word is not known.
    plain = bool(word) and not {"{", "}"} & set(word)
    return token.raw.endswith("{") and plain and not token.quoted


RULE = CorefileRule(
    "CF104",
    "missing-space-before-brace",
    "warning",
    check,
    fragments=True,
    fixes=True,
    slips=True,
    about=("…{",),
)
