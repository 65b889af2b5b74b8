"""A comment about rules names a rule that does not exist.

Finds `# corefile: ignore[NAME]` if no rule has that name or code, and such comments without a name.

Why it matters: the comment does nothing; the finding is still reported.

How to fix it: write names or codes of rules in the brackets: `# corefile: ignore[RULE] reason` at
the end of the line or alone above it, `# corefile: ignore-file[RULE] reason` for the whole file.

## Bad

```corefile
. {
    whoami # corefile: ignore[forward-loop-to-selv]
}
```

```corefile
. {
    whoami # corefile: ignore
}
```

```corefile
# corefile: ignore-all[forward-loop-to-self]
. {
    whoami
}
```

## Good

```corefile
# corefile: ignore-file[CF302] the upstream is another machine
. {
    forward . /etc/resolv.conf
}
```

```corefile
# corefile: ignorance is bliss
. {
    whoami
}
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.suppression import read_suppressions
from corefile.text.source import Span

__all__ = ["RULE"]

_FORM = "write `# corefile: ignore[RULE] reason` or `# corefile: ignore-file[RULE] reason`"

_ONE = "write the name or the code of each rule: in a comment, nothing else stands for several"


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each comment, or name in one, that means no rule."""
    # This is one of the rules.
    from corefile.lint.registry import all_rules  # noqa: PLC0415
    from corefile.lint.selection import is_group, unknown  # noqa: PLC0415

    comments = read_suppressions(ctx.tree)
    if not comments:
        return
    rules = (*all_rules(), *ctx.other_rules)
    known = {name for rule in rules for name in (rule.name, rule.code)}
    for comment in comments:
        if not comment.valid:
            yield made(ctx, comment.span, "this comment suppresses no rule", _FORM)
            continue
        for name, span in comment.names:
            if name not in known:
                help_text = _ONE if is_group(name, rules) else ""
                yield made(ctx, span, unknown(name, rules), help_text)


def made(ctx: Context, span: Span, message: str, help_text: str) -> Finding:
    """Make a finding."""
    source = ctx.tree.source
    return Finding(RULE, RULE.severity, message, source, span, help_text)


RULE = CorefileRule(
    "CF012",
    "unknown-suppression",
    "warning",
    check,
    fragments=True,
    signs=("corefile:",),
    about_comments=True,
)
