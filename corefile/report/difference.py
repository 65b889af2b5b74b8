"""What changes between two Corefiles, as text, one line a change, and JSON."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.cells import Socket
from corefile.coredns.model.difference import Change
from corefile.coredns.model.outcome import Outcome
from corefile.report.outcome import (
    Shown,
    except_words,
    name_words,
    names_dict,
    outcome_dict,
    outcome_words,
    share_words,
)
from corefile.report.trace import Where

__all__ = ["Sides", "concise", "difference_dict", "text"]

#: How many names are listed of those with the same change, and how many changes of a kind.
_MOST_NAMES = 4
_MOST_ALIKE = 8


@dataclass(frozen=True, slots=True)
class Sides:
    """Where the words of the two Corefiles are written."""

    old: Where
    new: Where
    #: The files that the Corefiles themselves are in.
    paths: tuple[str, str]

    def shown(self, place: int) -> Shown:
        """Return what shows places of the old (0) or the new Corefile (1)."""
        where, path, label = (self.old, self.new)[place], self.paths[place], ("old", "new")[place]

        def show(token: ExpandedToken) -> str:
            found = where(token)
            return f"{label if found.path == path else found.path}:{found.line}:{found.column}"

        return show


def text(changes: Sequence[Change], sides: Sides, *, every: bool = False) -> str:
    """Return changes for people, a line for each; with `every` all names are listed."""
    lines: list[str] = []
    for socket, own in by_socket(changes):
        told = str(socket) != "dns://:53" or len({change.socket for change in changes}) > 1
        lines += [f"{socket}"] if told else []
        lines += (f"{'  ' if told else ''}{line}" for line in lines_of(own, sides, every))
    return "".join(f"{line}\n" for line in lines)


def by_socket(changes: Iterable[Change]) -> Iterator[tuple[Socket, list[Change]]]:
    """Yield the changes of each socket."""
    found: dict[Socket, list[Change]] = {}
    for change in changes:
        found.setdefault(change.socket, []).append(change)
    yield from found.items()


def lines_of(changes: Sequence[Change], sides: Sides, every: bool) -> Iterator[str]:
    """Yield the lines for changes; many that differ in the answers alone have one line."""
    alike: dict[object, list[Change]] = {}
    for change in changes:
        kind = (change.before.loose, change.after.loose, change.share)
        alike.setdefault(kind, []).append(change)
    for those in alike.values():
        if every or len(those) <= _MOST_ALIKE:
            yield from (line_of(change, sides, every) for change in those)
        else:
            names = [name_words(one) for change in those for one in change.names]
            yield line_of(those[0], sides, every, f"{len(names):,} names such as {names[0]}")


def line_of(change: Change, sides: Sides, every: bool, names: str = "") -> str:
    """Return the line of a change."""
    if not names:
        words = [name_words(one) for one in change.names]
        shown = words if every or len(words) <= _MOST_NAMES + 1 else words[:_MOST_NAMES]
        more = len(words) - len(shown)
        names = ", ".join(shown) + (f" and {more:,} more" if more else "")
        but = ", ".join(filter(None, map(except_words, change.names)))
        names += f" (except {but})" if but and len(shown) == len(words) else ""
    share = share_words(change.share)
    head = f"{names} ({share})" if share else names
    before, after = told(change.before, sides.shown(0)), told(change.after, sides.shown(1))
    if change.some:
        return f"some of {head}: {patterns(change, sides)}"
    return f"{head}: {before} → {after}"


def told(outcome: Outcome, shown: Shown) -> str:
    """Return how queries end."""
    return outcome_words(outcome, shown)


def patterns(change: Change, sides: Sides) -> str:
    """Say which patterns or conditions differ."""
    places = []
    for outcome, shown in ((change.before, sides.shown(0)), (change.after, sides.shown(1))):
        tokens = [token for branch in outcome.branches for token in branch.pattern_tokens]
        places.append(", ".join(dict.fromkeys(map(shown, tokens))) or "none")
    return f"other patterns or conditions ({places[0]} → {places[1]})"


def concise(changes: Sequence[Change], sides: Sides) -> str:
    """Return a line for each change: place, names, types and clients, old and new end."""
    lines = []
    for change in changes:
        names = ", ".join(name_words(one) for one in change.names)
        ends = told(change.before, sides.shown(0)), told(change.after, sides.shown(1))
        some = "some" if change.some else "all"
        lines.append(
            "\t".join((str(change.socket), some, names, share_words(change.share) or "-", *ends))
            + "\n"
        )
    return "".join(lines)


def difference_dict(changes: Sequence[Change], sides: Sides) -> dict[str, object]:
    """Return changes as they are printed as JSON."""
    return {
        "same": not changes,
        "old": sides.paths[0],
        "new": sides.paths[1],
        "changes": [change_dict(change, sides) for change in changes],
    }


def change_dict(change: Change, sides: Sides) -> dict[str, object]:
    """Return a change as it is printed as JSON."""
    query = change.example
    return {
        "listener": str(change.socket),
        "names": names_dict(change.names),
        "types": change.share.types,
        "clients": change.share.clients,
        "some": change.some,
        "old": outcome_dict(change.before, placed(sides.old)),
        "new": outcome_dict(change.after, placed(sides.new)),
        "example": {
            "name": query.name,
            "type": query.type,
            "class": query.class_,
            "from": query.client or None,
        },
    }


def placed(where: Where) -> Callable[[ExpandedToken], dict[str, object]]:
    """Return what gives the place of a word for JSON."""

    def place(token: ExpandedToken) -> dict[str, object]:
        found = where(token)
        return {"path": found.path, "line": found.line, "column": found.column}

    return place
