"""A property is accepted but has no effect.

Finds properties that CoreDNS reads and ignores: `upstream` (file, auto, etcd, kubernetes,
secondary, template, route53, clouddns) or its addresses, `stubzones` and `debug` of `etcd`; and in
`kubernetes` all endpoints except the first, `endpoint` and `tls` next to `kubeconfig`, and `tls`
without `endpoint`.

Why it matters: the line promises something that does not happen: `upstream 192.0.2.53` sends no
query to that address. Since 1.4.0, CoreDNS looks such names up through its own server blocks, and
since 1.5.2 it does so without `upstream` too.

How to fix it: remove the line, or the words without an effect.

## Bad

```corefile
. {
    template IN TXT {
        upstream
        answer "{{ .Name }} 60 IN TXT test"
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
    template IN TXT {
        answer "{{ .Name }} 60 IN TXT test"
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
    template IN TXT {
        upstream
        answer "{{ .Name }} 60 IN TXT test"
    }
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Plugin
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import LEAVE_OUT, Change, Instead
from corefile.coredns.releases.release import Release
from corefile.lint.edits import remove_line, write_instead
from corefile.lint.finding import Finding, Fix
from corefile.lint.property_names import names_of
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each property without an effect."""
    release = ctx.config.build.release
    unknown = {item.inside for item in ctx.expansion.unresolved}
    refused = refused_words(ctx) if ctx.config.refusals else ()
    for server in ctx.config.servers:
        for plugin in server.plugins:
            unused = [*plugin.idle_properties(is_complete=plugin.name not in unknown)]
            whole = [
                pair for pair in (*forgotten(plugin, release), *unused) if pair[0] not in refused
            ]
            part = (*in_part(plugin, release, {id(token) for token, _ in unused}),)
            # They are told once for all findings, and not at all for most plugins.
            names = names_of(plugin) if whole or part else frozenset()
            for token, why in whole:
                message = f"`{token.text}` has no effect in `{plugin.name}`: {why}"
                edits = remove_line(ctx, token, names)
                fix = Fix(f"remove `{token.text}`", edits, safe=False) if edits else None
                yield RULE.at(ctx, token, message, help="remove the line", fix=fix)
            for token, change, instead in part:
                message = f"`{token.text}` in `{plugin.name}` has no effect in part: {change.text}"
                edits = write_instead(ctx, token, instead, names)
                fix = Fix("leave out what has no effect", edits, safe=False) if edits else None
                if fix or instead.fits(arguments(plugin, token)):
                    yield RULE.at(ctx, token, message, help=change.advice, fix=fix)


def forgotten(plugin: Plugin, release: Release) -> Iterator[tuple[ExpandedToken, str]]:
    """Yield the properties of a plugin that are read and forgotten, and why."""
    for token in plugin.property_tokens:
        spec = plugin.specs().get(token.text)
        told = [c for c in ignored(type(plugin), token.text) if c.instead == LEAVE_OUT]
        if told and told[-1].applies(release):
            yield token, spec.ignored if spec is not None else told[-1].text
        elif spec is not None and spec.ignored and not told:
            yield token, spec.ignored


def in_part(
    plugin: Plugin, release: Release, idle: set[int]
) -> Iterator[tuple[ExpandedToken, Change, Instead]]:
    """Yield the properties of which a release ignores some words, and what it says of them.

    Those that are idle as a whole are left out.
    """
    for token in plugin.property_tokens:
        told = [c for c in ignored(type(plugin), token.text) if c.applies(release)]
        instead = told[-1].instead if told else None
        if instead not in (None, LEAVE_OUT) and id(token) not in idle:
            yield token, told[-1], instead


def arguments(plugin: Plugin, name: ExpandedToken) -> list[str]:
    """Return the arguments of a property of which the plugin keeps all; none for another."""
    values = getattr(plugin, name.text, None)
    return [value.token.text for value in values] if isinstance(values, tuple) else []


def ignored(plugin: type[Plugin], name: str) -> list[Change]:
    """Return the changes after which a property of a plugin, or words of it, have no effect."""
    return [c for c in plugin.changes if c.kind == "ignored" and c.what == name]


def refused_words(ctx: Context) -> set[ExpandedToken]:
    """Return the properties that CoreDNS refuses, of which another rule tells."""
    from corefile.lint.load_errors import refusals  # noqa: PLC0415 - not for sound files

    return {refusal.token for refusal in refusals(ctx, "not in release")}


RULE = CorefileRule(
    "CF417", "noop-option", "info", check, fragments=True, fixes=True, has_no_effect=True
)
