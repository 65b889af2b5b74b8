"""A snippet is never imported.

Finds a snippet that no `import` names. Does not report a file that contains only snippets, for
others to import, or a Corefile with imports of unknown files.

Why it matters: CoreDNS does not look inside such a snippet. Its plugins are missing, and mistakes
in it appear only when somebody imports it. A name in it that is not a plugin is shown as a related
place. A snippet that imports itself or is defined twice is refused; [import-error](import-error.md)
and [syntax-error](syntax-error.md) report that.

How to fix it: import it, or remove it.

## Bad

```corefile
(old) {
    forwrad . 192.0.2.53
}
. {
    whoami
}
```

## Good

```corefile
(common) {
    errors
    log
}
. {
    import common
    whoami
}
```

```corefile
(common) {
    errors
}
. {
    import zones/*.conf
    whoami
}
```
"""

from collections.abc import Iterator
from itertools import islice, pairwise

from corefile.lint.edits import remove_snippet
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule
from corefile.syntax.tree import Snippet

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each snippet that nothing imports."""
    unknown = ctx.expansion.unresolved or ctx.expansion.unmatched or ctx.expansion.error
    if unknown or not ctx.expansion.servers:
        return
    used = imported(ctx)
    for snippet in ctx.tree.snippets:
        if snippet.name not in used:
            strange = [
                line.name
                for line in snippet.body.directives
                if line.name.value not in ctx.config.build.plugins and "{" not in line.name.value
            ]
            yield RULE.at(
                ctx,
                snippet.keys[0],
                f"the snippet `{snippet.name}` is never imported: CoreDNS does not look at what is "
                "in it",
                help=f"add `import {snippet.name}` where it should apply, or remove it",
                related=[
                    ctx.related(name, "CoreDNS has no plugin of this name") for name in strange
                ],
                fix=fix(ctx, snippet),
            )


def imported(ctx: Context) -> set[str]:
    """Return all names that are after an `import`, here and in imported files."""
    names = {
        after.value for before, after in pairwise(ctx.tree.tokens()) if before.value == "import"
    }
    lines = (line for server in ctx.expansion.servers for line in server.directives)
    vias = {id(token.via): token.via for line in lines for token in line.tokens}
    for via in vias.values():
        names |= (
            {link.target.value for link in islice(via.chain(), 1000)} if via is not None else set()
        )
    return names


def fix(ctx: Context, snippet: Snippet) -> Fix | None:
    """Return the edit that takes a snippet out with the lines it is on."""
    first, close = snippet.keys[0], snippet.body.close
    if close is None or not first.begins_line:
        return None
    edits = remove_snippet(ctx, snippet)
    return Fix(f"remove the snippet `{snippet.name}`", edits, safe=False)


RULE = CorefileRule(
    "CF109",
    "snippet-unused-or-recursive",
    "info",
    check,
    fixes=True,
    has_no_effect=True,
    about=("snippet",),
)
