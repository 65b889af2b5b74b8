"""A Corefile was changed in a ConfigMap that the cluster overwrites.

Finds lines that are not the vendor's own in the ConfigMap `coredns` as a cluster of k3s or AKS has
it. k3s marks it with `objectset.rio.cattle.io/owner-name: coredns`, AKS with the label
`addonmanager.kubernetes.io/mode: Reconcile`.

Why it matters: k3s overwrites this ConfigMap whenever one of its servers starts, and the add-on
manager of AKS after each change. What was changed is lost then, and nothing says so.

How to fix it: leave this ConfigMap as it is, and put the lines into the ConfigMap `coredns-custom`.
The Corefile imports the keys of that: `*.override` in its server block, `*.server` below it.

## Bad

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
  annotations:
    objectset.rio.cattle.io/owner-name: coredns
data:
  Corefile: |
    .:53 {
        errors
        health
        ready
        rewrite name registry.example.org registry.default.svc.cluster.local
        kubernetes cluster.local in-addr.arpa ip6.arpa {
          pods insecure
          fallthrough in-addr.arpa ip6.arpa
        }
        forward . /etc/resolv.conf
        loop
        import /etc/coredns/custom/*.override
    }
    import /etc/coredns/custom/*.server
```

## Good

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
  namespace: kube-system
data:
  registry.override: |
    rewrite name registry.example.org registry.default.svc.cluster.local
```
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from corefile.documents.model import Embedded
from corefile.lint.finding import Finding
from corefile.lint.rule import FileContext, FileRule
from corefile.lint.vendors import VENDORS
from corefile.text.regex import regex
from corefile.text.source import Span

__all__ = ["RULE"]

#: What marks them, as YAML, as JSON, and as it is described.
K3S, MANAGED = "objectset.rio.cattle.io/owner-name", "addonmanager.kubernetes.io/mode"
OF_K3S = regex(rf"{re.escape(K3S)}[\"']?[:=]\s*[\"']?coredns(?![\w-])")
RECONCILED = regex(rf"{re.escape(MANAGED)}[\"']?[:=]\s*[\"']?Reconcile\b")

#: What only the object of a cluster has; the file that the add-on manager goes by has it not.
LIVE = regex(r"\b(?:resourceVersion|uid|creationTimestamp)[\"']?:|^Data\n====$", re.MULTILINE)

#: What is between documents, blocks of code, and described objects.
BETWEEN = regex(r"^(?:-{3}[ \t]*$|[ \t]*(?:`{3}|~{3})|Name:[ \t])", re.MULTILINE)

#: The import of what users write.
CUSTOM = regex(r"^[ \t]*import[ \t]+(?:/etc/coredns/)?custom/", re.MULTILINE)

#: What vendors have written, besides what they write today.
ONCE = """\
proxy . /etc/resolv.conf
proxy . 1.1.1.1
forward . 1.1.1.1
reload 1s
upstream
upstream /etc/resolv.conf
log
health
max_concurrent 1000
"""

#: What AKS put into `hosts` in private clusters, with names of the cluster.
PRIVATE = "privatelink.hosts"

OWNED = {
    "k3s": "k3s overwrites this ConfigMap whenever one of its servers starts",
    "AKS": "the add-on manager of the cluster overwrites this ConfigMap after each change",
}
HELP = (
    "put it into the ConfigMap `coredns-custom`, which is imported here: lines for this server"
    " block in a key `*.override`, server blocks for your own zones in a key `*.server`"
)
UPGRADE = "upgrade k3s: later releases import the ConfigMap `coredns-custom`, and leave it as it is"


def words(line: str) -> str:
    """Return a line with one space between its words, without a comment and an opening brace."""
    return " ".join(re.sub(r"(?:^|\s)#.*", "", line).split()).removesuffix("{").rstrip()


KNOWN = frozenset(
    words(line)
    for text in (ONCE, *(each.corefile for each in VENDORS))
    for line in text.split("\n")
)


def check(ctx: FileContext) -> Iterator[Finding]:
    """Yield a finding at the first line that is not the vendor's, in each such ConfigMap."""
    text = ctx.source.text
    borders = [0, *(each.start() for each in BETWEEN.finditer(text)), len(text)]
    for corefile in ctx.document.corefiles:
        if corefile.kind != "corefile" or corefile.origin.innermost.key != "Corefile":
            continue
        start, end = corefile.map.span(0, len(corefile.text))
        before = borders[max(bisect_right(borders, start) - 1, 0)]
        after = borders[min(bisect_left(borders, end), len(borders) - 1)]
        is_imported = CUSTOM.search(corefile.text) is not None
        owner = owner_in(text[before:start] + text[end:after], is_imported=is_imported)
        line = own_line(corefile) if owner else None
        if line is not None:
            message = f"{OWNED[owner]}: this line is lost then"
            advice = HELP if is_imported else UPGRADE
            span = Span(*corefile.map.span(*line))
            yield Finding(RULE, RULE.severity, message, ctx.source, span, advice)


def owner_in(around: str, *, is_imported: bool) -> str:
    """Return who owns a ConfigMap with such metadata; "" for nobody who is known."""
    if OF_K3S.search(around):
        return "k3s"
    is_aks = is_imported and RECONCILED.search(around) and LIVE.search(around)
    return "AKS" if is_aks else ""


def own_line(corefile: Embedded) -> tuple[int, int] | None:
    """Return where the first line is that is not a vendor's; None where there is none."""
    if PRIVATE in corefile.text:
        return None
    at = 0
    for line in corefile.text.split("\n"):
        said = words(line)
        if said and said not in KNOWN and not said.startswith("kubernetes "):
            start = at + len(line) - len(line.lstrip())
            return start, at + len(line.rstrip())
        at += len(line) + 1
    return None


RULE = FileRule("CF042", "config-map-overwritten", "info", check, signs=(K3S, MANAGED.lower()))
