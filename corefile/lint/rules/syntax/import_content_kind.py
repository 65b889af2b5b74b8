"""An import brings lines of the wrong kind.

Finds plugin lines imported at a place for server blocks, if that is certain: an imported file, or
the key `NAME.server` of a ConfigMap, that begins with a plugin. Also finds the two patterns of AKS
and others if they are swapped: `*.override` files contain plugin lines and are imported inside a
server block, `*.server` files contain server blocks and are imported outside. And it finds an
import of a file that is called like a table of addresses (`custom.hosts`) or a zone file
(`db.example.org`). As files may be called anything, these are notes.

Why it matters: CoreDNS accepts it. Outside a server block `log` is a zone of that name, and the
plugins below it serve only that zone. A server block inside another is refused as soon as there is
a file to import. So is a line of a table, whose first word CoreDNS takes for a plugin:
`Unknown directive '192.0.2.1'`.

How to fix it: import plugin lines inside their server block, and server blocks outside. Name a
table after `hosts`, and a zone file after `file`.

## Bad

```corefile
. {
    whoami
}
import custom/*.override
```

```corefile
. {
    import custom/*.server
    whoami
}
```

```corefile
. {
    import /etc/coredns/custom.hosts
    whoami
}
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
data:
  log.server: |
    log
    errors
```

## Good

```corefile
. {
    import custom/*.override
    whoami
}
import custom/*.server
```

```yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: coredns-custom
data:
  log.override: |
    log
  corp.server: |
    corp.example:53 {
        forward . 192.0.2.53
    }
```
"""

import re
from collections.abc import Iterator

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.syntax.tree import Body, Import, Token
from corefile.text.regex import regex

__all__ = ["RULE"]

#: How tables of addresses, and zone files, are called.
TABLE = regex(r"(?:[^*]+[._-])?hosts", re.IGNORECASE)
ZONE_FILE = regex(r"db\.[^*]+|[^*]+\.(?:db|zone)", re.IGNORECASE)


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each import that is in the wrong place, and for each such content."""
    for server in ctx.config.servers:
        first = server.keys[0]
        plugin = first.text in ctx.config.build.plugins and first.text != "local"  # a zone too
        if plugin and brings_servers(ctx, first.token):
            message = (
                f"`{first.text}` is outside all server blocks: CoreDNS reads it as a zone, "
                "and what follows for the plugins of that zone"
            )
            yield RULE.at(ctx, first.token, message, help=advice(ctx, first.token))
    yield from misplaced(ctx)


def brings_servers(ctx: Context, token: ExpandedToken) -> bool:
    """Tell whether a word comes from where server blocks should come from."""
    return token.source is not ctx.tree.source or token.source.name.endswith(".server")


def advice(ctx: Context, token: ExpandedToken) -> str:
    """Return what to write instead."""
    if token.source is ctx.tree.source:
        return "name the key `*.override`, which is imported inside the server block"
    return "import the file inside the server block that it is for"


def misplaced(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each pattern in the other's place, its content not being known."""
    unknown = (*ctx.expansion.unresolved, *ctx.expansion.unmatched)
    open_targets = {id(item.target.token) for item in unknown}
    for found in ctx.tree.find(Import):
        if found.target is not None and id(found.target) in open_targets:
            yield from no_corefile(ctx, found.target)
    for target in targets(ctx.tree.items):
        if target.value.endswith(".override") and id(target) in open_targets:
            message = (
                f"`{target.value}` holds plugin lines, and is imported outside all server "
                "blocks: CoreDNS reads the first word of such a line as a zone"
            )
            yield RULE.at(
                ctx, target, message, help="import it inside a server block", severity="info"
            )
    for body in ctx.tree.find(Body):
        for target in targets(body.items):
            if target.value.endswith(".server") and id(target) in open_targets:
                message = (
                    f"`{target.value}` holds server blocks, and is imported inside one: CoreDNS "
                    "refuses a server block there as an unknown directive"
                )
                yield RULE.at(
                    ctx,
                    target,
                    message,
                    help="import it outside all server blocks",
                    severity="info",
                )


def no_corefile(ctx: Context, target: Token) -> Iterator[Finding]:
    """Yield a finding for an import of what another plugin should read, by its name."""
    name = target.value.rpartition("/")[2]
    if TABLE.fullmatch(name):
        what, right = "a table of addresses", f"hosts {target.value}` and `fallthrough"
    elif ZONE_FILE.fullmatch(name):
        what, right = "a zone file", f"file {target.value} ZONE"
    else:
        return
    message = (
        f"`{target.value}` has the name of {what}, but `import` brings lines of a Corefile: "
        "CoreDNS refuses others"
    )
    yield RULE.at(ctx, target, message, help=f"write `{right}` instead", severity="info")


def targets(items: tuple[object, ...]) -> Iterator[Token]:
    """Return what the imports among some lines name."""
    found = (item.target for item in items if isinstance(item, Import))
    return (target for target in found if target is not None)


RULE = CorefileRule(
    "CF108", "import-content-kind", "warning", check, fragments=True, signs=("import", ".server")
)
