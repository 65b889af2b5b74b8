"""A ConfigMap for CoreDNS has no key `Corefile`.

Finds the ConfigMap `coredns` (without a namespace, or in `kube-system`) if it has no key `Corefile`
in its `data`, and ConfigMaps with `coredns` in their names in which that key is misspelt:
`corefile`, `CoreFile`, `Corefiles`.

Why it matters: the pods of CoreDNS mount the key `Corefile`. Kubernetes does not start them without
it: "configmap references non-existent config key: Corefile". Pods that run keep the old file.

How to fix it: call the key `Corefile`.

## Bad

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  corefile: |
    . {
        whoami
    }
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
data:
  settings: |
    . {
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
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.problems import problems_about
from corefile.lint.rule import FileContext, FileRule

__all__ = ["RULE"]


def check(ctx: FileContext) -> Iterator[Finding]:
    """Yield a finding for each such problem of a file."""
    return problems_about(RULE, ctx, "missing")


RULE = FileRule(
    "CF020", "corefile-key-missing", "error", check, always=True, fixes=True, about=("missing",)
)
