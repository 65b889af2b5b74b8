"""What changes for queries from one configuration to another: who answers, or how they end."""

from collections.abc import Iterator
from dataclasses import dataclass

from corefile.coredns.catalogue.query import Query
from corefile.coredns.model.cells import Cell, Region, Regions, Socket, sockets
from corefile.coredns.model.groups import Names, Share, names_of, shares
from corefile.coredns.model.outcome import Outcome, outcome_of
from corefile.coredns.model.trace import Prepared

__all__ = ["Change", "changes"]


@dataclass(frozen=True, slots=True)
class Change:
    """Queries that end in another way."""

    socket: Socket
    names: tuple[Names, ...]
    share: Share
    before: Outcome
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
    for region, cells in regions:
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
