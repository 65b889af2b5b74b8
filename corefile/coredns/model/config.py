"""The typed configuration: server blocks with their zones and plugins, and what CoreDNS refuses."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from corefile.coredns.catalogue.cursor import Cursor, Refused
from corefile.coredns.catalogue.lookup import described_by, plugin_class
from corefile.coredns.catalogue.schema import (
    Plugin,
    Scope,
    Zone,
    depends_on_environment,
    has_reference,
    read_plugin,
)
from corefile.coredns.catalogue.unprefixed import Unprefixed
from corefile.coredns.catalogue.zones import ZoneAddress, key_addresses
from corefile.coredns.imports.expansion import ExpandedServer, ExpandedToken, Expansion
from corefile.coredns.model.served_twice import bad_ports, overlaps
from corefile.coredns.model.server import Key, Refusal, Server
from corefile.coredns.model.shared_listeners import conflicts
from corefile.coredns.releases.builds import Build, stock
from corefile.coredns.releases.release import (
    RELEASES,
    Release,
    plugin_order,
    plugin_releases,
)
from corefile.go.errors import Invalid
from corefile.text.brief import Brief
from corefile.text.records import dataclass, field, replace
from corefile.text.typed import TypeAlias
from corefile.vocabulary import DEBUG

__all__ = ["Config", "Failure", "Key", "Refusal", "Server", "configure", "plugin_class"]


@dataclass(frozen=True, slots=True)
class Failure(Brief):
    """A description of a plugin that an extension brings, and that raised an exception."""

    #: The plugin that it describes.
    plugin: str
    #: The package that brings it.
    extension: str
    #: The first word that it was to read.
    token: ExpandedToken
    #: What it raised.
    error: Exception


@dataclass(frozen=True, slots=True)
class Config(Brief):
    """A whole configuration, as far as it can be understood."""

    #: The server blocks, in the order of the text.
    servers: tuple[Server, ...]
    #: What CoreDNS refuses; it would print the first.
    refusals: tuple[Refusal, ...] = ()
    #: The CoreDNS that decides.
    build: Build = field(default_factory=stock)
    #: What the configuration was made of.
    expansion: Expansion | None = field(default=None, repr=False)
    #: The descriptions that failed; what they describe is read as a plugin without a description.
    failures: tuple[Failure, ...] = ()

    @property
    def refusal(self) -> str:
        """What CoreDNS says if it does not take the configuration; empty if it does."""
        if self.expansion is not None and self.expansion.error is not None:
            return str(self.expansion.error)
        return next((each.message for each in self.refusals if each.certain), "")

    @property
    def known_part(self) -> "Config":
        """The configuration as if imports that were not followed brought nothing."""
        servers = tuple(replace(server, complete=True) for server in self.servers)
        return replace(self, servers=servers)


def configure(
    expansion: Expansion,
    *,
    build: Build | None = None,
    file: str = "Corefile",
) -> Config:
    """Return the typed configuration of what `expand` gave.

    `build` is the CoreDNS that decides, by default the newest release; `file` is what the text
    is called in its words. External plugins that people are likely to have are refused where the
    build has none, and so are those that are gone; both are read as if it had them. Never raises on
    content.
    """
    given = build or stock()
    refusals: list[Refusal] = list(unknown(expansion, file, given.plugins))
    build = with_externals(given, refusals) if refusals else given
    blocks = [
        (block, list(keys_of(block, expansion.open_references, build, refusals)))
        for block in expansion.servers
    ]
    servers = [
        Server(tuple(keys), block.directives, (), is_complete(block, expansion.open_references))
        for block, keys in blocks
    ]
    plugins: list[list[Plugin]] = [[] for _ in servers]
    failures: list[Failure] = []
    tokens = [block.tokens() for block in expansion.servers]
    scopes = [scope_of(server, build.release, expansion.open_references) for server in servers]
    used = frozenset().union(*tokens)
    for name in filter(used.__contains__, build.plugins):
        kind = plugin_class(name)
        if kind is None:
            continue
        used_in = [
            (place, block, tokens[place][name], scopes[place])
            for place, block in enumerate(expansion.servers)
            if name in tokens[place]
        ]
        try:
            stanzas, refused = read_everywhere(kind, used_in, file)
        except Exception as error:
            extension = described_by(name)
            if not extension or isinstance(error, MemoryError) or os.environ.get(DEBUG):
                raise
            first = used_in[0][2][0]
            failures.append(Failure(name, extension, first, error.with_traceback(None)))
            continue
        if name in build.left_out:
            refusals += (left_out(name, words[0], build) for _, _, words, _ in used_in)
        elif build is given or name in given.plugins:  # of others, nobody knows which release it is
            refusals += refused
        for place, own in stanzas:
            plugins[place].extend(own)
    typed = tuple(
        replace(server, plugins=tuple(found))
        for server, found in zip(servers, plugins, strict=True)
    )
    refusals += chain(
        bad_ports(typed), conflicts(typed, build.release), overlaps(typed, build.release)
    )
    return Config(typed, tuple(refusals), build, expansion, tuple(failures))


#: A server block that uses a plugin: its number, the block, the words of the plugin's lines, and
#: what the plugin's set-up knows of the block.
UsedIn: TypeAlias = tuple[int, ExpandedServer, Sequence[ExpandedToken], Scope]


def read_everywhere(
    kind: type[Plugin], used_in: Sequence[UsedIn], file: str
) -> tuple[list[tuple[int, tuple[Plugin, ...]]], list[Refusal]]:
    """Return the stanzas of a plugin, by the number of their server block, and what it refuses."""
    stanzas: list[tuple[int, tuple[Plugin, ...]]] = []
    refusals: list[Refusal] = []
    for place, block, words, scope in used_in:
        reading = read_plugin(kind, Cursor(words, file, scope.release), scope)
        stanzas.append((place, reading.stanzas))
        refused = reading.refusals
        if refused and scope.open_references:
            refused = with_open_names(kind, block, file, scope, refused)
        certain = all(item.inside != kind.name for item in block.unresolved)
        refusals += [setup_refusal(kind.name, r, words[0], certain) for r in refused]
    if not refusals:
        every = tuple(each for _, own in stanzas for each in own)
        together = kind.check_servers(every)
        refusals += [setup_refusal(kind.name, r, every[0].token, True) for r in together]
    return stanzas, refusals


def is_complete(block: ExpandedServer, open_references: bool) -> bool:
    """Tell whether all lines of a server block are known, and the plugins that they are about."""
    return not block.unresolved and not (
        open_references and any(has_reference(line.name) for line in block.directives)
    )


def with_open_names(
    kind: type[Plugin],
    block: ExpandedServer,
    file: str,
    scope: Scope,
    refusals: tuple[Refused, ...],
) -> tuple[Refused, ...]:
    """Return the refusals that hold even if lines with a variable for a name are this plugin's."""
    if not any(has_reference(line.name) for line in block.directives):
        return refusals
    words = [
        replace(token, text=kind.name) if token is line.tokens[0] else token
        for line in block.directives
        if line.name == kind.name or has_reference(line.name)
        for token in line.tokens
    ]
    still = read_plugin(kind, Cursor(words, file, scope.release), scope).refusals
    places = {(r.token.token, r.message) for r in still if r.token}
    return tuple(r for r in refusals if r.token and (r.token.token, r.message) in places)


def unknown(expansion: Expansion, file: str, names: Collection[str]) -> Iterator[Refusal]:
    """Yield the lines that name no plugin (parse.go, directive)."""
    known = {*names}
    if expansion.open_references:
        # What may be a snippet, CoreDNS does not read as lines of plugins.
        maybe = (block for block in expansion.servers if may_be_snippet(block.keys))
        lines = (line for block in maybe for line in block.directives)
        known.update(line.name for line in lines)
    for token in expansion.names:
        if token.text in known or (expansion.open_references and depends_on_environment(token)):
            continue
        where = f"{token.file or file}:{token.line}"
        message = f"{where} - Error during parsing: Unknown directive '{token.text}'"
        yield Refusal("parse", message, token, reason="unknown directive")


def with_externals(build: Build, unknown: Iterable[Refusal]) -> Build:
    """Return a build with those of the unknown plugins that are external ones, or gone."""
    from corefile.coredns.releases.externals import external_plugin  # noqa: PLC0415 - few have any

    names = dict.fromkeys(refusal.token.text for refusal in unknown)
    gone = {name: place for name in names if (place := last_place(name, build.release))}
    externals = (external_plugin(name) for name in names if name not in gone)
    places = {each.name: each.place for each in externals if each is not None}
    return build.with_placed(gone | places)


def last_place(name: str, release: Release) -> str:
    """Return where a plugin was that later releases lack: `after OTHER`; "" for all others."""
    until = plugin_releases(name).until
    if until is None or release < until:
        return ""
    before = plugin_order(max(each for each in RELEASES if each < until))
    here = {*plugin_order(release)}
    others = [other for other in before[: before.index(name)] if other in here]
    return f"after {others[-1]}" if others else ""


def may_be_snippet(keys: Sequence[str]) -> bool:
    """Tell whether a variable may make a snippet of what has these keys: `(name{$X} {`."""
    key = keys[0]
    return len(keys) == 1 and has_reference(key) and (key[0] == "(" or key[-1] == ")")


def left_out(name: str, first: ExpandedToken, build: Build) -> Refusal:
    """Return the refusal of a plugin that was not compiled in (caddy, DirectiveAction)."""
    message = f"no action found for directive '{name}' with server type 'dns' (missing a plugin?)"
    return Refusal("setup", message, first, certain=build.is_certain, reason="not compiled in")


def setup_refusal(name: str, refused: Refused, first: ExpandedToken, certain: bool) -> Refusal:
    """Return the refusal of a plugin's set-up."""
    prefix = "" if isinstance(refused, Unprefixed) else f"plugin/{name}: "
    return Refusal(
        "setup",
        prefix + refused.message,
        refused.token or first,
        name,
        refused.help,
        refused.related,
        certain=certain,
        reason=refused.reason,
    )


def keys_of(
    block: ExpandedServer, open_references: bool, build: Build, refusals: list[Refusal]
) -> Iterator[Key]:
    """Yield the keys of a server block, and note those that CoreDNS refuses."""
    for text, token in zip(block.keys, block.key_tokens, strict=True):
        addresses: tuple[ZoneAddress, ...] = ()
        if not (open_references and has_reference(text)):
            try:
                addresses = tuple(key_addresses(text, release=build.release, port=build.port))
            except Invalid as invalid:
                message = f"error inspecting server blocks: {invalid}"
                certain = not (open_references and has_reference(block.keys[0]))
                refusals.append(Refusal("keys", message, token, certain=certain, reason="key"))
        yield Key(text, token, addresses)


def scope_of(server: Server, release: Release, open_references: bool) -> Scope:
    """Return what a plugin's set-up knows of the server block it is in."""
    zones = (Zone(a.zone, key.token) for key in server.keys for a in key.addresses)
    names = frozenset(directive.name for directive in server.directives)
    complete = not open_references or not any(has_reference(key.text) for key in server.keys)
    return Scope(tuple(zones), server.addresses, complete, names, release, open_references)
