"""The map of a Corefile's names, as text, one line a group of names, and JSON."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.cells import in_order
from corefile.coredns.model.groups import Names, Share
from corefile.coredns.model.names import Held
from corefile.coredns.model.outcome import Branch
from corefile.report.outcome import (
    Shown,
    name_words,
    names_dict,
    outcome_dict,
    outcome_words,
    share_words,
)
from corefile.report.trace import Where
from corefile.text.printable import printable
from corefile.text.records import replace

__all__ = ["concise", "names_dicts", "text"]

#: How many names are listed whose ends differ in their answers alone.
_MOST_ALIKE = 8
#: How wide a column is at most.
_WIDEST = 56


def text(held: Sequence[Held], where: Where, *, every: bool = False) -> str:
    """Return the map for people; with `every` no names and no types are left out."""
    lines: list[str] = []
    for head, path, own in by_block(held, where):
        shown = partial(short_place, where, path)
        rows = rows_of(own if every else list(in_short(own)), shown, every)
        widths = [min(max((len(row[at]) for row in rows), default=0), _WIDEST) for at in range(2)]
        lines.append(head)
        lines += (f"  {row[0]:{widths[0]}}  {row[1]:{widths[1]}}  {row[2]}" for row in rows)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def short_place(where: Where, path: str, token: ExpandedToken) -> str:
    """Return the place of a word, without the file that was named before."""
    place = where(token)
    return f"{place.line}:{place.column}" if place.path == path else str(place)


def in_short(held: Sequence[Held]) -> Iterator[Held]:
    """Yield what matters; types are left out where nothing else is said of the names."""
    found = list(matters(held))
    parted = {name.name for one in found if not one.main for name in one.names}
    for one in found:
        plain = not one.main or one.share.types == ("PTR",)
        if plain or any(name.name in parted for name in one.names):
            yield one
        else:
            yield replace(one, share=Share(None, one.share.clients))


def matters(held: Sequence[Held]) -> Iterator[Held]:
    """Yield the ends of look-ups of addresses, and of other types where another plugin decides."""
    main: dict[str, set[object]] = {}
    for one in held:
        for name in one.names if one.main else ():
            main.setdefault(name.name, set()).update(deciders(one))
    for one in held:
        differs = any(not deciders(one) <= main.get(name.name, set()) for name in one.names)
        if one.main or (differs and one.share.types != ("AXFR",)):
            yield one


def deciders(held: Held) -> set[object]:
    """Return what ends queries, and how."""
    branches = held.outcome.branches
    return {(reply.kind, reply.by) for branch in branches for reply in branch.replies}


def by_block(held: Iterable[Held], where: Where) -> Iterator[tuple[str, str, list[Held]]]:
    """Yield names by the server block that has them, in the order of the text."""
    found: dict[str, list[Held]] = {}
    order: dict[str, tuple[int, int, str]] = {}
    for one in held:
        head, start = heading(one, where)
        found.setdefault(head, []).append(one)
        order.setdefault(head, start)
    for head in sorted(found, key=lambda head: order[head]):
        yield head, order[head][2], found[head]


def heading(held: Held, where: Where) -> tuple[str, tuple[int, int, str]]:
    """Return the words for the server blocks that may have some names, and where they are."""
    branches = [branch for branch in held.outcome.branches if branch.server and branch.key]
    socket = "" if str(held.socket) == "dns://:53" else f"  {held.socket}"
    if not branches:
        return f"no server block{socket}", (1, 0, "")
    first = branches[0].key
    start = first.token.token.start if first else 0
    path = where(first.token).path if first else ""
    words = ", ".join(dict.fromkeys(block(branch, where) for branch in branches))
    return words + socket, (0, start, path)


def block(branch: Branch, where: Where) -> str:
    """Return the place and the key of a server block."""
    if branch.key is None:
        return ""
    return f"{where(branch.key.token)} `{printable(branch.key.text)}`"


def rows_of(held: Sequence[Held], shown: Shown, every: bool) -> list[tuple[str, str, str]]:
    """Return names, types and clients, and ends; many that differ in answers alone in one row."""
    alike: dict[object, list[tuple[Names, Held]]] = {}
    for one in held:
        for name in one.names:
            alike.setdefault((one.outcome.loose, one.share), []).append((name, one))
    rows: list[tuple[tuple[str, ...], tuple[str, str, str]]] = []
    for those in alike.values():
        listed = those if every or len(those) <= _MOST_ALIKE else those[:1]
        for name, one in listed:
            words = name_words(name)
            if len(listed) < len(those):
                words = f"{len(those):,} names such as {words}"
            rows.append((in_order(name.name), (words, share_words(one.share), end_of(one, shown))))
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


def end_of(held: Held, shown: Shown) -> str:
    """Return how queries end."""
    some = any(held.outcome.patterns)
    return outcome_words(held.outcome, shown) + (" (some in another way)" if some else "")


def concise(held: Sequence[Held], where: Where) -> str:
    """Return a line for each name or group: listener, name, types and clients, end."""
    return "".join(
        "\t".join(
            (
                str(one.socket),
                name_words(name),
                share_words(one.share) or "-",
                end_of(one, lambda token: str(where(token))),
            )
        )
        + "\n"
        for one in held
        for name in one.names
    )


def names_dicts(held: Sequence[Held], where: Where) -> list[dict[str, object]]:
    """Return the map as it is printed as JSON."""

    def place(token: ExpandedToken) -> dict[str, object]:
        found = where(token)
        return {"path": found.path, "line": found.line, "column": found.column}

    return [held_dict(one, place) for one in held]


def held_dict(held: Held, place: Callable[[ExpandedToken], dict[str, object]]) -> dict[str, object]:
    """Return a group of names as it is printed as JSON."""
    return {
        "listener": str(held.socket),
        "names": names_dict(held.names),
        "types": held.share.types,
        "clients": held.share.clients,
        "some": any(held.outcome.patterns),
        "alternatives": outcome_dict(held.outcome, place),
        "example": {
            "name": held.example.name,
            "type": held.example.type,
            "class": held.example.class_,
            "from": held.example.client or None,
        },
    }
