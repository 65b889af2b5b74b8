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

import re
from collections.abc import Iterator
from typing import TypeAlias

from corefile.coredns.catalogue.schema import Plugin, Value
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.dnstap import Dnstap
from corefile.coredns.plugins.geoip import Geoip
from corefile.coredns.plugins.log import Log
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.edns0 import VARIABLES, Edns0Rule
from corefile.coredns.plugins.template import Template
from corefile.coredns.plugins.view import View
from corefile.go.template.compile import check_template
from corefile.lint.edits import add_plugin
from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import Context, CorefileRule

__all__ = ["RULE"]

#: A place in a format that a piece of metadata is put in (pkg/replacer).
PLACE = re.compile(r"\{/[^{}]+\}")
#: How many other uses a finding names.
MAX_RELATED = 10
#: Where metadata is used, and what comes of it when there is none.
Use: TypeAlias = tuple[ExpandedToken, str]


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each server block that uses metadata and collects none."""
    for server in ctx.config.servers:
        if server.has("metadata") or not server.complete:
            continue
        found = [(plugin, use) for plugin in server.plugins for use in uses(plugin)]
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


def uses(plugin: Plugin) -> Iterator[Use]:
    """Yield where a stanza uses metadata."""
    if isinstance(plugin, Geoip):
        yield plugin.token, "nothing uses what `geoip` finds"
    elif isinstance(plugin, Log):
        yield from in_format(plugin.format)
    elif isinstance(plugin, Dnstap):
        yield from in_format(plugin.extra)
    elif isinstance(plugin, View):
        yield from in_conditions(plugin)
    elif isinstance(plugin, Rewrite):
        yield from in_rule(plugin)
    elif isinstance(plugin, Template):
        yield from in_records(plugin)


def in_format(text: Value[str] | None) -> Iterator[Use]:
    """Yield where a line to be printed has places for metadata."""
    place = PLACE.search(text.value) if text else None
    if text and place:
        yield text.token, f"`{place[0]}` is always `-`"


def in_conditions(view: View) -> Iterator[Use]:
    """Yield the conditions that compare metadata."""
    for condition in view.expr:
        if any(call.name == "metadata" for call in condition.expression.calls):
            yield condition.words[0], "`metadata(…)` always gives an empty text"


def in_rule(rewrite: Rewrite) -> Iterator[Use]:
    """Yield the metadata that a rule is to send on."""
    data = rewrite.rule.data if isinstance(rewrite.rule, Edns0Rule) else None
    if data and data.value.startswith("{") and data.value not in VARIABLES:
        yield data.token, f"there is no `{data.value}`, and the rule does nothing"


def in_records(template: Template) -> Iterator[Use]:
    """Yield the records of a template that metadata is to be written into."""
    for records in (*template.answer, *template.additional, *template.authority):
        for record in records:
            if ".Meta" in record.value and ".Meta" in check_template(record.value).fields:
                yield record.token, "`.Meta` always gives an empty text"


RULE = CorefileRule("CF414", "metadata-plugin-missing", "warning", check, fixes=True)
