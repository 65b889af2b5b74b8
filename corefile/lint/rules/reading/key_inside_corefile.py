"""A key of a ConfigMap is part of the Corefile above it.

Finds a line such as `custom.server: |` inside the text of a Corefile. It is indented as deep as
that text, so it does not end it.

Why it matters: CoreDNS reads the line as one of its own and refuses the file. The ConfigMap does
not have that key.

How to fix it: indent the key as the one above.

## Bad

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
    import custom/*.server
    example.server: |
      example.org {
          whoami
      }
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
    import custom/*.server
  example.server: |
      example.org {
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
    return problems_about(RULE, ctx, "swallowed")


RULE = FileRule(
    "CF023", "key-inside-corefile", "error", check, always=True, fixes=True, about=("swallowed",)
)
