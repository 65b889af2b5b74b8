"""A line of a server block does not begin with a plugin of CoreDNS.

Finds a first word that is not in CoreDNS's list of plugins (`plugin.cfg` of the release): a
misspelt name, a line of a `hosts` table outside `hosts`, a server block inside another. NodeLocal
DNSCache has only some of CoreDNS's plugins: where a manifest names its image, or its ConfigMap
`node-local-dns`, it finds lines of the others too.

Why it matters: CoreDNS does not start. A running server keeps its old configuration until its next
restart, which then fails.

How to fix it: write the plugin's name as `coredns -plugins` prints it. Use `--external-plugins` for
a plugin that your own build of CoreDNS has; the external plugins on coredns.io are known by name.

## Bad

```corefile
. {
    forwrad . 192.0.2.53
}
```

```corefile
. {
    10.0.0.1 registry.example
    forward . 192.0.2.53
}
```

## Good

```corefile
. {
    forward . 192.0.2.53
}
```
"""

import re
from collections.abc import Iterator, Mapping

from corefile.coredns.releases.builds import Build
from corefile.coredns.releases.externals import EXTERNALS, external_plugin
from corefile.coredns.releases.release import SUCCESSORS, every_plugin, plugin_releases
from corefile.go.net import parse_ip
from corefile.lint.finding import Finding
from corefile.lint.load_errors import refusals, says
from corefile.lint.outdated import fix_of
from corefile.lint.recovery.words import taken_apart
from corefile.lint.rule import Context, CorefileRule
from corefile.text.records import replace
from corefile.text.regex import regex
from corefile.text.spelling import did_you_mean

__all__ = ["RULE"]

#: What plugins of other builds are called.
NAME = regex(r"[A-Za-z_][\w-]*", re.ASCII)

#: What the key of a server block looks like where it has no port.
ZONE = regex(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+\.?", re.ASCII)

NOT_COMMENTS = ("//", ";", "--", "/*", "*/")


def check(ctx: Context) -> Iterator[Finding]:
    """Yield a finding for each line whose name is not known."""
    zones = plugins_as_zones(ctx)
    for refusal in refusals(ctx, "unknown directive"):
        name = refusal.token.text
        is_own = is_taken_out(name, ctx.config.build)
        whose = "your build of " if is_own else ""
        message = f"{whose}CoreDNS {ctx.config.build.release} has no plugin `{name}`"
        what = "remove the line, or build with the plugin" if is_own else advice(name, ctx)
        finding = says(RULE, ctx, refusal, message, "", around(zones.get(name)) or what)
        yield replace(finding, fix=fix_of(ctx, refusal.token, {}) or finding.fix)
    build = ctx.config.build
    for refusal in refusals(ctx, "not compiled in"):
        name = refusal.token.text
        has = "has" if build.is_certain else "of every known version has"
        message = f"{build.name} {has} no plugin `{name}`"
        finding = says(RULE, ctx, refusal, message, "", beside_cache(name))
        # The ConfigMap may be that of another build.
        yield finding if build.is_certain else replace(finding, severity="info")


def is_taken_out(name: str, build: Build) -> bool:
    """Tell whether the release has a plugin that a build of it was made without."""
    return name in every_plugin() and build.release in plugin_releases(name)


def beside_cache(name: str) -> str:
    """Return what to do about a plugin that NodeLocal DNSCache lacks."""
    from corefile.coredns.releases.node_cache import plugin_since  # noqa: PLC0415 - for few files

    elsewhere = (
        "write the lines into the Corefile of the cluster's CoreDNS, and forward to that one here"
    )
    since = plugin_since(name)
    return f"use version {since} or later, or {elsewhere}" if since else elsewhere


def plugins_as_zones(ctx: Context) -> Mapping[str, str]:
    """Return the plugins that are written where a server block belongs, by the lines in them."""
    found: dict[str, str] = {}
    for server in ctx.config.servers:
        key = server.keys[0].text if len(server.keys) == 1 else ""
        is_name = key in ctx.config.build.plugins or key in EXTERNALS
        if is_name and key != "local":  # a zone too
            for directive in server.directives:
                found.setdefault(directive.name, key)
    return found


def around(key: str | None) -> str:
    """Say what to do if a plugin is written where a server block belongs; "" if none is."""
    if key is None:
        return ""
    return f"`{key}` is read as a zone: put the plugin into a server block, `. {{ … }}`"


def advice(name: str, ctx: Context) -> str:
    """Return what to write instead."""
    build = ctx.config.build
    if name.startswith(NOT_COMMENTS):
        return "comments begin with `#`"
    if parse_ip(name) is not None:
        return "put the address and its names into the block of `hosts`"
    meant = known_name(name, build)
    if meant:
        return meant
    if name == "{":
        return "write the plugin's name before the `{`, or remove it and its `}`"
    if name.endswith("{"):
        return "put a space before the `{`"
    is_key = name.startswith(".") or ":" in name or ZONE.fullmatch(name) is not None
    if is_key and ctx.is_lines:
        return "put server blocks into a key `*.server`, which is imported outside all others"
    if is_key:
        return "server blocks cannot be nested: close the one above with `}` first"
    if NAME.fullmatch(name) is None:
        return "begin the line with a plugin's name, or remove it"
    return (
        "correct the name, or remove the line; if your build has such a plugin, check with"
        f" `--external-plugins {name}`"
    )


def known_name(name: str, build: Build) -> str:
    """Return what is known of a name: the plugin of another build, or a slip; "" for nothing."""
    releases = plugin_releases(name)
    if releases.until:
        gone = f"`{name}` went away with CoreDNS {releases.until}"
        successor = SUCCESSORS.get(name)
        return f"{gone}: write `{successor}`" if successor else f"{gone}; nothing replaces it"
    if releases.since:
        return f"`{name}` appeared in CoreDNS {releases.since}: remove the line, or upgrade"
    external = external_plugin(name)
    if external is not None:
        declared = f"'{external.declaration}'" if external.place else name
        return (
            f"`{name}` is an external plugin ({external.repository}): if your build has it, check"
            f" with `--external-plugins {declared}`"
        )
    apart = taken_apart(name, build.plugins)
    if apart:
        return f"put a space after `{apart[0]}`: `{' '.join(apart)}`"
    return did_you_mean(name, build.plugins)


RULE = CorefileRule(
    "CF004",
    "unknown-directive",
    "error",
    check,
    fragments=True,
    fixes=True,
    about=("not compiled in", "unknown directive"),
)
