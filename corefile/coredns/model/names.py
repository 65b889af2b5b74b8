"""The map of a configuration: who has each name, and where it leaves to."""

from collections.abc import Iterator
from dataclasses import dataclass

from corefile.coredns.catalogue.query import Query
from corefile.coredns.model.cells import Cell, Region, Regions, Socket, sockets
from corefile.coredns.model.groups import Names, Share, names_of, shares
from corefile.coredns.model.outcome import Outcome, outcome_of
from corefile.coredns.model.trace import Prepared

__all__ = ["Held", "name_map"]


@dataclass(frozen=True, slots=True)
class Held:
    """Names whose queries end in the same way."""

    socket: Socket
    names: tuple[Names, ...]
    share: Share
    outcome: Outcome
    #: One of the queries.
    example: Query
    #: Whether look-ups of addresses are among them: the type A, or PTR for reverse names.
    main: bool


def name_map(prepared: Prepared) -> Iterator[Held]:
    """Yield all names, each group of those with the same answerer once, in the order of DNS."""
    for socket in sockets((prepared,)):
        regions = Regions((prepared,), socket)
        found: dict[tuple[tuple[int, ...], Outcome, Share], list[Region]] = {}
        examples: dict[int, Query] = {}
        main: set[int] = set()
        for region, cells in regions:
            own: dict[Outcome, list[Cell]] = {}
            for cell in cells:
                outcome = outcome_of(prepared, cell.query(region, socket))
                own.setdefault(outcome, []).append(cell)
            for outcome, some in own.items():
                for share in shares(some, cells):
                    key = (tuple(id(branch.server) for branch in outcome.branches), outcome, share)
                    found.setdefault(key, []).append(region)
                    examples.setdefault(id(found[key]), some[0].query(region, socket))
                    if any(cell.type in ("A", "PTR") for cell in some):
                        main.add(id(found[key]))
        for (_, outcome, share), those in found.items():
            names = tuple(names_of(those, regions))
            yield Held(socket, names, share, outcome, examples[id(those)], id(those) in main)
