"""The reference page of a plugin, from its description."""

import pkgutil
from collections.abc import Iterable, Iterator, Sequence
from inspect import cleandoc, getdoc

from corefile.coredns import plugins as package
from corefile.coredns.catalogue.changes import arguments_of
from corefile.coredns.catalogue.lookup import (
    described_by,
    external_class,
    other_plugins,
    plugin_class,
)
from corefile.coredns.catalogue.schema import Plugin, PropertySpec
from corefile.coredns.plugins import external
from corefile.coredns.releases.externals import external_plugin
from corefile.coredns.releases.release import (
    NEWEST,
    RELEASES,
    Release,
    Span,
    plugin_order,
    plugin_releases,
    property_releases,
    removed_properties,
)
from corefile.reference.changes import change_lines

__all__ = ["index", "page", "plugin_names", "releases_of"]

ROLES = {
    "setting": "It configures the server and sees no query.",
    "observes": "It looks at queries and answers on their way, and tells people about them.",
    "wraps": "It looks at queries or answers on their way and passes all of them on.",
    "changes": "It changes queries or answers on their way.",
    "answers": "It answers queries itself, and passes on what it does not answer.",
}

#: A bar in a table.
BAR = "&#124;"

NO_ORDER = (
    "`{name}` is not in the order of CoreDNS {release}: run `python -m tools.compile_releases` to"
    " write corefile/coredns/releases/data.py again"
)

NO_FACT = "`{name}` does not say its `{fact}`: corefile/coredns/catalogue/facts.py has the choices"

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
    return sorted((*(name for name in names if plugin_class(name) is not None), *other_plugins()))


def page(
    name: str, *, order: bool = True, plain: bool = False, release: Release | None = None
) -> str:
    """Return a plugin's page in Markdown.

    `release` is the one that it is about, by default the last that has the plugin.
    With `order` it says between which plugins a query meets it; `plain` is for terminals, which
    show Markdown as it is written. Raises KeyError for a plugin that is not described or that the
    release does not have, and LookupError for one that does not say its facts.
    """
    kind = plugin_class(name)
    release = release or max(each for each in RELEASES if each in plugin_releases(name))
    if kind is None or release not in plugin_releases(name):
        raise KeyError(name)
    for fact in ("stanzas", "role"):
        if not hasattr(kind, fact):
            raise LookupError(NO_FACT.format(name=name, fact=fact))
    text = "\n".join(lines(kind, release, order=order)) + "\n"
    return text.replace("<code>", "`").replace("</code>", "`").replace(BAR, "|") if plain else text


def lines(kind: type[Plugin], release: Release, *, order: bool) -> Iterator[str]:
    """Yield the lines of a page."""
    yield f"# {kind.name}"
    yield ""
    yield cleandoc(getdoc(kind) or "")
    yield ""
    specs = [
        spec for spec in kind.specs().values() if release in property_releases(kind.name, spec.name)
    ]
    gone = removed_properties(kind.name)
    had = {name: when for name, when in gone.items() if release in when}
    yield "```"
    yield from usage(kind, specs, had, release)
    yield "```"
    yield ""
    yield f"{ROLES[kind.role]} {place(kind.name, release)}" if order else ROLES[kind.role]
    yield from stanzas_of(kind, release)
    yield from arguments(kind, release)
    releases = words(plugin_releases(kind.name))
    if releases:
        yield f"It is in CoreDNS {releases}."
    if specs or had:
        yield ""
        yield "| Property | Meaning | Default | Releases |"
        yield "| --- | --- | --- | --- |"
        yield from (row(kind, spec, release) for spec in specs)
        yield from (f"| `{name}` | refused later | | {words(when)} |" for name, when in had.items())
    lost = {name: when for name, when in gone.items() if name not in had}
    if lost and release == NEWEST:
        yield ""
        yield "Gone: " + ", ".join(f"`{name}` ({words(when)})" for name, when in lost.items()) + "."
    yield from change_lines(kind.name, release)


def stanzas_of(kind: type[Plugin], release: Release) -> Iterator[str]:
    """Yield what becomes of several stanzas in a server block."""
    key = "once" if kind.is_once(release) else kind.stanzas
    if key in STANZAS:
        yield STANZAS[key]


def arguments(kind: type[Plugin], release: Release) -> Iterator[str]:
    """Yield the defaults of the arguments of its line."""
    for name, spec in arguments_of(kind).items():
        default = spec.default_in(release) or getattr(kind, "default_address", "")
        if default:
            yield f"Without {name} it is `{default}`."


def usage(
    kind: type[Plugin], specs: Sequence[PropertySpec], had: Iterable[str], release: Release
) -> Iterator[str]:
    """Yield the lines that a Corefile has; of what the newest release lacks, the names alone."""
    inner = [f"    {spec.name} {spec.reader.syntax_in(release)}".rstrip() for spec in specs]
    inner += (f"    {name}" for name in had)
    yield from (f"{kind.usage} {{", *inner, "}") if inner else (kind.usage,)


def row(kind: type[Plugin], spec: PropertySpec, release: Release) -> str:
    """Return the row of a property."""
    syntax = f"{spec.name} {spec.reader.syntax_in(release)}".rstrip()
    # Not all that read Markdown agree on a bar in a table; none shows a backslash here.
    shown = f"<code>{syntax.replace('|', BAR)}</code>" if "|" in syntax else f"`{syntax}`"
    about = spec.about + ("; may be repeated" if spec.many else "")
    releases = words(property_releases(kind.name, spec.name))
    return f"| {shown} | {about} | {default_of(spec, release)} | {releases} |"


def default_of(spec: PropertySpec, release: Release) -> str:
    """Return what applies in a release without the property, and with its name alone."""
    words = spec.default_in(release)
    default = f"`{words}`" if words else spec.otherwise
    alone = f"`{spec.bare}` without words" if spec.bare != spec.default else ""
    return "; ".join(filter(None, (default, alone if spec.bare else "")))


def words(releases: Span) -> str:
    """Return in words from which release on there is something, and up to which."""
    since = f"from {releases.since}" if releases.since else ""
    until = f"before {releases.until}" if releases.until else ""
    return ", ".join(filter(None, (since, until)))


def releases_of(name: str) -> str:
    """Return in words which releases have a plugin; "" where all have it, or none ever had."""
    return words(plugin_releases(name))


def place(name: str, release: Release = NEWEST) -> str:
    """Say between which plugins of a release a query meets a plugin.

    Raises LookupError for a plugin that the release does not have.
    """
    extension, kind = described_by(name), plugin_class(name)
    if extension and kind is not None:
        where = " `".join(kind.place.split(" ")) + "`" if kind.place else "last of all"
        return f"It is an external plugin, which `{extension}` describes. It comes {where}."
    known = external_plugin(name) if external_class(name) else None
    if known is not None:
        asked = f" Its documentation asks for it `{known.place}`." if known.place else ""
        return f"It is an external plugin, {known.repository}.{asked}"
    order = plugin_order(release)
    if name not in order:
        raise LookupError(NO_ORDER.format(name=name, release=release))
    number = order.index(name)
    before = f"after `{order[number - 1]}`" if number else "first of all"
    after = f" and before `{order[number + 1]}`" if number + 1 < len(order) else ", last of all"
    return f"In CoreDNS {release} it comes {before}{after}."


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
            "## Plugins that see queries\n\n",
            f"In CoreDNS {NEWEST} a query meets the plugins of its server block in this order,"
            " whatever the order of the lines in the Corefile.\n\n",
            *table(kind for kind in ordered if kind.role != "setting"),
            "\n## Plugins that set up the server\n\n",
            "These see no query.\n\n",
            *table(kind for kind in ordered if kind.role == "setting"),
            "\n## External plugins\n\n",
            "No build of the CoreDNS project has these. Where yours has one (`--external-plugins`,"
            " `--plugin-cfg`), its lines are checked as its own parser reads them, and"
            " `corefile plugins NAME` shows what it takes.\n\n",
            "| Plugin | Where it is | What it does |\n| --- | --- | --- |\n",
            *map(external_row, external_names()),
        )
    )


def external_names() -> list[str]:
    """Return the names of the external plugins that are described, in the order of the alphabet."""
    return sorted(module.name for module in pkgutil.iter_modules(external.__path__))


def external_row(name: str) -> str:
    """Return the row of an external plugin."""
    known, kind = external_plugin(name), external_class(name)
    repository = known.repository if known else ""
    about = cleandoc(getdoc(kind) or "").partition("\n")[0]
    return f"| `{name}` | {repository} | {about} |\n"


def table(kinds: Iterable[type[Plugin]]) -> Iterator[str]:
    """Yield the lines of a list of plugins, each with what it does."""
    yield "| Plugin | What it does |\n| --- | --- |\n"
    for kind in kinds:
        about = cleandoc(getdoc(kind) or "").partition("\n")[0]
        yield f"| [{kind.name}]({kind.name}.md) | {about} |\n"
