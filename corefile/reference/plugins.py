"""The reference page of a plugin, from its description."""

import pkgutil
from collections.abc import Iterator
from inspect import cleandoc, getdoc

from corefile.coredns import plugins as package
from corefile.coredns.catalogue.schema import Plugin, PropertySpec
from corefile.coredns.model.config import plugin_class
from corefile.coredns.releases.release import (
    NEWEST,
    plugin_order,
    plugin_releases,
    property_releases,
    removed_properties,
)

__all__ = ["page", "plugin_names"]

ROLES = {
    "setting": "It configures the server and sees no query.",
    "wraps": "It looks at queries or answers on their way and passes all of them on.",
    "changes": "It changes queries or answers on their way.",
    "answers": "It answers queries itself, and passes on what it does not answer.",
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
    if kind.once:
        yield "It may stand in a server block only once."
    since, until = plugin_releases(kind.name)
    if since or until:
        yield f"It is in CoreDNS {span(since, until)}."
    specs = list(kind.specs().values())
    if specs:
        yield ""
        yield "| Property | Meaning | Default | Releases |"
        yield "| --- | --- | --- | --- |"
        yield from (row(kind, spec) for spec in specs)
    gone = removed_properties(kind.name)
    if gone:
        yield ""
        yield "Gone: " + ", ".join(f"`{word}` ({span(*when)})" for word, when in gone.items()) + "."


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
    return f"| {syntax} | {about} | {default} | {span(*property_releases(kind.name, spec.name))} |"


def span(since: str, until: str) -> str:
    """Return in words from which release on there is something, and up to which."""
    if since and until:
        return f"from {since}, before {until}"
    return f"from {since}" if since else f"before {until}" if until else ""


def place(name: str) -> str:
    """Say where a plugin stands in the order of the newest release."""
    order = plugin_order(NEWEST)
    number = order.index(name)
    before = f"after `{order[number - 1]}`" if number else "first of all"
    after = f" and before `{order[number + 1]}`" if number + 1 < len(order) else ", last of all"
    return f"In CoreDNS {NEWEST} it stands {before}{after}."
