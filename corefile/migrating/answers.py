"""Who answers before and after: queries that end in another way under the new release."""

from collections.abc import Iterator, Mapping

from corefile.coredns.model.difference import Change, changes
from corefile.coredns.model.outcome import Outcome, Reply
from corefile.coredns.model.trace import Prepared
from corefile.coredns.releases.release import SUCCESSORS

__all__ = ["other_answers"]

#: What stands for a plugin that is gone: an answer by the one is an answer by the other.
SAME: Mapping[str, str] = {**SUCCESSORS, "grpc": "forward"}


def other_answers(old: Prepared, new: Prepared) -> Iterator[Change]:
    """Yield what changes for queries, but for the names of plugins that stand for others."""
    for change in changes(old, new):
        if change.some or ends(change.before) != ends(change.after):
            yield change


def ends(outcome: Outcome) -> object:
    """Return how a query ends, in a form in which releases can be compared.

    Which plugin says that there is no answer does not matter.
    """
    return tuple(
        (branch.when, tuple(dict.fromkeys(map(end, branch.replies)))) for branch in outcome.branches
    )


def end(reply: Reply) -> tuple[object, ...]:
    """Return one of the ways in which a query may end, in that form."""
    if reply.kind in ("answered", "forwarded"):
        return reply.kind, SAME.get(reply.by, reply.by), reply.rcode, reply.to, reply.source
    return reply.kind, reply.rcode
