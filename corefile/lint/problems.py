"""Findings of what keeps Corefiles from being read."""

from collections.abc import Iterator

from corefile.lint.finding import Finding, Fix
from corefile.lint.rule import FileContext, FileRule
from corefile.text.source import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from corefile.documents.model import About

__all__ = ["problems_about"]


def problems_about(rule: FileRule, ctx: FileContext, *about: "About") -> Iterator[Finding]:
    """Yield a finding for each problem of a file that is about one of these."""
    for problem in ctx.document.problems:
        if problem.about in about:
            fix = Fix(problem.fix, problem.edits, reveals=True) if problem.edits else None
            yield Finding(
                rule,
                rule.severity if problem.fatal else "warning",
                problem.message,
                ctx.source,
                Span(problem.offset, problem.end),
                problem.help,
                fix=fix,
            )
