"""A Corefile has no server block.

Finds a Corefile that is empty, or holds nothing but snippets and imports that find nothing. Only
files and keys with a name that begins with `Corefile` are looked at: a file of snippets that others
import is fine. So is a Corefile that imports files not known here, and one of comments alone, which
some clusters import as a place for additions.

It hurts because CoreDNS starts without a complaint and listens on no port: all queries time out.
(With no Corefile at all it would answer on port 53 with `whoami`.)

To mend it, add a server block.

## Bad

```corefile
(common) {
    errors
}
```

```corefile
import zones/*.conf
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
    only_comments = not ctx.tree.items and "#" in end.prefix
    if file_name(ctx.tree.source.name).lower().startswith("corefile") and not only_comments:
        message = (
            "there is no server block: CoreDNS starts, listens on no port, and answers nothing"
        )
        yield RULE.at(ctx, end, message, help="add a server block, such as `. { … }`")


RULE = CorefileRule("CF112", "no-server-block", "warning", check, examples=False)
