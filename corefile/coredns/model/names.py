"""The map of a configuration: who has each name, and where it leaves to."""

from collections.abc import Iterator

from corefile.coredns.catalogue.query import Query
from corefile.coredns.model.cells import Cell, Region, Regions, Socket, sockets
from corefile.coredns.model.groups import Names, Share, names_of, shares
from corefile.coredns.model.outcome import Outcome, outcome_of
from corefile.coredns.model.trace import Prepared
from corefile.text.brief import Brief
from corefile.text.records import dataclass, field

__all__ = ["Held", "name_map"]


@dataclass(frozen=True, slots=True)
class Held(Brief):
    """Names whose queries end in the same way."""

    #: Where the queries come in.
    socket: Socket
    #: The names.
    names: tuple[Names, ...]
    #: Which of the queries for them.
    share: Share
    #: How these end.
    outcome: Outcome
    #: One of the queries.
    example: Query
    #: Whether look-ups of addresses are among them: the type A, or PTR for reverse names.
    main: bool


def name_map(prepared: Prepared) -> Iterator[Held]:
    """Yield all names, each group of those with the same answerer once, in the order of DNS."""
    for socket in sockets((prepared,)):
        regions = Regions((prepared,), socket)
        outcomes = Distinct()
        found: dict[tuple[int, Share], Found] = {}
        for region, cells in regions:
            own: dict[int, list[Cell]] = {}
            for cell in cells:
                outcome = outcome_of(prepared, cell.query(region, socket))
                own.setdefault(outcomes.place(outcome), []).append(cell)
            for place, some in own.items():
                for share in shares(some, cells):
                    group = found.get((place, share))
                    if group is None:
                        group = found[place, share] = Found(some[0].query(region, socket))
                    group.regions.append(region)
                    group.main |= any(cell.type in ("A", "PTR") for cell in some)
        for (place, share), those in found.items():
            names = tuple(names_of(those.regions, regions))
            yield Held(socket, names, share, outcomes.found[place], those.example, those.main)


@dataclass(slots=True)
class Found:
    """Names whose queries end in the same way, while they are collected."""

    example: Query
    regions: list[Region] = field(default_factory=list)
    main: bool = False


class Distinct:
    """Outcomes, of which each is compared once: those of different server blocks are different."""

    def __init__(self) -> None:
        self.found: list[Outcome] = []
        self._places: dict[tuple[tuple[int, ...], Outcome], int] = {}

    def place(self, outcome: Outcome) -> int:
        """Return the place of an outcome among those that differ."""
        key = (tuple([id(branch.server) for branch in outcome.branches]), outcome)
        place = self._places.setdefault(key, len(self.found))
        if place == len(self.found):
            self.found.append(outcome)
        return place
