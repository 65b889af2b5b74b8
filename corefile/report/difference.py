"""What changes between two Corefiles, as text, one line a change, and JSON."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.cells import Socket
from corefile.coredns.model.difference import Change
from corefile.coredns.model.outcome import Outcome, Pattern
from corefile.report.outcome import (
    Shown,
    except_words,
    name_words,
    names_dict,
    outcome_dict,
    outcome_words,
    replies_words,
    share_words,
    shortened,
)
from corefile.report.trace import Where
from corefile.text.brief import Brief
from corefile.text.printable import printable
from corefile.text.records import dataclass

__all__ = ["Sides", "concise", "difference_dict", "text"]

#: How many names are listed of those with the same change, and how many changes of a kind.
_MOST_NAMES = 4
_MOST_ALIKE = 8


@dataclass(frozen=True, slots=True)
class Sides(Brief):
    """Where the words of the two Corefiles are written."""

    #: In the old one.
    old: Where
    #: In the new one.
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
        # What differs for some names is mostly one pattern, whatever else becomes of them.
        kind: object = (change.before.loose, change.after.loose, change.share)
        kind = patterns(change, sides) if change.some else kind
        alike.setdefault(kind, []).append(change)
    for kind, those in alike.items():
        if those[0].some and not every:
            yield f"some of {names_of(those, every)}: {kind}"
        elif every or len(those) <= _MOST_ALIKE:
            yield from (line_of(change, sides, every) for change in those)
        else:
            names = [name_words(one) for change in those for one in change.names]
            yield line_of(those[0], sides, every, f"{len(names):,} names such as {names[0]}")


def names_of(changes: Sequence[Change], every: bool) -> str:
    """Return the names of changes, and of which types and clients these are where that is one."""
    every_name = [one for change in changes for one in change.names]
    words = list(dict.fromkeys(map(name_words, every_name)))
    if len(changes) > 1 and any(one.name == "." and one.below for one in every_name):
        words = ["all names"]
    shown = words if every or len(words) <= _MOST_NAMES + 1 else words[:_MOST_NAMES]
    more = len(words) - len(shown)
    names = ", ".join(shown) + (f" and {more:,} more" if more else "")
    but = dict.fromkeys(map(except_words, every_name))
    if len(changes) == 1 and any(but) and not more:
        names += f" (except {', '.join(filter(None, but))})"
    shares = dict.fromkeys(share_words(change.share) for change in changes)
    share = next(iter(shares)) if len(shares) == 1 else ""
    return f"{names} ({share})" if share else names


def line_of(change: Change, sides: Sides, every: bool, names: str = "") -> str:
    """Return the line of a change."""
    if names:
        share = share_words(change.share)
        head = f"{names} ({share})" if share else names
    else:
        head = names_of((change,), every)
    if change.some:
        return f"some of {head}: {patterns(change, sides)}"
    before, after = told(change.before, sides.shown(0)), told(change.after, sides.shown(1))
    some = any(change.before.patterns) or any(change.after.patterns)
    return f"{head}: {before} → {after}" + (" (some in another way)" if some else "")


def told(outcome: Outcome, shown: Shown) -> str:
    """Return how queries end."""
    return outcome_words(outcome, shown)


def patterns(change: Change, sides: Sides) -> str:
    """Say what is said of some names and differs: patterns, and what comes after them."""
    found: dict[str, None] = {}
    for old, new in zip(change.before.branches, change.after.branches, strict=True):
        for plugin in dict.fromkeys(one.plugin for one in (*old.patterns, *new.patterns)):
            pair = [
                [one for one in branch.patterns if one.plugin == plugin] for branch in (old, new)
            ]
            if pair[0] != pair[1]:
                found[pattern_words(plugin, pair[0], pair[1], sides)] = None
        if old.others != new.others:
            ends = (
                replies_words(branch.others, shown) or "do not go on"
                for branch, shown in ((old, sides.shown(0)), (new, sides.shown(1)))
            )
            found[f"those that no pattern fits: {' → '.join(ends)}"] = None
    return "; ".join(found)


def pattern_words(plugin: str, old: Sequence[Pattern], new: Sequence[Pattern], sides: Sides) -> str:
    """Say how the patterns of a plugin differ."""
    before, after = ([word for one in those for word in one.words] for those in (old, new))
    gone = [word for word in before if word not in after]
    added = [word for word in after if word not in before]
    tokens = ([one.token for one in those] for those in (old, new))
    places = [
        ", ".join(dict.fromkeys(map(shown, own)))
        for own, shown in zip(tokens, (sides.shown(0), sides.shown(1)), strict=True)
    ]
    where = " → ".join(filter(None, places))
    if gone and added:
        return f"`{plugin}`: {said(gone)} → {said(added)} ({where})"
    if gone or added:
        verb = "no longer has" if gone else "also has"
        return f"`{plugin}` {verb} {said(gone or added)} ({where})"
    return f"the lines of `{plugin}` are in another order ({where})"


def said(words: Sequence[str]) -> str:
    """Return words as they are written, not too many of them."""
    shown = [f"`{shortened(printable(word))}`" for word in words[:_MOST_NAMES]]
    more = len(words) - len(shown)
    return ", ".join(shown) + (f" and {more:,} more" if more else "")


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
