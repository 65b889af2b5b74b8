r"""A zone is written with `*`.

Finds an asterisk as a label of a zone: in the key of a server block, in the zones of a plugin, in
FROM of `forward`, after `except` and `fallthrough`, and in the names of `log`. Also finds it in a
name that `rewrite` should match without `regex`.

Why it matters: a zone already includes all names below it, and an asterisk in it is an ordinary
character. `*.corp.example` takes queries for names below a label that is really called `*`, and
nobody asks for those.

How to fix it: leave `*.` out; for all names, write `.`. In `rewrite name`, write
`suffix .corp.example`, or an expression after `regex`.

## Bad

```corefile
*.corp.example {
    forward . 192.0.2.53
}
```

```corefile
. {
    forward *.corp.example 192.0.2.53
    forward . 192.0.2.54
}
```

```corefile
. {
    rewrite name *.corp.example www.example
    forward . 192.0.2.53
}
```

## Good

```corefile
corp.example {
    forward . 192.0.2.53
}
```

```corefile
. {
    rewrite name suffix .corp.example .example answer auto
    rewrite name regex .*\.lab\.example www.example answer auto
    acl {
        block net *
    }
    transfer {
        to *
    }
    file db.example.org example.org
}
```
"""

from collections.abc import Iterator

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Server
from corefile.coredns.plugins.log import Log
from corefile.lint.edits import write_words
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.rule import Context, CorefileRule
from corefile.lint.zone_words import own_tokens, written_zones
from corefile.text.regex import regex

__all__ = ["RULE"]

#: The asterisks that a zone begins with, perhaps after a scheme.
LEADING = regex(r"(?:(?<![a-z0-9])(?P<scheme>[a-z0-9]+://))?(?:\*(?:\.|(?=:)|$))+")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each zone, and each name, with an asterisk in it."""
    served = {zone for server in ctx.config.servers for zone in server.zones}
    for server in ctx.config.servers:
        for key in server.keys:
            zones = {address.zone for address in key.addresses if has_asterisk(address.zone)}
            if zones:
                free = not any((zone.replace("*.", "") or ".") in served for zone in zones)
                yield of_zone(ctx, key.token, fix(ctx, key.token) if free else None)
        for token, is_there in zone_tokens(server):
            yield of_zone(ctx, token, without(ctx, token) if is_there else fix(ctx, token))
        for token in compared(server):
            message = (
                f"`*` is an ordinary character in `{token.text}`: the rule matches no name that "
                "anybody asks for"
            )
            help_text = "write `suffix` and the name without `*`, or an expression after `regex`"
            yield RULE.at(ctx, token, message, help=help_text)


def has_asterisk(zone: str) -> bool:
    """Tell whether a label of a zone or name is an asterisk."""
    return "*" in zone.split(".")


def zone_tokens(server: Server) -> Iterator[tuple[ExpandedToken, bool]]:
    """Yield the zones with asterisks that plugins name, and whether the line has what is meant."""
    own = own_tokens(server)
    for plugin in server.plugins:
        yield from strange([(zone.name, zone.token) for zone in written_zones(plugin, own)])
    for log in server.all(Log):
        yield from strange([(name.value, name.token) for name in log.names])


def strange(zones: list[tuple[str, ExpandedToken]]) -> Iterator[tuple[ExpandedToken, bool]]:
    """Yield the zones with asterisks among those of a plugin, as `zone_tokens` does."""
    there = {(name, id(token.source), token.line) for name, token in zones}
    for name, token in zones:
        if has_asterisk(name):
            base = LEADING.sub("", name, count=1) or "."
            yield token, (base, id(token.source), token.line) in there


def compared(server: Server) -> Iterator[ExpandedToken]:
    """Yield the names with asterisks that rules of `rewrite` are to match as they are."""
    if not server.has("rewrite"):
        return
    from corefile.coredns.plugins.rewrite import Rewrite  # noqa: PLC0415 - few files have rules
    from corefile.coredns.plugins.rewrite.names import NameRule  # noqa: PLC0415
    from corefile.coredns.plugins.rewrite.rules import RcodeRule, TtlRule  # noqa: PLC0415

    for rule in (rewrite.rule for rewrite in server.all(Rewrite)):
        if isinstance(rule, NameRule | TtlRule | RcodeRule) and rule.match != "regex":
            name = rule.from_ if isinstance(rule, NameRule) else rule.name
            if has_asterisk(name.value):
                yield name.token


def of_zone(ctx: Context, token: ExpandedToken, repair: Fix | None) -> Finding:
    """Make the finding of a zone."""
    return RULE.at(
        ctx,
        token,
        f"`*` is an ordinary character in `{token.text}`: a zone has all names below it "
        "anyway, and nobody asks for names with a label `*`",
        help="leave `*.` out; the zone of all names is `.`",
        fix=repair,
    )


def without(ctx: Context, token: ExpandedToken) -> Fix | None:
    """Return the edit that takes out a zone whose line has it without the asterisk too."""
    edits = () if token.token.glued_comment else write_words(ctx, token, [])
    return Fix(f"leave `{token.text}` out", edits, safe=False) if edits else None


def fix(ctx: Context, token: ExpandedToken) -> Fix | None:
    """Return the edit that takes the asterisks off the start."""
    written = token.token
    match = LEADING.match(written.raw)
    if token.source is not ctx.tree.source or match is None or written.glued_comment:
        return None
    rest = written.raw[match.end() :]
    root = "." if not rest or rest.startswith(":") else ""
    start = written.start + len(match["scheme"] or "")
    edit = Edit(start, written.start + match.end(), root)
    return Fix("leave the asterisk out", (edit,), safe=False)


RULE = CorefileRule(
    "CF413", "wildcard-zone", "warning", check, fragments=True, fixes=True, signs=("*",)
)
