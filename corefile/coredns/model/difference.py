"""What changes for queries from one configuration to another: who answers, or how they end."""

from collections.abc import Iterator

from corefile.coredns.catalogue.query import Query
from corefile.coredns.catalogue.zones import parents
from corefile.coredns.imports.expansion import ExpandedDirective
from corefile.coredns.model.cells import Cell, Region, Regions, Socket, sockets
from corefile.coredns.model.choosing import Block
from corefile.coredns.model.groups import Names, Share, names_of, shares
from corefile.coredns.model.outcome import Outcome, outcome_of
from corefile.coredns.model.trace import Prepared
from corefile.text.brief import Brief
from corefile.text.records import dataclass

__all__ = ["Change", "changes"]


@dataclass(frozen=True, slots=True)
class Change(Brief):
    """Queries that end in another way."""

    #: Where the queries come in.
    socket: Socket
    #: The names that they are for.
    names: tuple[Names, ...]
    #: Which of the queries for them.
    share: Share
    #: How they end in the old configuration.
    before: Outcome
    #: How they end in the new one.
    after: Outcome
    #: One of the queries.
    example: Query

    @property
    def some(self) -> bool:
        """Whether it may be true of some of these names only: patterns differ, or conditions."""
        return self.before.replies == self.after.replies


def changes(old: Prepared, new: Prepared) -> Iterator[Change]:
    """Yield what changes, each change once with all names that it is true of."""
    for socket in sockets((old, new)):
        yield from changes_at(socket, old, new)


def changes_at(socket: Socket, old: Prepared, new: Prepared) -> Iterator[Change]:
    """Yield what changes on a socket."""
    regions = Regions((old, new), socket)
    found: dict[tuple[Outcome, Outcome, Share], list[Region]] = {}
    examples: dict[tuple[Outcome, Outcome, Share], Query] = {}
    unchanged = Unchanged(old, new, regions)
    for region, cells in regions:
        if unchanged.at(region.name):
            continue
        pairs: dict[tuple[Outcome, Outcome], list[Cell]] = {}
        for cell in cells:
            query = cell.query(region, socket)
            before, after = outcome_of(old, query), outcome_of(new, query)
            if before != after:
                pairs.setdefault((before, after), []).append(cell)
        for (before, after), own in pairs.items():
            for share in shares(own, cells):
                found.setdefault((before, after, share), []).append(region)
                examples.setdefault((before, after, share), own[0].query(region, socket))
    for (before, after, share), some in found.items():
        names = tuple(names_of(some, regions))
        yield Change(socket, names, share, before, after, examples[before, after, share])


class Unchanged:
    """Tells for which names neither text says anything that the other does not."""

    def __init__(self, old: Prepared, new: Prepared, regions: Regions) -> None:
        self._regions = regions
        self._comparable = (
            len(regions.tables) == len(regions.configurations)
            and old.config.build == new.config.build
            and not any(table.unknown or table.has_views for table in regions.tables)
            and regions.tables[0].directives == regions.tables[1].directives
        )
        self._words: dict[int, tuple[object, ...]] = {}

    def at(self, name: str) -> bool:
        """Tell whether the server blocks with a name, and all that is in them, are the same."""
        if not self._comparable:
            return False
        before, after = (
            [
                (zone, key.text, *self.words(block))
                for zone in parents(name)
                for block, key in table.by_zone.get(zone, ())
            ]
            for table in self._regions.tables
        )
        return before == after

    def words(self, block: Block) -> tuple[object, ...]:
        """Return all that a server block says; nothing else says the same where it reads files."""
        if id(block) not in self._words:
            described = (handler.stanzas for handler in block.handlers if handler.stanzas)
            reads = any(True for own in described for _ in type(own[0]).files(own))
            lines = () if reads else tuple(map(words_of, block.server.directives))
            self._words[id(block)] = (id(block) if reads else 0, lines)
        return self._words[id(block)]


def words_of(line: ExpandedDirective) -> tuple[tuple[str, int, int], ...]:
    """Return the words of a line and of its block, with their lines counted from the first one."""
    first = line.tokens[0].line
    sources: dict[str, int] = {}
    return tuple(
        (token.text, token.line - first, sources.setdefault(token.source.name, len(sources)))
        for token in line.tokens
    )
