"""A key of the ConfigMap `coredns-custom` is not imported.

Finds keys of `coredns-custom` that end neither in `.server` nor in `.override`, where the file has
no Corefile that says what is imported. Keys that another key names, such as zone files, are
ignored, and so are `Corefile` and `*.include`, which the Corefiles of some vendors import.

Why it matters: the Corefiles of AKS, k3s and others import `custom/*.override` and
`custom/*.server`. Nothing reads a key with another ending, and nothing says so.

How to fix it: let the key end in `.server` if it has server blocks, and in `.override` if it has
lines for the server block of the vendor.

## Bad

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  corp.conf: |
    corp.example:53 {
        forward . 192.0.2.53
    }
```

## Good

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  corp.server: |
    corp.example:53 {
        file /etc/coredns/custom/corp.zone
    }
  corp.zone: |
    @ 3600 IN SOA ns.corp.example. admin.corp.example. 1 7200 3600 1209600 3600
```
"""

from collections.abc import Iterator

from corefile.lint.finding import Finding
from corefile.lint.problems import problems_about
from corefile.lint.rule import FileContext, FileRule

__all__ = ["RULE"]


def check(ctx: FileContext) -> Iterator[Finding]:
    """Yield a finding for each such key."""
    return problems_about(RULE, ctx, "unimported")


RULE = FileRule("CF041", "custom-key-not-imported", "warning", check, about=("unimported",))
