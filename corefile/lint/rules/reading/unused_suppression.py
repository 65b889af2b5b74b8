"""A comment suppresses a rule that finds nothing.

Finds `# corefile: ignore[RULE]` and `# corefile: ignore-file[RULE]` if the rule finds nothing that
the comment would suppress. Rules that do not run are ignored.

Why it matters: such a comment hides the next mistake. It was written for a line that has been
fixed, or it is next to the wrong line. A comment at the end of a line applies to that line; a
comment alone on its line applies to the next.

How to fix it: remove the comment, or remove the rule from its brackets.

## Bad

```corefile
. {
    # corefile: ignore[duplicate-server-block] both are wanted
    whoami
}
```

```corefile
# corefile: ignore-file[hosts-duplicate-name, unused-suppression]
. {
    whoami
}
```

## Good

```corefile
. {
    hosts {
        192.0.2.1 a.example a.example # corefile: ignore[hosts-duplicate-name] generated
        fallthrough
    }
    forward . 192.0.2.53
}
```

```corefile
. {
    whoami # nothing to ignore here
}
```
"""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.rule import FindingsContext, FindingsRule
from corefile.lint.suppression import Suppression
from corefile.text.source import Source, Span

__all__ = ["RULE"]


def check(ctx: FindingsContext) -> Iterator[Finding]:
    """Yield a finding for each name of a rule that ran and that a comment kept silent in vain."""
    unused, source = ctx.suppressed.unused, ctx.corefile.tree.source
    if not unused:
        return
    ran = {name for rule in ctx.rules for name in (rule.name, rule.code)}
    idle = [item for item in unused if item[1] in ran]
    where = partial(place, source=source, around=ctx.around)
    names_of = Counter(id(comment) for comment, _, _ in idle)
    for comment, name, span in idle:
        yield Finding(
            RULE,
            RULE.severity,
            f"`{name}` finds nothing {where(comment)}: the comment is not needed",
            source,
            span,
            "take it away, so that it cannot hide a mistake made later",
            fix=fix(source, comment, span, names_of[id(comment)]),
        )


def place(comment: Suppression, source: Source, *, around: bool) -> str:
    """Say what a comment is about; `around` says that it is one of YAML.

    The lines of a Corefile in a manifest have other numbers there, so none is said.
    """
    if comment.line is None:
        return "in this file" if around else "in this Corefile"
    is_beside = comment.line == source.position(comment.span.start).line
    below = " and in what is indented below it" if around else ""
    return f"on {'this line' if is_beside else 'the line below'}{below}"


def fix(source: Source, comment: Suppression, span: Span, idle: int) -> Fix:
    """Return the edit that takes a name out, or the whole comment when no name of it is needed."""
    text = source.text
    if idle == len(comment.names):
        start, end = comment.span.start, comment.span.end
        while start and text[start - 1] in " \t":
            start -= 1
        alone = start == 0 or text[start - 1] == "\n"
        return Fix("take the comment away", (Edit(start, end + (alone and end < len(text)), ""),))
    start, end = span.start, span.end
    if span == comment.names[0][1]:
        end = comment.names[1][1].start
    else:
        start = max(other.end for _, other in comment.names if other.end <= start)
    return Fix(f"take `{text[span.start : span.end]}` out", (Edit(start, end, ""),))


RULE = FindingsRule(
    "CF011",
    "unused-suppression",
    "warning",
    check,
    fixes=True,
    has_no_effect=True,
    about_comments=True,
)
