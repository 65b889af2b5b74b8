"""`kubernetes` is to answer for a namespace that cannot exist.

Finds words after `namespaces` of `kubernetes` that Kubernetes does not allow as the name of a
namespace: with capital letters, commas, dots, underscores, asterisks or braces.

Why it matters: CoreDNS takes every word, and answers for namespaces with these names only. It says
NXDOMAIN for the services of all others.

How to fix it: write the names of namespaces, with spaces between them. They have lower-case
letters, digits and hyphens (RFC 1123). To answer for all namespaces, leave `namespaces` out; to
choose by labels, write `namespace_labels`.

## Bad

```corefile
. {
    kubernetes cluster.local {
        namespaces default,kube-system
    }
}
```

## Good

```corefile
. {
    kubernetes cluster.local {
        namespaces default kube-system
    }
}
```
"""

import re
from collections.abc import Iterator

from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_open
from corefile.lint.rule import Context, CorefileRule
from corefile.text.regex import regex

__all__ = ["RULE"]

LABEL = regex(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
#: What somebody has yet to fill in.
TO_FILL_IN = regex(r"[<%$@]|\{\$")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each word that is the name of no namespace."""
    for server in ctx.config.servers:
        for kubernetes in server.all(Kubernetes):
            for value in (value for line in kubernetes.namespaces for value in line):
                text = value.value
                if LABEL.fullmatch(text) or TO_FILL_IN.match(text) or is_open(value.token):
                    continue
                yield RULE.at(
                    ctx,
                    value.token,
                    f"no namespace can be called `{text}`, so `kubernetes` serves nothing for it",
                    help=advice(text),
                )


def advice(text: str) -> str:
    """Say what to write instead."""
    parts = [part for part in re.split(r"[][,;\s]+", text) if part]
    if len(parts) > 1 or text != text.strip("[],;"):
        return f"write spaces between names: `{' '.join(parts)}`"
    if text == "*":
        return "leave `namespaces` out to answer for all"
    if LABEL.fullmatch(text.lower()):
        return f"write `{text.lower()}`"
    if text.startswith("{"):
        return "write the names themselves: metadata is not known here"
    return "write lower-case letters, digits and hyphens"


RULE = CorefileRule(
    "CF431", "namespace-impossible", "warning", check, fragments=True, about=("namespaces",)
)
