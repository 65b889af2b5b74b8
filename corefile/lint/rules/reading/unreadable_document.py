"""A Corefile in a ConfigMap cannot be read.

Finds YAML and JSON that should contain a Corefile and do not: a file that is not valid YAML, a key
`Corefile` whose value is a mapping, a list or a number instead of a string, a key that occurs
twice. Also finds values for the Helm chart that do not do what they are there for: keys that it
does not read, and `servers` for RKE2, which replace those that serve the cluster.

Why it matters: Kubernetes refuses the ConfigMap, or CoreDNS gets something other than what the
author sees. Nothing in such a Corefile is checked, so it must not look clean.

How to fix it: correct the YAML. It is best to write a Corefile as a block of text, `Corefile: |`,
with every line below indented by the same number of spaces.

## Bad

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  Corefile:
    - .:53
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  Corefile: |
    .:53 {
  errors
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
    .:53 {
        errors
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
    """Yield a finding for each problem of reading a file."""
    return problems_about(RULE, ctx, "text", "key", "value", "chart", "package")


RULE = FileRule(
    "CF003",
    "unreadable-document",
    "error",
    check,
    always=True,
    fixes=True,
    about=(
        "text",
        "key",
        "value",
        "chart",
        "package",
    ),
)
