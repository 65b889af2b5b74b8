"""Findings in lines that several server blocks import: one may use what another does not."""

from collections import Counter
from collections.abc import Sequence

from corefile.coredns.model.config import Server
from corefile.lint.finding import Finding

__all__ = ["of_every_use"]


def of_every_use(findings: Sequence[Finding], servers: Sequence[Server]) -> tuple[Finding, ...]:
    """Return those of a rule's findings that it has for each server block with the line.

    Of those at one place the first one is enough.
    """
    uses = Counter(
        place
        for server in servers
        for place in {
            (id(token.source), token.token.start)
            for line in server.directives
            for token in line.tokens
            if token.via is not None
        }
    )
    places = [(id(finding.source), finding.span.start) for finding in findings]
    told = Counter(places)
    first = {place: number for number, place in reversed([*enumerate(places)])}
    return tuple(
        finding
        for number, (finding, place) in enumerate(zip(findings, places, strict=True))
        if uses[place] < 2 or (told[place] >= uses[place] and first[place] == number)
    )
