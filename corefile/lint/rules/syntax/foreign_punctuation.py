r"""A sign of another language is used where CoreDNS reads words.

Finds comments that begin with `//` or `;`, words without a `#` above a server block, a `;` at the
end of a line, a `=` or `:` between a name and its value, commas between arguments, a `-` before a
line, and lines that go on: after a `\`, or with more servers for the `forward` above, or with all
of them in its block.

Why it matters: for CoreDNS these signs are parts of words. It refuses the file, or takes `8.8.8.8,`
for a name.

How to fix it: begin comments with `#`, separate words by spaces, and write each plugin and property
on one line.

## Bad

```corefile
. {
    forward . 192.0.2.53, 192.0.2.54
    cache 30
}
```

```corefile
. {
    // for our own zone
    cache 30
    forward . 192.0.2.53
}
```

```corefile
. {
    forward . 192.0.2.53 {
        max_concurrent = 1000
    }
}
```

## Good

```corefile
. {
    # for our own zone
    forward . 192.0.2.53 192.0.2.54 {
        max_concurrent 1000
    }
    cache 30
}
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.rule import SlipContext, SlipRule

__all__ = ["RULE"]


def check(ctx: SlipContext) -> Iterator[Finding]:
    """Yield the findings of these slips."""
    return ctx.findings(RULE)


RULE = SlipRule("CF115", "foreign-punctuation", "error", check, fragments=True, fixes=True)
