r"""Metadata is used, but the plugin `metadata` is missing.

Finds uses of metadata in a server block without the plugin `metadata`: the plugin `geoip`,
`{/…}` in the format of `log` and in `extra` of `dnstap`, `metadata(…)` in the conditions of `view`,
`.Meta` in the answers of `template`, and labels such as `{geoip/city/name}` in `rewrite edns0`.

Why it matters: no message says so. `log` prints `-`, a condition compares with an empty value and
never matches, `template` writes nothing, and the rule of `rewrite` does nothing. This also applies
to the labels that `log` itself provides.

How to fix it: add a line `metadata` to the server block. Server blocks with an import that was not
followed are not reported.

## Bad

```corefile
. {
    log . "{remote} {/forward/upstream}"
    forward . 192.0.2.53
}
```

```corefile
. {
    view lan {
        expr metadata('geoip/country/code') == 'NL'
    }
    geoip /etc/coredns/city.mmdb
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite edns0 local set 0xffee {kubernetes/client-namespace}
    template IN TXT who.example {
        answer "{{ .Name }} 60 IN TXT {{ .Meta \"kubernetes/client-namespace\" }}"
    }
    kubernetes cluster.local
}
```

## Good

```corefile
. {
    metadata
    log . "{remote} {/forward/upstream}"
    forward . 192.0.2.53
}
```

```corefile
. {
    log . "{remote} {>id} /"
    rewrite edns0 local set 0xffee {client_ip}
    view lan {
        expr incidr(client_ip(), '10.0.0.0/8')
    }
    forward . 192.0.2.53
}
. {
    whoami
}
```
"""

from collections.abc import Iterator

from corefile.lint.edits import add_plugin
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: How many other uses a finding names.
MAX_RELATED = 10


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each server block that uses metadata and collects none."""
    for server in ctx.config.servers:
        if server.has("metadata") or not server.complete:
            continue
        found = [(plugin, use) for plugin in server.plugins for use in plugin.metadata_uses()]
        for plugin, (token, outcome) in found[:1]:
            edits = add_plugin(ctx, plugin.token, "metadata")
            yield RULE.at(
                ctx,
                token,
                f"without the plugin `metadata` in this server block {outcome}",
                help="add a line `metadata` to the server block",
                related=[ctx.related(use[0], "needs it too") for _, use in found[1:MAX_RELATED]],
                fix=Fix("add `metadata`", edits, adds=("metadata",)) if edits else None,
            )


RULE = CorefileRule("CF414", "metadata-plugin-missing", "warning", check, fixes=True)
