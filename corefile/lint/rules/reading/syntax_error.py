"""CoreDNS cannot read the Corefile.

Finds every syntax error: a comma that promises another zone, an `import` without a name, a snippet
that is defined twice, and braces that cannot be explained as one slip (unbalanced-braces,
brace-misplaced). CoreDNS stops at the first error and names a line, often the last one of the file.
Here all errors are found, each at the place that has to change.

Why it matters: CoreDNS does not start. A running server keeps its old configuration and says so
only in its log.

How to fix it: follow the help line.

## Bad

```corefile
. {
    import
    whoami
}
```

```corefile
(common) {
    errors
}
(common) {
    log
}
. {
    import common
    whoami
}
```

```corefile
example.org, {
    whoami
}
```

## Good

```corefile
. {
    log
    whoami
}
```

```corefile
example.org, example.net {
    whoami
}
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.load_errors import refused_before, stops_first
from corefile.lint.messages import refusal
from corefile.lint.rule import Context, CorefileRule
from corefile.syntax.tree import SyntaxFault

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each fault of the tree."""
    for number, fault in enumerate(ctx.tree.errors):
        related = []
        if fault.related is not None:
            related.append(ctx.related(fault.related, fault.related_message))
        first = None if number else refused_before(ctx, fault.at)
        if first is not None:
            related.append(stops_first(ctx, first))
        yield RULE.at(
            ctx, fault.token, message(ctx, fault, number), help=fault.help, related=related
        )


def message(ctx: Context, fault: SyntaxFault, number: int) -> str:
    """Return the fault in plain words and in those of CoreDNS, which only ever prints the first."""
    kind = "syntax" if ", expecting '" in fault.coredns else "parsing"
    quote = refusal(ctx.tree.source.name, fault.at.line, kind, fault.coredns)
    refuses = "then refuses" if number or refused_before(ctx, fault.at) else "refuses"
    return f"{fault.message}; CoreDNS {refuses} the file: {quote}"


RULE = CorefileRule(
    "CF001", "syntax-error", "error", check, fragments=True, fixes=True, about=("fault",)
)
