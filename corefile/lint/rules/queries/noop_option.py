"""A property is accepted but has no effect.

Finds properties that CoreDNS reads and ignores: `upstream` (file, auto, etcd, template, route53,
clouddns), `stubzones` and `debug` of `etcd`; and in `kubernetes` all endpoints except the first,
`endpoint` and `tls` next to `kubeconfig`, and `tls` without `endpoint`.

Why it matters: the line promises something that does not happen: `upstream 192.0.2.53` sends no
query to that address. Since 1.6.0, CoreDNS looks such names up through its own server blocks.

How to fix it: remove the line.

## Bad

```corefile
. {
    template IN A {
        upstream
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
}
```

```corefile
. {
    kubernetes cluster.local {
        endpoint https://192.0.2.1:6443 https://192.0.2.2:6443
    }
}
```

```corefile
. {
    kubernetes cluster.local {
        kubeconfig /etc/coredns/kubeconfig
        endpoint https://192.0.2.1:6443
    }
}
```

## Good

```corefile
. {
    template IN A {
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
}
```

```corefile
. {
    kubernetes cluster.local {
        endpoint https://192.0.2.1:6443
        tls cert.pem key.pem ca.pem
    }
}
```

```corefile coredns=1.5.0
. {
    template IN A {
        upstream
        answer "{{ .Name }} 60 IN A 192.0.2.1"
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.coredns.releases.release import span
from corefile.lint.edits import names_of, remove_line
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: The release from which on all properties that are ignored are.
SINCE = span("1.6.0")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each property without an effect."""
    if ctx.config.build.release not in SINCE:
        return
    known = all(item.inside != Kubernetes.name for item in ctx.expansion.unresolved)
    for server in ctx.config.servers:
        for plugin in server.plugins:
            names = names_of(plugin)
            for token, why in (*forgotten(plugin), *unused(plugin, known)):
                message = f"`{token.text}` has no effect in `{plugin.name}`: {why}"
                edits = remove_line(ctx, token, names)
                fix = Fix(f"remove `{token.text}`", edits, safe=False) if edits else None
                yield RULE.at(ctx, token, message, help="remove the line", fix=fix)
        for kubernetes in server.all(Kubernetes):
            if kubernetes.endpoint and len(kubernetes.endpoint) > 1 and not kubernetes.kubeconfig:
                used, *others = kubernetes.endpoint
                yield RULE.at(
                    ctx,
                    others[0].token,
                    f"`endpoint` ignores a second address: only `{used.value}` is asked",
                    to=others[-1].token,
                    help="leave it out; for several API servers give the address of a load "
                    "balancer in front of them",
                )


def forgotten(plugin: Plugin) -> Iterator[tuple[ExpandedToken, str]]:
    """Yield the properties of a plugin that are read and forgotten, and why."""
    specs = plugin.specs()
    for token in plugin.property_tokens:
        spec = specs.get(token.text)
        if spec is not None and spec.ignored:
            yield token, spec.ignored


def unused(plugin: Plugin, known: bool) -> Iterator[tuple[ExpandedToken, str]]:
    """Yield the properties of `kubernetes` that others make idle, and why (kubernetes.go).

    `known` tells whether all its lines are.
    """
    if not isinstance(plugin, Kubernetes):
        return
    kubeconfig, endpoint, tls = map(plugin.has, ("kubeconfig", "endpoint", "tls"))
    if kubeconfig:
        why = "`kubeconfig` says where the API server is and how to speak to it"
        yield from ((token, why) for token in (endpoint, tls) if token)
    elif tls and not endpoint and known:
        yield tls, "without `endpoint` CoreDNS asks the API server of the cluster it runs in"


RULE = CorefileRule("CF417", "noop-option", "info", check, fragments=True, fixes=True)
