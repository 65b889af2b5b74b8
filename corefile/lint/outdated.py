"""Lines that a release refuses and an older one took: what to write instead, as plugins say."""

from collections.abc import Mapping

from corefile.coredns.catalogue.changes import GONE, changes_of
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.releases.changes import Change, Instead
from corefile.coredns.releases.release import Release
from corefile.editing.outline import Path, items_of
from corefile.lint.edits import path_to, write_instead
from corefile.lint.finding import Fix
from corefile.lint.property_names import Names, names_of
from corefile.lint.rule import Context
from corefile.syntax.tree import Statement
from corefile.text.records import dataclass
from corefile.text.typed import TypeAlias

__all__ = ["Stanza", "Stanzas", "change_of", "fix_of", "stanzas_of"]


@dataclass(frozen=True, slots=True)
class Stanza:
    """A stanza as CoreDNS reads it."""

    #: Where its properties are.
    properties: Names
    #: Where its zones are written, and those that it takes from the server block.
    zones: frozenset[int]
    #: Whether no other one of its server block may give away whole zones.
    alone: bool


#: The stanzas in the text itself, by where their names begin.
Stanzas: TypeAlias = Mapping[int, Stanza]

#: How many lines a server block may have for one to be moved in it, which looks at all of them.
MOST_LINES = 200
#: How many lines a stanza may have for one to be moved: they are moved one after the other.
MOST_MOVED = 20

#: What a change of a plugin's own line is about.
OWN_LINE = ("", "arguments")


def stanzas_of(ctx: Context) -> Stanzas:
    """Return the stanzas of a Corefile."""
    found = {}
    for server in ctx.config.servers:
        alone = sum("whole zones" in plugin.offers for plugin in server.plugins) == 1
        for plugin in server.plugins:
            if plugin.token.via is None and plugin.token.source is ctx.tree.source:
                zones = frozenset(zone.token.token.start for zone in plugin.zones_within())
                found[plugin.token.token.start] = Stanza(names_of(plugin), zones, alone)
    return found


def fix_of(ctx: Context, word: ExpandedToken, stanzas: Stanzas) -> Fix | None:
    """Return what writes what the release has instead of a line that it refuses for a word."""
    path, place = path_to(ctx, word)
    if word.via is not None or len(path) not in (2, 3):
        return None
    plugin, line = path[1], path[-1]
    if not isinstance(plugin, Statement) or not isinstance(line, Statement):
        return None
    change = change_of(path, place, ctx.config.build.release)
    if change is None or change.instead is None:
        return None
    instead, owner = change.instead, stanzas.get(plugin.name.start)
    # What is wrong is not the name of a property, whatever CoreDNS takes it for.
    after = (token.start for token in line.args if token.start != word.token.start)
    if owner is not None and any((id(word.source), start) in owner.properties for start in after):
        return None
    zones: tuple[str, ...] = ()
    if instead.plugin:
        lines = len(items_of(path[0])), len(items_of(plugin))
        if owner is None or lines[0] > MOST_LINES or lines[1] > MOST_MOVED:
            return None
        zones = tuple(token.value for token in plugin.args if token.start in owner.zones)
        if not zones and not owner.alone:
            return None
    edits = write_instead(ctx, word, instead, frozenset(), zones)
    return Fix(told(instead, line), edits, repairs=True) if edits else None


def change_of(path: Path, place: int, release: Release) -> Change | None:
    """Return the last change by which a release refuses a word of a line, if one says so."""
    plugin, line = path[1], path[-1]
    if not isinstance(plugin, Statement) or not isinstance(line, Statement):
        return None
    args = [token.value for token in line.args]
    whats = (line.name.value,) if len(path) > 2 else OWN_LINE
    for change in reversed(changes_of(plugin.name.value)):
        instead = change.instead
        if change.what in whats and change.kind in GONE and change.applies(release):
            if instead is None or not instead.fits(args):
                return None
            # Some are about the words after others, and some about the first.
            meant = place == 0 or place > max(instead.above, 0)
            return change if meant else None
    return None


def told(instead: Instead, line: Statement) -> str:
    """Return what a fix does."""
    if instead.plugin:
        return f"move it to `{instead.plugin}`"
    rows = instead.rows([token.value for token in line.args])
    if not rows:
        return f"remove `{line.name.value}`"
    written = (f"`{' '.join(row)}`" for row in rows)
    return f"write {' and '.join(written)}"
