"""Braces do not match, and CoreDNS does not mind.

Finds a `}` that closes nothing, and a server block that the file ends without closing.

It hurts because CoreDNS makes something else of it than it looks like: a `}` too many becomes a
server block for a zone of that name, and where one is missing inside a plugin, the `}` of the
server block closes the plugin, so that all lines in between become properties of it.

To mend it, give every `{` its own `}`, each on a line of its own, indented like the line that it
closes.

## Bad

```corefile
. {
    whoami
}
}
```

```corefile
. {
    hosts {
        192.0.2.1 a.example
    whoami
}
```

## Good

```corefile
. {
    hosts {
        192.0.2.1 a.example
        fallthrough
    }
    whoami
}
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Edit, Finding, Fix, Related
from corefile.lint.layout import indentation
from corefile.lint.rule import Context, Rule
from corefile.syntax.tree import Import, ServerBlock, Statement, Token

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Give a finding for each brace that has no partner and that CoreDNS lets pass."""
    read_as_keys = set() if brings_blocks(ctx) else keys(ctx)
    last_fault = max((fault.at.start for fault in ctx.tree.errors), default=-1)
    for server in ctx.tree.servers:
        for key in server.keys:
            if key.value == "}" and id(key) in read_as_keys:
                yield stray(ctx, key)
        opening = server.body.open
        refused = last_fault >= server.start
        if opening is not None and server.body.close is None and not refused:
            culprit = crooked(server)
            related = [] if culprit is None else [place(ctx, culprit)]
            message = (
                "this `{` has no `}` of its own: CoreDNS takes the last `}` of the file for it, "
                "and lines that belong to the server block become properties of a plugin"
            )
            help_text = "add the missing `}` where the plugin's block ends"
            yield RULE.at(ctx, opening, message, help=help_text, related=related)


def keys(ctx: Context) -> set[int]:
    """Give the tokens that CoreDNS reads as keys of server blocks."""
    return {id(key.token) for server in ctx.expansion.servers for key in server.key_tokens}


def brings_blocks(ctx: Context) -> bool:
    """Tell whether an import that is not followed may leave a server block open."""
    unresolved = {id(item.target.token) for item in ctx.expansion.unresolved}
    return any(isinstance(i, Import) and id(i.target) in unresolved for i in ctx.tree.items)


def stray(ctx: Context, brace: Token) -> Finding:
    """Make the finding of a closing brace that closes nothing."""
    message = "this `}` closes nothing: CoreDNS takes it for a zone, and serves it"
    fix = None
    if brace.begins_line:
        start = brace.start - len(brace.prefix.rpartition("\n")[2])
        fix = Fix("remove `}`", (Edit(start, brace.end, ""),), safe=False)
    return RULE.at(ctx, brace, message, help="remove it", fix=fix)


def crooked(server: ServerBlock) -> Statement | None:
    """Give the line whose block is closed by a brace with another indentation than its own."""
    for node in server.find(Statement):
        close = node.block.close if node.block is not None else None
        if close is None or not close.begins_line or not node.name.begins_line:
            continue
        if indentation(close) != indentation(node.name):
            return node
    return None


def place(ctx: Context, line: Statement) -> Related:
    """Make the related place of a block that seems not to be closed where it should be."""
    return ctx.related(line.name, "its `}` seems to be missing: the next one is indented less")


RULE = Rule("CF102", "unbalanced-braces", "warning", check, fixes=True)
