"""A label of metadata that no plugin gives.

Finds a label of metadata in a format of `log`, in `rewrite`, `dnstap`, `view` or `template`, that
begins with the name of `forward`, `geoip`, `kubernetes` or `view`, and that this plugin does not
give in any release, such as `geoip/country` without `/code`. Without the plugin `metadata` no label
has a value: `metadata-plugin-missing` reports that.

Why it matters: CoreDNS does not check labels. The label has no value: `log` prints `-`, `rewrite`
adds nothing to the query, and a comparison in `view` is with an empty text.

How to fix it: write one of the labels that the plugin's page lists.

## Bad

```corefile
. {
    metadata
    geoip db.mmdb
    rewrite edns0 local set 0xffee {geoip/ecs}
    forward . 192.0.2.53
}
```

```corefile
. {
    metadata
    log . "{remote} {name} {/forward/to}"
    forward . 192.0.2.53
}
```

```corefile
. {
    metadata
    geoip db.mmdb
    view dutch {
        expr metadata('geoip/country') == 'NL'
    }
    whoami
}
. {
    whoami
}
```

## Good

```corefile
. {
    metadata
    geoip db.mmdb
    log . "{remote} {name} {/geoip/country/code}"
    rewrite edns0 local set 0xffee {geoip/city/name}
    forward . 192.0.2.53
}
```

```corefile
. {
    metadata
    log . "{remote} {name} {/kubernetes/client-label/app} {/other/label}"
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        pods verified
        fallthrough in-addr.arpa ip6.arpa
    }
    forward . 192.0.2.53
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.metadata import Metadata
from corefile.lint.finding import Finding
from corefile.lint.placeholders import is_known
from corefile.lint.rule import Context, CorefileRule
from corefile.text.regex import regex
from corefile.text.spelling import nearest

__all__ = ["RULE"]

#: What a label ends with whose last part people choose themselves.
OPEN = "*"

#: How labels are written: in formats and in `rewrite`, in expressions, and in templates.
WRITTEN = regex(
    r"\{/?([a-z]+/[^{}\s]+)\}"
    r"|metadata\(\s*['\"]([a-z]+/[^'\"]+)['\"]\s*\)"
    r"|\.Meta\s+[\"'`]([a-z]+/[^\"'`]+)[\"'`]"
)


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each label that the plugin it names does not give."""
    for server in ctx.config.servers:
        words = (word for line in server.directives for word in line.tokens[1:] if "/" in word.text)
        for token in filter(is_known, words):
            for found in WRITTEN.finditer(token.text):
                yield from judge(ctx, token, found[found.lastindex or 0])


def judge(ctx: Context, token: ExpandedToken, label: str) -> Iterator[Finding]:
    """Yield the finding for a label, if its plugin is known and does not give it."""
    plugin, _, name = label.partition("/")
    kind = plugin_class(plugin)
    labels = kind.metadata_labels if kind is not None else ()
    if not labels or any(fits(name, each) for each in labels):
        return
    close = nearest(name, labels)
    given = [close] if close else [each for each in labels if each.startswith(f"{name}/")]
    listed = ", ".join(f"`{plugin}/{each}`" for each in given or labels)
    yield RULE.at(
        ctx,
        token,
        f"`{plugin}` has no metadata `{label}`: it never has a value",
        help=f"write {'one of ' if len(given or labels) > 1 else ''}{listed}",
    )


def fits(name: str, label: str) -> bool:
    """Tell whether a name is a label, or one of those that begin like it."""
    return name == label or (label.endswith(OPEN) and name.startswith(label[:-1]))


RULE = CorefileRule("CF447", "metadata-label-unknown", "warning", check, about=(Metadata.name,))
