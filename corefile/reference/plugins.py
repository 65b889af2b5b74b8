"""The reference page of a plugin, from its description."""

import pkgutil
from collections.abc import Iterable, Iterator
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

__all__ = ["index", "page", "plugin_names"]

ROLES = {
    "setting": "It configures the server and sees no query.",
    "observes": "It looks at queries and answers on their way, and tells people about them.",
    "wraps": "It looks at queries or answers on their way and passes all of them on.",
    "changes": "It changes queries or answers on their way.",
    "answers": "It answers queries itself, and passes on what it does not answer.",
}

NO_ORDER = (
    "`{name}` is not in the order of CoreDNS {release}: run `python -m tools.compile_releases` to"
    " write corefile/coredns/releases/data.py again"
)

STANZAS = {
    "once": "A server block may have it only once.",
    "first": "Of several in a server block CoreDNS reads the first only.",
    "last": "Of several in a server block the last one's line applies.",
    "last given": "Of several in a server block the last line with an argument applies.",
    "each": "Several in a server block are asked one after the other.",
}


def plugin_names() -> list[str]:
    """Return the names of all plugins that are described, in the order of the alphabet."""
    names = (module.name for module in pkgutil.iter_modules(package.__path__))
    return sorted(name for name in names if plugin_class(name) is not None)


def page(name: str, *, order: bool = True) -> str:
    """Return a plugin's page in Markdown. Raises KeyError for a plugin that is not described.

    With `order` it says between which plugins of the newest release a query meets it.
    """
    kind = plugin_class(name)
    if kind is None:
        raise KeyError(name)
    return "\n".join(lines(kind, order=order)) + "\n"


def lines(kind: type[Plugin], *, order: bool) -> Iterator[str]:
    """Yield the lines of a page."""
    yield f"# {kind.name}"
    yield ""
    yield cleandoc(getdoc(kind) or "")
    yield ""
    yield "```"
    yield from usage(kind)
    yield "```"
    yield ""
    yield f"{ROLES[kind.role]} {place(kind.name)}" if order else ROLES[kind.role]
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
    releases = words(property_releases(kind.name, spec.name))
    return f"| {syntax} | {about} | {default_of(spec)} | {releases} |"


def default_of(spec: PropertySpec) -> str:
    """Return what applies without the property, and with its name alone."""
    default = f"`{spec.default}`" if spec.default else spec.otherwise
    alone = f"`{spec.bare}` without words" if spec.bare != spec.default else ""
    return "; ".join(filter(None, (default, alone if spec.bare else "")))


def words(releases: Span) -> str:
    """Return in words from which release on there is something, and up to which."""
    since = f"from {releases.since}" if releases.since else ""
    until = f"before {releases.until}" if releases.until else ""
    return ", ".join(filter(None, (since, until)))


def place(name: str) -> str:
    """Say between which plugins of the newest release a query meets a plugin.

    Raises LookupError for a plugin that the newest release does not have.
    """
    order = plugin_order(NEWEST)
    if name not in order:
        raise LookupError(NO_ORDER.format(name=name, release=NEWEST))
    number = order.index(name)
    before = f"after `{order[number - 1]}`" if number else "first of all"
    after = f" and before `{order[number + 1]}`" if number + 1 < len(order) else ", last of all"
    return f"In CoreDNS {NEWEST} it comes {before}{after}."


def index() -> str:
    """Return the page that lists all plugins, in the order in which a query meets them.

    Raises LookupError for a plugin that the newest release does not have.
    """
    order = plugin_order(NEWEST)
    kinds = [kind for name in plugin_names() if (kind := plugin_class(name)) is not None]
    for kind in kinds:
        place(kind.name)
    ordered = sorted(kinds, key=lambda kind: order.index(kind.name))
    return "".join(
        (
            "# Plugins\n\n",
            f"In CoreDNS {NEWEST} a query meets the plugins of its server block in this order,"
            " whatever the order of the lines in the Corefile.\n\n",
            *table(kind for kind in ordered if kind.role != "setting"),
            "\nThese configure the server and see no query:\n\n",
            *table(kind for kind in ordered if kind.role == "setting"),
        )
    )


def table(kinds: Iterable[type[Plugin]]) -> Iterator[str]:
    """Yield the lines of a list of plugins, each with what it does."""
    yield "| Plugin | What it does |\n| --- | --- |\n"
    for kind in kinds:
        about = cleandoc(getdoc(kind) or "").partition("\n")[0]
        yield f"| [{kind.name}]({kind.name}.md) | {about} |\n"
