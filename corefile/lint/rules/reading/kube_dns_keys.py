"""A ConfigMap of CoreDNS has a key that only kube-dns reads.

Finds `stubDomains`, `upstreamNameservers` and `federations` in a ConfigMap for CoreDNS.

Why it matters: these keys are for kube-dns. CoreDNS reads `Corefile`, and nothing tells it of the
others: names of a stub domain are looked up as all names are, at the servers that `forward` has.

How to fix it: run `corefile kube-dns FILE --into FILE`, which writes the settings into the
Corefile, and remove the keys.

## Bad

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
    .:53 {
        errors
        forward . /etc/resolv.conf
        cache 30
        loop
        reload
    }
  upstreamNameservers: |
    ["192.0.2.8", "192.0.2.9"]
```

## Good

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns
  namespace: kube-system
data:
  Corefile: |
    .:53 {
        errors
        forward . 192.0.2.8 192.0.2.9
        cache 30
        loop
        reload
    }
```
"""

from collections.abc import Iterator

from corefile.documents.sniff import is_manifest, template_name
from corefile.lint.finding import Finding
from corefile.lint.rule import FileContext, FileRule
from corefile.text.source import Span

__all__ = ["RULE"]

#: A key, and what CoreDNS goes on doing instead.
CONSEQUENCES = {
    "stubDomains": "names of these zones are looked up as all others",
    "upstreamNameservers": "all other names still go where `forward` says",
    "federations": "CoreDNS has none",
}


def check(ctx: FileContext) -> Iterator[Finding]:
    """Yield a finding for each key of kube-dns in a ConfigMap of CoreDNS."""
    text, name = ctx.document.text, ctx.document.name
    if not any(key in text for key in CONSEQUENCES) or "ConfigMap" not in text:
        return
    if not is_manifest(template_name(name)[0], text):
        return
    # Few files have such a key, and to read YAML takes a package.
    from corefile.kube.manifests import config_maps, read_manifest  # noqa: PLC0415

    for config_map in config_maps(read_manifest(text)):
        if not config_map.entry("Corefile") and "coredns" not in config_map.name:
            continue
        for entry in config_map.data:
            if consequence := CONSEQUENCES.get(entry.name):
                yield Finding(
                    RULE,
                    RULE.severity,
                    f"CoreDNS does not read `{entry.name}`, a key for kube-dns: {consequence}",
                    ctx.source,
                    Span(*entry.span),
                    "write it into the Corefile, as `corefile kube-dns FILE --into FILE` does, and"
                    " remove the key",
                )


RULE = FileRule(
    "CF040", "kube-dns-keys", "warning", check, signs=tuple(key.lower() for key in CONSEQUENCES)
)
