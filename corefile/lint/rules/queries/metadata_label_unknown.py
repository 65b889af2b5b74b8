"""A label of metadata that no plugin gives, or that CoreDNS takes for text.

Finds a label of metadata in a format of `log`, in `rewrite`, `dnstap`, `view` or `template`, that
begins with the name of `forward`, `geoip`, `kubernetes` or `view`, and that this plugin does not
give in any release, such as `geoip/country` without `/code`. Without the plugin `metadata` no label
has a value: `metadata-plugin-missing` reports that. Also finds a label in the new name of `rewrite
name` without the word `metadata` after it, and a variable of `rewrite edns0 local` without its
braces, such as `$client_ip`.

Why it matters: CoreDNS does not check labels. The label has no value: `log` prints `-`, `rewrite`
adds nothing to the query, and a comparison in `view` is with an empty text. In a name, the label
stays as it is: CoreDNS asks for `{geoip/country/code}.example.org.`

How to fix it: write one of the labels that the plugin's page lists. From CoreDNS 1.15.0 on,
`rewrite name regex` reads labels if `metadata` follows the new name. Write variables in braces:
`{client_ip}`.

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

```corefile
. {
    metadata
    rewrite name regex (.*)[.]example[.] {1}.{geoip/country/code}.example.org answer auto
    geoip db.mmdb
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite edns0 local set 0xffee $client_ip
    forward . 192.0.2.53
}
```

## Good

```corefile coredns=1.15.0
. {
    metadata
    rewrite name regex (.*)[.]example[.] {1}.{geoip/country/code}.example.org metadata answer auto
    geoip db.mmdb
    forward . 192.0.2.53
}
```

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

import re
from collections.abc import Iterator

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.plugins.metadata import Metadata
from corefile.coredns.plugins.rewrite import Rewrite
from corefile.coredns.plugins.rewrite.edns0 import VARIABLES, Edns0Rule
from corefile.coredns.plugins.rewrite.names import METADATA, NameRule, Rule
from corefile.coredns.releases.release import span
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

#: A label, or a variable of `rewrite edns0`.
VARIABLE = regex(r"\{[a-z0-9_]+/[^{}\s]+\}|" + "|".join(map(re.escape, VARIABLES)))


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each label that has no value."""
    for server in ctx.config.servers:
        for rewrite in server.all(Rewrite):
            yield from taken_for_text(ctx, rewrite.rule)
        if not server.has(Metadata.name):
            continue
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


def taken_for_text(ctx: Context, rule: Rule) -> Iterator[Finding]:
    """Yield the finding for a label, or a variable, that a rule takes for text."""
    if isinstance(rule, NameRule) and not rule.metadata and is_known(rule.to.token):
        found = VARIABLE.search(rule.to.token.text)
        if found:
            yield RULE.at(
                ctx,
                rule.to.token,
                f"`{found[0]}` is text here: CoreDNS asks for a name with `{found[0]}` in it",
                help=in_names(ctx, rule, found[0]),
            )
    if isinstance(rule, Edns0Rule) and rule.data is not None:
        variable = f"{{{rule.data.value.lstrip('$')}}}"
        if variable in VARIABLES:
            yield RULE.at(
                ctx,
                rule.data.token,
                f"`{rule.data.value}` is text here: every query gets this word",
                help=f"write `{variable}`",
            )


def in_names(ctx: Context, rule: NameRule, variable: str) -> str:
    """Say what a new name may have in it."""
    if "/" not in variable:
        return "write a name; `{1}` is what the first group of an expression matches"
    if ctx.config.build.release not in span(METADATA):
        return f"CoreDNS reads metadata in names from {METADATA} on: write a name, or upgrade"
    words = "`metadata` after the new name"
    return f"write {words}" if rule.match == "regex" else f"write `name regex`, and {words}"


def fits(name: str, label: str) -> bool:
    """Tell whether a name is a label, or one of those that begin like it."""
    return name == label or (label.endswith(OPEN) and name.startswith(label[:-1]))


RULE = CorefileRule(
    "CF447", "metadata-label-unknown", "warning", check, about=(Metadata.name, Rewrite.name)
)
