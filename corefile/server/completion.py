"""What can be written at a place: plugins, properties, their words, snippets, zones."""

from collections.abc import Iterable, Iterator
from inspect import cleandoc, getdoc

from corefile.coredns.catalogue.lookup import plugin_class
from corefile.coredns.catalogue.schema import in_release
from corefile.coredns.catalogue.zones import DEFAULT_PORTS, SCHEMES
from corefile.coredns.releases.release import property_releases, removed_properties, span
from corefile.reference.plugins import default_of
from corefile.server.spots import Spot, server_of
from corefile.server.syntaxes import at
from corefile.syntax.tree import Block, Body, Directive, Property
from corefile.text.records import dataclass
from corefile.text.typed import Literal

__all__ = ["Completion", "completions"]

Kind = Literal["plugin", "property", "value", "snippet", "zone", "import", "variable"]


@dataclass(frozen=True, slots=True)
class Completion:
    """A word that can be written at a place."""

    label: str
    kind: Kind
    #: What its words are, in a few words.
    detail: str = ""
    #: In Markdown.
    about: str = ""
    #: Whether the newest release does not have it any more.
    is_gone: bool = False


def completions(spot: Spot) -> list[Completion]:
    """Return what can be written at a place, the likeliest first, each word once."""
    makers = {
        "plugin": plugins,
        "property": properties,
        "argument": arguments,
        "value": values,
        "target": snippets,
        "key": keys,
    }
    make = makers.get(spot.role)
    found = {} if make is None else {each.label: each for each in reversed([*make(spot)])}
    return list(reversed(found.values()))


def plugins(spot: Spot) -> Iterator[Completion]:
    """Yield the plugins that can still be in a server block of this release."""
    build = spot.part.analysis.build
    body = next((node for node in spot.path if isinstance(node, Body)), None)
    others = body.items if body else ()
    lines = (item for item in others if isinstance(item, Directive))
    used = {line.name.value for line in lines if not at_name(line, spot)} | imported(spot)
    for name in sorted(build.plugins):
        kind = plugin_class(name)
        if kind is None:
            yield Completion(name, "plugin")
        elif not (name in used and kind.is_once(build.release)):
            about = cleandoc(getdoc(kind) or "")
            yield Completion(name, "plugin", kind.usage, about)
    yield Completion("import", "import", "import SNIPPET|FILE…", "Put lines from elsewhere here.")


def at_name(line: Directive | Property, spot: Spot) -> bool:
    """Tell whether a place is on the name of a line, which is then about to be another one."""
    return line.name.start <= spot.offset <= line.name.end


def imported(spot: Spot) -> set[str]:
    """Return the plugins that imports bring to a server block."""
    server = server_of(spot)
    lines = server.directives if server else ()
    return {line.name for line in lines if line.tokens[0].via is not None}


def properties(spot: Spot) -> Iterator[Completion]:
    """Yield the properties that a plugin of this release takes, and that are not there yet."""
    plugin = spot.plugin
    if plugin is None:
        return
    release = spot.part.analysis.build.release
    block = next(node for node in reversed(spot.path) if isinstance(node, Block))
    used = {line.name.value for line in block.properties if not at_name(line, spot)}
    for name, spec in plugin.specs().items():
        if name in used and not spec.many:
            continue
        if release in property_releases(plugin.name, name):
            default = default_of(spec, release)
            about = f"{spec.about}\n\nDefault: {default}" if default else spec.about
            usage = f"{name} {spec.reader.syntax_in(release)}".rstrip()
            yield Completion(name, "property", usage, about)
    for name in removed_properties(plugin.name):
        if name not in used and in_release(plugin, name, release, gone=True):
            yield Completion(name, "property", is_gone=True)


def arguments(spot: Spot) -> Iterator[Completion]:
    """Yield the words that an argument of a plugin may be."""
    if spot.plugin is not None:
        _, _, syntax = spot.plugin.usage.partition(" ")
        yield from words(spot, syntax)


def values(spot: Spot) -> Iterator[Completion]:
    """Yield the words that a value of a property may be, its default first."""
    spec = spot.spec
    if spec is None:
        return
    for text, detail in ((spec.default, "the default"), (spec.bare, "the same as no word")):
        found = text.split()[spot.index - 1 :]
        if found:
            yield Completion(found[0], "value", detail)
    yield from words(spot, spec.reader.syntax)


def words(spot: Spot, syntax: str) -> Iterator[Completion]:
    """Yield the words that a syntax has at a place."""
    for slot in at(syntax, spot.index - 1):
        for literal in slot.literals:
            yield Completion(literal, "value")
        if {"ZONE", "FROM"} & {*slot.choices}:
            yield from zones(spot)


def zones(spot: Spot) -> Iterator[Completion]:
    """Yield the zones of the server block, then those of the others."""
    here = server_of(spot)
    others = [server for server in spot.part.context.config.servers if server is not here]
    for server in [here, *others] if here else others:
        detail = f"a zone of {'this' if server is here else 'another'} server block"
        yield from (Completion(zone, "zone", detail) for zone in once(server.zones))


def once(names: Iterable[str]) -> Iterator[str]:
    """Yield names, each once, without the dot that zones end with."""
    return (name.removesuffix(".") or "." for name in dict.fromkeys(names))


def snippets(spot: Spot) -> Iterator[Completion]:
    """Yield the snippets that an import can name: those above it."""
    if spot.index == 1:
        for snippet in spot.part.tree.snippets:
            if snippet.name and snippet.start < spot.offset:
                about = f"```corefile\n{str(snippet).strip()}\n```"
                yield Completion(snippet.name, "snippet", "a snippet", about)


def keys(spot: Spot) -> Iterator[Completion]:
    """Yield the zones of the Corefile, and the schemes of keys."""
    here = server_of(spot)
    for server in (each for each in spot.part.context.config.servers if each is not here):
        yield from (Completion(zone, "zone", "a zone") for zone in once(server.zones))
    yield Completion(".", "zone", "all names")
    for scheme, port in DEFAULT_PORTS.items():
        if spot.part.analysis.build.release in span(SCHEMES.get(scheme, "")):
            detail = f"a transport, at port {port}" if port else "a transport"
            yield Completion(f"{scheme}://", "value", detail)
    if spot.block is None:
        yield Completion("import", "import", "import SNIPPET|FILE…")
