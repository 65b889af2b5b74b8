"""Braces do not match.

Finds a `}` that closes nothing, a `}` below which the plugins of its server block continue, a block
of which only the first line is a comment, and a server block that is not closed at the end of the
file. If another program puts braces around a
text, the braces of that text have to match: in a `*.override` key of a ConfigMap, and in
`configBlock`, `parameters` and the like in values of CoreDNS's Helm chart. Text after such a brace
is not checked; the finding is an error if CoreDNS refuses the resulting Corefile.

Why it matters: CoreDNS reads something other than what it looks like. An extra `}` becomes a server
block for a zone of that name. If a `}` is missing inside a plugin, the `}` of the server block
closes the plugin, and all lines in between become its properties. An extra `}` in an imported text
or in `configBlock` ends the surrounding server block.

How to fix it: give every `{` its own `}`, each on a line of its own and indented like the line that
it closes.

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

```corefile
. {
    hosts {
        192.0.2.1 a.example
        fallthrough
    }
    }
    forward . 192.0.2.53
}
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  names.override: |
    hosts {
        192.0.2.1 a.example
        fallthrough
    }
    }
```

```yaml
servers:
  - zones:
      - zone: .
    port: 53
    plugins:
      - name: hosts
        configBlock: |-
          192.0.2.1 a.example
          fallthrough
          }
      - name: forward
        parameters: . 192.0.2.53
      - name: cache
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
from itertools import pairwise

from corefile.editing.layout import indentation
from corefile.lint.braced_regions import Unpaired, unpaired
from corefile.lint.finding import Edit, Finding, Fix, Related
from corefile.lint.rule import Context, CorefileRule
from corefile.syntax.tree import Import, ServerBlock, Statement, Token

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each brace that has no partner and that CoreDNS lets pass."""
    broken = list(unpaired(ctx.tree, ctx.regions))
    if broken or ctx.is_lines:
        yield from (in_region(ctx, each) for each in broken)
        return
    read_as_keys = set() if brings_blocks(ctx) else keys(ctx)
    yield from (early(ctx, *pair) for pair in cut_short(ctx, read_as_keys))
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
                "this `{` has no `}` of its own: CoreDNS uses the last `}` of the file for it, "
                "and lines that belong to the server block become properties of a plugin"
            )
            help_text = "add the missing `}` where the plugin's block ends"
            yield RULE.at(ctx, opening, message, help=help_text, related=related)


def in_region(ctx: Context, broken: Unpaired) -> Finding:
    """Make the finding of a brace without a partner in what others put between braces."""
    region, brace = broken.region, broken.brace
    message, help_text = _IN_REGIONS[region.by, brace.value]
    # Lines that are imported become a part of what is not here, and CoreDNS may take them.
    refused = region.by != "import" and (ctx.expansion.error or ctx.config.refusals)
    return RULE.at(
        ctx,
        brace,
        message.format(key=region.key),
        help=help_text.format(key=region.key),
        fix=without(ctx, brace) if brace.value == "}" else None,
        severity="error" if refused else RULE.severity,
    )


def keys(ctx: Context) -> set[int]:
    """Return the tokens that CoreDNS reads as keys of server blocks."""
    return {id(key.token) for server in ctx.expansion.servers for key in server.key_tokens}


def brings_blocks(ctx: Context) -> bool:
    """Tell whether an import that is not followed may leave a server block open."""
    unresolved = {id(item.target.token) for item in ctx.expansion.unresolved}
    return any(isinstance(i, Import) and id(i.target) in unresolved for i in ctx.tree.items)


def cut_short(ctx: Context, read_as_keys: set[int]) -> Iterator[tuple[Token, ServerBlock]]:
    """Yield each brace that closes a server block whose plugins go on below it.

    These are as deep as before, and are read as the keys of another one.
    """
    for block, after in pairwise(ctx.tree.items):
        if isinstance(block, Import) or not isinstance(after, ServerBlock) or not after.keys:
            continue
        close, key = block.body.close, after.keys[0]
        names_plugin = key.value in ctx.config.build.plugins and id(key) in read_as_keys
        is_deeper = len(indentation(key)) > len(indentation(block.first_token))
        if close is not None and close.begins_line and names_plugin and is_deeper:
            yield close, after


def early(ctx: Context, brace: Token, after: ServerBlock) -> Finding:
    """Make the finding of a brace that closes a server block too early."""
    key = after.keys[0]
    message = (
        f"a `}}` is too many, here or above: this one closes the server block, and CoreDNS takes "
        f"`{key.value}` below for a zone"
    )
    related = [ctx.related(key, "read as the key of another server block")]
    return RULE.at(ctx, brace, message, help="remove the one too many", related=related)


def stray(ctx: Context, brace: Token) -> Finding:
    """Make the finding of a closing brace that closes nothing."""
    message = "this `}` closes nothing: CoreDNS takes it for a zone, and serves it"
    return RULE.at(ctx, brace, message, help="remove it", fix=without(ctx, brace))


def without(ctx: Context, brace: Token) -> Fix | None:
    """Return the edit that takes a brace at the begin of its line away, with its line if it can."""
    if "\n" not in brace.prefix:
        return None
    text, start = ctx.tree.source.text, brace.start
    if not text[brace.end :].partition("\n")[0].strip():
        start += brace.prefix.rindex("\n") - len(brace.prefix)
        start -= text[start - 1 : start] == "\r"
    return Fix("remove `}`", (Edit(start, brace.end, ""),), safe=False)


def crooked(server: ServerBlock) -> Statement | None:
    """Return the line whose block is closed by a brace with another indentation than its own."""
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


#: What is said of a brace without a partner, and what to do about it.
_IN_REGIONS = {
    ("import", "{"): (
        "this `{{` has no `}}` in `{key}`: CoreDNS reads the lines after the import as part of "
        "this block, up to the next `}}`",
        "add a `}}` on a line of its own where the block ends",
    ),
    ("import", "}"): (
        "this `}}` closes more than `{key}` opens: it ends the server block that imports the key, "
        "and CoreDNS takes the next line for the zones of another one",
        "remove it",
    ),
    ("block", "{"): (
        "this `{{` has no `}}` in `{key}`: the chart's own `}}` closes it, and CoreDNS reads the "
        "plugins below as part of the block",
        "add a `}}` on a line of its own where the block ends",
    ),
    ("block", "}"): (
        "this `}}` closes more than `{key}` opens: the chart puts `{{` and `}}` around it, and the "
        "second `}}` ends the server block",
        "remove it",
    ),
    ("words", "{"): (
        "this `{{` has no `}}` in `{key}`: the chart writes the braces, and CoreDNS reads the "
        "plugins below as part of this block",
        "remove it; the lines of the block belong into `configBlock`",
    ),
    ("words", "}"): (
        "this `}}` closes more than `{key}` opens: the chart writes the braces",
        "remove it; the lines of the block belong into `configBlock`",
    ),
}

RULE = CorefileRule(
    "CF102",
    "unbalanced-braces",
    "warning",
    check,
    fragments=True,
    fixes=True,
    about_braces=True,
    slips=True,
    about=("open block", "part", "stray key"),
)
