"""Regions with the same outcome, put together: as few words for as many names as may be."""

from collections.abc import Container, Iterable, Iterator, Sequence

from corefile.coredns.model.cells import Cell, Region, Regions
from corefile.text.brief import Brief
from corefile.text.records import dataclass

__all__ = ["Names", "Share", "names_of", "shares"]


@dataclass(frozen=True, slots=True)
class Share(Brief):
    """Some of the queries for a region: those of some types, from some clients."""

    #: None for all.
    types: tuple[str, ...] | None
    #: The networks; None for all.
    clients: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Names(Brief):
    """A name, the names below it, or both."""

    #: In lower case, with a dot at its end.
    name: str
    #: Whether the name itself is one of them.
    this: bool
    #: Whether names below it are.
    below: bool
    #: How many labels more these have, where it is not all of them: `1`, `2 to 4`, `5 or more`.
    labels: tuple[str, ...] = ()
    #: What is below it, and of which that is not true.
    but: tuple["Names", ...] = ()


def type_name(cell: Cell) -> str:
    """Return what the types of a cell are called."""
    if cell.other:
        return "other types"
    return cell.type if cell.class_ == "IN" else f"{cell.class_} {cell.type}"


def shares(some: Sequence[Cell], every: Sequence[Cell]) -> Iterator[Share]:
    """Yield what some of the cells of a region are in words: of all types, from all clients."""
    if len(some) == len(every) and [cell.type for cell in every] != ["PTR"]:
        yield Share(None, None)
        return
    all_types = dict.fromkeys(type_name(cell) for cell in every)
    all_clients = dict.fromkeys(cell.client.network for cell in every)
    by_client: dict[str, list[str]] = {}
    for cell in some:
        by_client.setdefault(cell.client.network, []).append(type_name(cell))
    by_types: dict[tuple[str, ...], list[str]] = {}
    for client, types in by_client.items():
        by_types.setdefault(tuple(types), []).append(client)
    for types_of_all, clients in by_types.items():
        # One type alone is named: it is a region that is told from others for that type.
        whole = len(types_of_all) == len(all_types) and types_of_all != ("PTR",)
        yield Share(
            None if whole else types_of_all,
            None if len(clients) == len(all_clients) else tuple(clients),
        )


def names_of(some: Iterable[Region], regions: Regions) -> list[Names]:
    """Return some regions in words: a name stands for those below it where all are there."""
    this: dict[str, None] = {}
    below: dict[str, list[Region]] = {}
    for region in some:
        if region.below:
            below.setdefault(region.name, []).append(region)
        else:
            this[region.name] = None
    full = {name for name in below if len(below[name]) == regions.count_below(name)}
    # What is true of all other names below the next zone above needs no words of its own.
    own = [name for name in this if regions.above[name] not in full]
    parts = [name for name in below if not (name in full and regions.above[name] in full)]
    but = exceptions(this, full, regions)
    return [
        Names(
            name,
            name in this,
            name in parts,
            () if name in full else ranges(below.get(name, ())),
            tuple(but.get(name, ())),
        )
        for name in sorted({*own, *parts}, key=regions.place)
    ]


def exceptions(this: Container[str], full: set[str], regions: Regions) -> dict[str, list["Names"]]:
    """Return for the top name of each part what is below it and of which it is not true."""
    found: dict[str, list[Names]] = {}
    for zone in full:
        top = zone
        while regions.above[top] in full:
            top = regions.above[top]
        for name in regions.children(zone):
            below = regions.count_below(name) > 0 and name not in full
            if name not in regions.addresses and (below or name not in this):
                found.setdefault(top, []).append(Names(name, name not in this, below))
    return found


def ranges(some: Iterable[Region]) -> tuple[str, ...]:
    """Return how many labels more the names of regions have: `1`, `2 to 4`, `5 or more`."""
    found: list[tuple[int, int, bool]] = []
    for region in some:
        if found and found[-1][1] == region.labels - 1:
            found[-1] = (found[-1][0], region.labels, region.more)
        else:
            found.append((region.labels, region.labels, region.more))
    return tuple(
        f"{first} or more" if more else str(first) if first == last else f"{first} to {last}"
        for first, last, more in found
    )
