"""A key of a ConfigMap has lines for CoreDNS, and is not imported.

Finds keys of `coredns-custom` that end neither in `.server` nor in `.override`, where the file has
no Corefile that says what is imported. Keys that another key names, such as zone files, are
ignored, and so are `Corefile`, `*.include` and `*.custom`, which the Corefiles of some vendors
import. Also finds keys `*.server` and `*.override` beside a `Corefile` that imports no such key.

Why it matters: the Corefiles of AKS, k3s and others import `custom/*.override` and
`custom/*.server`. Nothing reads a key with another ending, and nothing says so. The Corefiles of
kubeadm, RKE2 and others import nothing: there, no key but `Corefile` is read.

How to fix it: let the key end in `.server` if it has server blocks, and in `.override` if it has
lines for the server block of the vendor. Beside a `Corefile`, put its text into that.

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

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from corefile.documents.model import Document, Embedded
from corefile.documents.recognise import reads_as_corefile, reads_as_lines
from corefile.lint.finding import Finding
from corefile.lint.problems import problems_about
from corefile.lint.rule import FileContext, FileRule
from corefile.text.regex import regex
from corefile.text.source import Span

__all__ = ["RULE"]

#: What a Corefile imports.
IMPORT = regex(r"^[ \t]*+import[ \t]++(\S++)", re.MULTILINE)

#: What is between the keys of two ConfigMaps: another begins, or a block of code ends.
ANOTHER = regex(
    r"^[ \t>-]*+(?:(?:kind|apiVersion|metadata|data|Name):|-{3}[ \t]*+$|`{3}|~{3})", re.MULTILINE
)

UNREAD = "CoreDNS does not read the key `{key}`: the `Corefile` beside it does not import it"
HELP = {
    "server": "put these server blocks into `Corefile`, below those that are there",
    "override": "put these lines into a server block of `Corefile`",
}


def check(ctx: FileContext) -> Iterator[Finding]:
    """Yield a finding for each such key."""
    yield from problems_about(RULE, ctx, "unimported")
    for keys in config_maps(ctx.document):
        mains = [key for key in keys if key.kind == "corefile"]
        parts = [key for key in keys if key.kind in HELP and reads_as_meant(key)]
        if len(mains) == 1 and parts:
            yield from unread(ctx, mains[0], parts)


def config_maps(document: Document) -> Iterator[list[Embedded]]:
    """Yield the keys of each ConfigMap of a file that are for CoreDNS."""
    all_keys = [key for key in document.corefiles if key.origin.innermost.key]
    places = [(*key.map.span(0, len(key.text)), key) for key in all_keys]
    together: list[Embedded] = []
    done = 0
    for start, end, key in sorted(places, key=lambda each: each[0]):
        name = key.origin.innermost.config_map
        is_other = together and together[-1].origin.innermost.config_map != name
        if is_other or ANOTHER.search(document.text, done, start):
            yield together
            together = []
        together.append(key)
        done = max(done, end)
    yield together


def reads_as_meant(key: Embedded) -> bool:
    """Tell whether a key has what its name says, and not what is for some other program."""
    return reads_as_lines(key.text) if key.kind == "override" else reads_as_corefile(key.text)


def unread(ctx: FileContext, main: Embedded, parts: list[Embedded]) -> Iterator[Finding]:
    """Yield a finding for each key that the Corefile of its ConfigMap does not import."""
    names = [target.rpartition("/")[2] for target in IMPORT.findall(main.text)]
    for part in parts:
        key = part.origin.innermost.key
        at = ctx.source.text.rfind(key, 0, part.map.outer(0))
        if at >= 0 and not any("{$" in name or fnmatchcase(key, name) for name in names):
            span = Span(at, at + len(key))
            message = UNREAD.format(key=key)
            yield Finding(RULE, RULE.severity, message, ctx.source, span, HELP[part.kind])


RULE = FileRule(
    "CF041", "custom-key-not-imported", "warning", check, about=("unimported", "to import")
)
