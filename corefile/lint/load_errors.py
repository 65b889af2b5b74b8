"""Findings of what CoreDNS refuses."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from corefile.coredns.catalogue.facts import Reason
from corefile.coredns.imports.expansion import ExpandedToken
from corefile.coredns.model.config import Refusal
from corefile.documents.unknown import has_unknown
from corefile.lint.finding import Finding, Related
from corefile.lint.rule import Context, Rule
from corefile.syntax.tree import Block, Token

__all__ = ["refusals", "refused_before", "says", "stops_first"]


def refusals(ctx: Context, reason: Reason) -> Iterator[Refusal]:
    """Return what CoreDNS refuses for one reason; "" is all that has no page of its own.

    A word that a template puts in may be several words or none, so the words on its line are not
    counted.  Nor is what is in a block whose `{` is taken for an argument.
    """
    blocks = cut_off(ctx)
    found = (refusal for refusal in ctx.config.refusals if refusal.reason == reason)
    if blocks:
        found = (refusal for refusal in found if not is_in(refusal.token.token, blocks))
    return (refusal for refusal in found if reason or not on_open_line(refusal))


def cut_off(ctx: Context) -> list[tuple[int, int]]:
    """Return where the blocks are that plugins without their arguments take apart, line by line.

    Those in others are left out.
    """
    braces = {id(r.token.token) for r in ctx.config.refusals if r.token.text == "{"}
    spans: list[tuple[int, int]] = []
    for block in ctx.tree.find(Block) if braces else ():
        start = block.open.start
        if id(block.open) in braces and not (spans and start < spans[-1][1]):
            spans.append((start, block.end))
    return spans


def is_in(token: Token, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a token is in one of some stretches."""
    before = bisect_left(spans, (token.start,))
    return before > 0 and token.start < spans[before - 1][1]


def refused_before(ctx: Context, place: Token | None = None) -> Refusal | None:
    """Return the unknown directive that CoreDNS stops at before it comes to a place, if any.

    The place is a token of the Corefile itself, or the end of all that is read.
    """
    unknown = (r for r in refusals(ctx, "unknown directive") if r.certain)
    before = (r for r in unknown if place is None or place_in(r.token) < place.start)
    return next(before, None)


def stops_first(ctx: Context, refusal: Refusal) -> Related:
    """Make the note of a finding that CoreDNS does not come to."""
    return ctx.related(refusal.token, f'CoreDNS stops here first: "{refusal.message}"')


def place_in(token: ExpandedToken) -> int:
    """Return where a token is in the Corefile, or where the import is that brings it there."""
    via = [*token.via.chain()] if token.via is not None else []
    return via[-1].target.start if via else token.token.start


def on_open_line(refusal: Refusal) -> bool:
    """Tell whether a template puts in something on the line of a refusal, which it may fix."""
    token = refusal.token
    if not has_unknown(token.source.text) or not has_unknown(token.source.line(token.line)):
        return False
    return not (token.token.begins_line and "unknown property" in refusal.message)


def says(
    rule: Rule, ctx: Context, refusal: Refusal, message: str, related: str, help_text: str = ""
) -> Finding:
    """Make the finding of a refusal: `message`, and what CoreDNS says.

    `related` says why the refusal's other place matters.
    """
    refuses = "CoreDNS refuses the file" if refusal.certain else "CoreDNS may refuse the file"
    places = [] if refusal.related is None else [ctx.related(refusal.related, related)]
    return rule.at(
        ctx,
        refusal.token,
        f'{message}; {refuses}: "{refusal.message}"',
        help=help_text or refusal.help,
        related=places,
        severity=None if refusal.certain else "warning",
    )
