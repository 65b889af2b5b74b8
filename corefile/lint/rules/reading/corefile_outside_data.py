"""The key `Corefile` of a ConfigMap is not in its `data`.

Finds a key `Corefile` beside `data`, in `metadata`, or in a field that is called otherwise (`Data`,
`spec`); and one in `binaryData`, which is not read here.

Why it matters: Kubernetes refuses a ConfigMap with a field that it does not know.

How to fix it: put the key below `data:`, indented, and its text deeper than the key.

## Bad

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
Corefile: |
  . {
      whoami
  }
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
binaryData:
  Corefile: LiB7CiAgICB3aG9hbWkKfQo=
```

## Good

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  Corefile: |
    . {
        whoami
    }
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.problems import problems_about
from corefile.lint.rule import FileContext, FileRule

__all__ = ["RULE"]


def check(ctx: FileContext) -> Iterator[Finding]:
    """Yield a finding for each such problem of a file."""
    return problems_about(RULE, ctx, "misplaced")


RULE = FileRule(
    "CF021", "corefile-outside-data", "error", check, always=True, fixes=True, about=("misplaced",)
)
