"""An environment variable is empty, or may be empty without a message.

Finds references that can never have a value: CoreDNS knows `{$NAME}` and `{%NAME%}`, but neither
defaults (`{$NAME:default}`) nor the `{env.NAME}` of Caddy. Also finds, as a note, the places where
an unset variable changes what CoreDNS does without a message: the key of a server block, the zones
of a plugin, the zones of `fallthrough`. In most other places CoreDNS refuses an empty value; those
are not reported. The actual environment is not read.

Why it matters: a reference without a value is replaced by nothing. A server block without another
key is dropped, and a plugin without another zone does nothing.

How to fix it: write the reference as CoreDNS expects it, and set the variable where CoreDNS is
started. With a port after it, as in `{$ZONE}:53`, an empty key is refused and cannot be overlooked.

## Bad

```corefile
{$ZONE:example.org}:53 {
    whoami
}
```

```corefile
{$ZONE} {
    whoami
}
```

```corefile
. {
    cache {$CACHE_TTL}
    forward . {$UPSTREAM}
}
```

## Good

```corefile
{$ZONE}:53 {
    file {$ZONE_FILE}
}
```

```corefile
. {
    cache 30
    forward . {$UPSTREAM} {%SECOND_UPSTREAM%}
}
```
"""

from collections.abc import Iterator

from corefile.coredns.catalogue.schema import Plugin, Zone
from corefile.coredns.catalogue.zones import key_addresses
from corefile.coredns.imports.environment import EndlessReplacement, replace_env
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Key, Server
from corefile.coredns.plugins.kubernetes import Kubernetes
from corefile.documents.unknown import has_unknown
from corefile.go.errors import Invalid
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, CorefileRule
from corefile.text.records import fields
from corefile.text.regex import regex

__all__ = ["RULE"]

#: A reference as CoreDNS knows it; `{{$name}}` belongs to a template.
REFERENCE = regex(r"(?<!\{)\{\$([^}]+)\}|\{%(.+?)%\}")
#: What Caddy knows, and what lacks its end.
FOREIGN = regex(r"\{env\.([A-Za-z_]\w*)\}|\{%([A-Za-z_]\w*)\}")
#: Longer words are not looked at; a zone has 255 characters at most.
LONGEST = 1000


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each reference that is empty, or that nobody would miss."""
    refused = {id(refusal.token.token) for refusal in ctx.config.refusals}
    keys = (key for server in ctx.config.servers for key in server.keys)
    missed = {variable(key.text) for key in keys if emptied(key.text) and not served(key)}
    for server in ctx.config.servers:
        words = [key.token for key in server.keys]
        words += [token for line in server.directives for token in line.tokens]
        for word in words:
            known = len(word.text) > LONGEST or id(word.token) in refused
            if "{" in word.text and not known:
                yield from never_set(ctx, word)
        yield from risky_keys(ctx, server)
        for plugin in server.plugins:
            yield from risky_zones(ctx, server, plugin, missed)


def never_set(ctx: Context, word: ExpandedToken) -> Iterator[Finding]:
    """Yield a finding for a word with a reference that CoreDNS does not know, or never fills."""
    for match in FOREIGN.finditer(word.text):
        name = match[1] or match[2]
        message = f"`{match[0]}` is not a reference for CoreDNS: it reads it as it is written"
        yield RULE.at(ctx, word, message, help=f"write `{{${name}}}`")
    for match in REFERENCE.finditer(word.text):
        name = match[1] or match[2]
        plain, colon, _ = name.partition(":")
        if colon and plain:
            message = (
                f"CoreDNS knows no defaults: it looks for a variable that is called `{name}`, and "
                "replaces the reference with nothing"
            )
            help_text = f"write `{{${plain}}}`, and set the variable where CoreDNS is started"
            yield RULE.at(ctx, word, message, help=help_text)


def risky_keys(ctx: Context, server: Server) -> Iterator[Finding]:
    """Yield a finding for each key that becomes another one, or none, without its variable."""
    for key in server.keys:
        if key.token.text.endswith(","):
            continue  # the comma is left, and makes CoreDNS refuse the key
        name = variable(key.text)
        zone = served(key)
        if name and len(server.keys) == 1 and not emptied(key.text):
            message = f"if `{name}` is not set, this server block is left out without a message"
            help_text = (
                f"write the port with it, as in `{key.text}:53`: CoreDNS then refuses a variable "
                "that is not set"
            )
            yield RULE.at(ctx, key.token, message, help=help_text, severity="info")
        elif name and zone:
            message = f"if `{name}` is not set, CoreDNS serves `{zone}` here without a message"
            help_text = "let one variable hold the whole zone, and write the port after it"
            yield RULE.at(ctx, key.token, message, help=help_text, severity="info")


def served(key: Key) -> str:
    """Return the zone of a key when no variable is set, "" for one that CoreDNS refuses."""
    try:
        return next((address.zone for address in key_addresses(emptied(key.text))), "")
    except Invalid:
        return ""


def risky_zones(
    ctx: Context, server: Server, plugin: Plugin, missed: set[str]
) -> Iterator[Finding]:
    """Yield a finding for each list of zones that is empty without its variables.

    `missed` are the variables without which CoreDNS does not start.
    """
    keys = {id(key.token.token) for key in server.keys}
    for field in fields(plugin):
        own = field.name == "zones"
        zones = zones_in(getattr(plugin, field.name))
        loud = own and plugin.name == Kubernetes.name  # which refuses to be without a zone
        if not zones or loud or any(emptied(zone.token.text) for zone in zones):
            continue
        token = zones[0].token
        name = variable(token.text)
        if name and name not in missed and id(token.token) not in keys:
            what = f"`{plugin.name}`" if own else f"`{field.name}` of `{plugin.name}`"
            message = (
                f"if `{name}` is not set, {what} has no zone and does nothing, without a message"
            )
            help_text = "write the zone, or the number, itself"
            yield RULE.at(ctx, token, message, help=help_text, severity="info")


def zones_in(value: object) -> list[Zone]:
    """Return the zones that a field of a plugin holds."""
    return [zone for zone in value if isinstance(zone, Zone)] if isinstance(value, tuple) else []


def variable(text: str) -> str:
    """Return the name in the first reference of a text, "" where there is none or it is none."""
    match = REFERENCE.search(text) if len(text) <= LONGEST else None
    name = (match[1] or match[2]) if match else ""
    return "" if ":" in name or has_unknown(text) else name


def emptied(text: str) -> str:
    """Return what is left of a text when no variable is set."""
    try:
        return replace_env(text, {}) if len(text) <= LONGEST else text
    except EndlessReplacement:
        return text


RULE = CorefileRule(
    "CF110",
    "unset-environment-variable",
    "warning",
    check,
    fragments=True,
    signs=("{$", "{%", "{env."),
)
