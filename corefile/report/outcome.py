"""Names and how their queries end, in words."""

from collections.abc import Callable, Sequence

from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.groups import Names, Share
from corefile.coredns.model.outcome import Branch, Outcome, Reply
from corefile.text.printable import printable

__all__ = [
    "Shown",
    "except_words",
    "name_words",
    "names_dict",
    "outcome_dict",
    "outcome_words",
    "replies_words",
    "share_words",
    "shortened",
]

#: Returns the place of a word as it is shown.
Shown = Callable[[ExpandedToken], str]

#: How many characters of what an answer comes from are shown.
_MOST_SHOWN = 60
#: How many exceptions are named.
_MOST_BUT = 3


def outcome_words(outcome: Outcome, shown: Shown) -> str:
    """Return how a query ends, with the places that decide."""
    if len(outcome.branches) == 1 and not outcome.branches[0].when:
        return branch_words(outcome.branches[0], shown)
    return "; ".join(
        f"{printable(branch.when) or 'else'}: {branch_words(branch, shown)}"
        for branch in outcome.branches
    )


def branch_words(branch: Branch, shown: Shown) -> str:
    """Return how a query ends in a server block."""
    return replies_words(branch.replies, shown) or "no answer"


def replies_words(replies: Sequence[Reply], shown: Shown) -> str:
    """Return the ways in which a query may end."""
    told: list[str] = []
    last = ""
    for reply in replies:
        place = shown(reply.token) if reply.token else ""
        told.append(reply_words(reply) + (f" ({place})" if place and place != last else ""))
        last = place or last
    return ", else ".join(dict.fromkeys(told))


def reply_words(reply: Reply) -> str:
    """Return one of the ways in which a query may end."""
    if reply.kind == "forwarded":
        return printable(" ".join((reply.by, *reply.to)))
    if reply.kind == "answered" and reply.rcode in (None, "NOERROR"):
        return shortened(printable(" ".join((reply.by, *reply.source))))
    if reply.kind == "dropped":
        return f"no answer by {reply.by}" if reply.by else f"no answer, {reply.when}"
    if reply.kind == "endless":
        return f"no end in {reply.by}"
    rcode = reply.rcode or reply.kind
    if reply.by:
        return f"{rcode} by {reply.by}"
    return f"{rcode}, {reply.when or 'no plugin answers'}"


def shortened(text: str) -> str:
    """Return the beginning of a long text."""
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


def name_words(names: Names) -> str:
    """Return which names these are."""
    own = bare(names.name)
    other = "other " if names.but else ""
    if not names.below:
        return own
    if names.labels:
        noun = "label" if names.labels == ("1",) else "labels"
        below = f"names {' or '.join(names.labels)} {noun} below {own}"
        return f"{own} and {below}" if names.this else below
    if names.name == ".":
        return f"all {other}names"
    return f"{own} and {other}names below it" if names.this else f"{other}names below {own}"


def except_words(names: Names) -> str:
    """Return the exceptions; "" where there are none."""
    if not names.but:
        return ""
    named = [
        bare(one.name) if one.this else f"names below {bare(one.name)}"
        for one in names.but[:_MOST_BUT]
    ]
    more = len(names.but) - len(named)
    return ", ".join([*named, *([f"{more:,} more"] if more else [])])


def bare(name: str) -> str:
    """Return a name as people write it, without the last dot."""
    return "." if name == "." else printable(name.removesuffix("."))


def share_words(share: Share) -> str:
    """Return which types and clients these are; "" for all."""
    types = ", ".join(share.types or ())
    clients = f"from {', '.join(share.clients)}" if share.clients else ""
    return " ".join(filter(None, (types, clients)))


def names_dict(names: Sequence[Names]) -> list[dict[str, object]]:
    """Return names as they are printed as JSON."""
    return [
        {
            "name": one.name,
            "this": one.this,
            "below": one.below,
            "labels": list(one.labels) or None,
            "except": names_dict(one.but),
        }
        for one in names
    ]


def outcome_dict(
    outcome: Outcome, place: Callable[[ExpandedToken], dict[str, object]]
) -> list[dict[str, object]]:
    """Return how a query ends as it is printed as JSON."""
    return [
        {
            "when": branch.when or None,
            "block": [key.text for key in branch.server.keys] if branch.server else None,
            "ends": [reply_dict(reply, place) for reply in branch.replies],
            "patterns": [place(pattern.token) for pattern in branch.patterns],
            "others": [reply_dict(reply, place) for reply in branch.others],
        }
        for branch in outcome.branches
    ]


def reply_dict(
    reply: Reply, place: Callable[[ExpandedToken], dict[str, object]]
) -> dict[str, object]:
    """Return one of the ways in which a query may end as it is printed as JSON."""
    return {
        "by": reply.by or None,
        "kind": reply.kind,
        "rcode": reply.rcode,
        "to": list(reply.to),
        "from": list(reply.source),
        "when": reply.when or None,
        **(place(reply.token) if reply.token else {"path": None}),
    }
