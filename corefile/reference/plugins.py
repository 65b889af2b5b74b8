"""The reference page of a plugin, from its description."""

import pkgutil
from collections.abc import Iterator
from inspect import cleandoc, getdoc

from corefile.coredns import plugins as package
from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import Plugin, PropertySpec
from corefile.coredns.releases.release import (
    NEWEST,
    Span,
    plugin_order,
    plugin_releases,
    property_releases,
    removed_properties,
)

__all__ = ["page", "plugin_names"]

ROLES = {
    "setting": "It configures the server and sees no query.",
    "observes": "It looks at queries and answers on their way, and tells people about them.",
    "wraps": "It looks at queries or answers on their way and passes all of them on.",
    "changes": "It changes queries or answers on their way.",
    "answers": "It answers queries itself, and passes on what it does not answer.",
}

STANZAS = {
    "once": "It may stand in a server block only once.",
    "first": "Of several in a server block CoreDNS reads the first only.",
    "last": "Of several in a server block the last one's line applies.",
    "last given": "Of several in a server block the last line with an argument applies.",
    "each": "Several in a server block are asked one after the other.",
}


def plugin_names() -> list[str]:
    """Return the names of all plugins that are described, in the order of the alphabet."""
    names = (module.name for module in pkgutil.iter_modules(package.__path__))
    return sorted(name for name in names if plugin_class(name) is not None)


def page(name: str) -> str:
    """Return a plugin's page in Markdown. Raises KeyError for a plugin that is not described."""
    kind = plugin_class(name)
    if kind is None:
        raise KeyError(name)
    return "\n".join(lines(kind)) + "\n"


def lines(kind: type[Plugin]) -> Iterator[str]:
    """Yield the lines of a page."""
    yield f"# {kind.name}"
    yield ""
    yield cleandoc(getdoc(kind) or "")
    yield ""
    yield "```"
    yield from usage(kind)
    yield "```"
    yield ""
    yield f"{ROLES[kind.role]} {place(kind.name)}"
    if kind.stanzas in STANZAS:
        yield STANZAS[kind.stanzas]
    releases = words(plugin_releases(kind.name))
    if releases:
        yield f"It is in CoreDNS {releases}."
    specs = list(kind.specs().values())
    if specs:
        yield ""
        yield "| Property | Meaning | Default | Releases |"
        yield "| --- | --- | --- | --- |"
        yield from (row(kind, spec) for spec in specs)
    gone = removed_properties(kind.name)
    if gone:
        yield ""
        yield "Gone: " + ", ".join(f"`{word}` ({words(when)})" for word, when in gone.items()) + "."


def usage(kind: type[Plugin]) -> Iterator[str]:
    """Yield the lines that a Corefile has."""
    specs = kind.specs().values()
    yield kind.usage + (" {" if specs else "")
    for spec in specs:
        yield f"    {spec.name} {spec.reader.syntax}".rstrip()
    if specs:
        yield "}"


def row(kind: type[Plugin], spec: PropertySpec) -> str:
    """Return the row of a property."""
    syntax = f"`{spec.name} {spec.reader.syntax}`".replace(" `", "`").replace("|", "\\|")
    about = spec.about + ("; may be repeated" if spec.many else "")
    default = f"`{spec.default}`" if spec.default else ""
    return f"| {syntax} | {about} | {default} | {words(property_releases(kind.name, spec.name))} |"


def words(releases: Span) -> str:
    """Return in words from which release on there is something, and up to which."""
    since = f"from {releases.since}" if releases.since else ""
    until = f"before {releases.until}" if releases.until else ""
    return ", ".join(filter(None, (since, until)))


def place(name: str) -> str:
    """Say where a plugin stands in the order of the newest release."""
    order = plugin_order(NEWEST)
    number = order.index(name)
    before = f"after `{order[number - 1]}`" if number else "first of all"
    after = f" and before `{order[number + 1]}`" if number + 1 < len(order) else ", last of all"
    return f"In CoreDNS {NEWEST} it stands {before}{after}."
