"""A Corefile has no server block.

Finds a Corefile that is empty, or contains only comments, snippets and imports that find nothing,
and one that is lines of plugins alone.
Only files and keys whose name begins with `Corefile` are checked, because a file of snippets for
import is fine. Does not report a Corefile that imports unknown files, or an empty one in
`coredns-custom`, which some clusters have as a place for additions.

Why it matters: CoreDNS starts with its built-in Corefile, as if there were none. It serves the root
zone on port 53 with `whoami` and `log`: every query gets an answer without records, and is logged.

Of lines alone, CoreDNS takes the first for the zones to serve, so it serves a zone `errors`, and
refuses all other queries.

How to fix it: add a server block.

## Bad

```corefile
(common) {
    errors
}
```

```corefile
import zones/*.conf
```

```corefile
errors
forward . 192.0.2.53
```

## Good

```corefile
. {
    whoami
}
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
data:
  corp.server: |
    # nothing yet
  Corefile: |
    # Add custom CoreDNS configuration here.
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.messages import file_name
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding when a Corefile serves nothing."""
    expansion, end = ctx.expansion, ctx.tree.end_token
    if expansion.servers or expansion.unresolved or expansion.error or ctx.tree.errors:
        return
    if expansion.unkeyed:
        return  # it has a finding of its own
    if file_name(ctx.tree.source.name).lower().startswith("corefile"):
        message = (
            "there is no server block: CoreDNS serves `.:53` with its built-in Corefile "
            "(`whoami` and `log`)"
        )
        yield RULE.at(ctx, end, message, help="add a server block, such as `. { … }`")


RULE = CorefileRule(
    "CF112", "no-server-block", "warning", check, examples=False, about=("no server block",)
)
