"""Findings of what CoreDNS refuses."""

from collections.abc import Iterator

from corefile.coredns.catalogue.facts import Reason
from corefile.coredns.model.config import Refusal
from corefile.documents.unknown import has_unknown
from corefile.lint.finding import Finding
from corefile.lint.rule import Context, Rule

__all__ = ["refusals", "says"]


def refusals(ctx: Context, reason: Reason) -> Iterator[Refusal]:
    """Return what CoreDNS refuses for one reason; "" is all that has no page of its own.

    A word that a template puts in may be several words or none, so the words on its line are not
    counted.
    """
    found = (refusal for refusal in ctx.config.refusals if refusal.reason == reason)
    return (refusal for refusal in found if reason or not on_open_line(refusal))


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
