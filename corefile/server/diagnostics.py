"""What is wrong in a file, as editors show it."""

from bisect import bisect_left
from collections.abc import Iterator

from corefile.coredns.releases.release import plugin_releases
from corefile.lint.finding import Severity
from corefile.lint.place import Place
from corefile.lint.result import Located
from corefile.lint.rule import Rule
from corefile.reference.links import rule_uri
from corefile.server.analysis import Analysis
from corefile.server.quick import around, refused, stroke
from corefile.text.records import dataclass, replace
from corefile.text.source import Source

__all__ = ["Diagnostic", "diagnostics", "for_now"]


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """A finding, with what an editor shows of it."""

    item: Located
    #: Where it is in the open file: where something was imported from another one, at the import.
    start: int
    #: After it.
    end: int
    severity: Severity
    #: The rule's code and the address of its page.
    code: str
    uri: str
    message: str
    #: Whether its text could be left out.
    has_no_effect: bool
    #: Whether it names a plugin that CoreDNS has no more.
    is_gone: bool
    #: Other places that matter, in this file or another, and why.
    related: tuple[tuple[Place, str], ...]


def diagnostics(analysis: Analysis) -> tuple[Diagnostic, ...]:
    """Return what is wrong in a file, in the order of the text."""
    return tuple([diagnostic(item, analysis) for item in analysis.checked.findings])


def for_now(analysis: Analysis, before: Analysis) -> tuple[Diagnostic, ...]:
    """Return what is surely wrong, and what was before and is likely to be still.

    That is what CoreDNS refuses where the text has changed, and all else that was found in `before`
    and that no change has touched: what an editor shows while somebody types.
    """
    if analysis.text == before.text:
        return diagnostics(before)
    head, tail = alike(before.text, analysis.text)
    change = None
    if before.document.template is None:
        typed = analysis.text[head : len(analysis.text) - tail]
        change = stroke(before.parts, head, len(before.text) - tail, typed)
    if change is None:
        items = analysis.refused.findings
        judged = (0, len(before.text))
    else:
        file = Source(analysis.text, analysis.name)
        items = tuple(refused(change, before.refusing, file))
        judged = around(change)
    found = [diagnostic(item, analysis) for item in items]
    shift = len(analysis.text) - len(before.text)
    for old in diagnostics(before):
        is_judged = judged[0] <= old.start <= judged[1] and old.severity == "error"
        if old.end <= head and not is_judged:
            found.append(old)
        elif old.start >= len(before.text) - tail and not is_judged:
            found.append(moved(old, shift))
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.code)))


def moved(found: Diagnostic, shift: int) -> Diagnostic:
    """Return a diagnostic so many characters further on; related places would be out of date."""
    return replace(found, start=found.start + shift, end=found.end + shift, related=())


def alike(old: str, new: str) -> tuple[int, int]:
    """Return how many characters two texts have in common at their beginning and at their end."""
    most = min(len(old), len(new))
    numbers = range(1, most + 1)
    head = bisect_left(numbers, True, key=lambda n: old[:n] != new[:n])
    rest = range(1, most - head + 1)
    tail = bisect_left(rest, True, key=lambda n: old[len(old) - n :] != new[len(new) - n :])
    return head, tail


def diagnostic(item: Located, analysis: Analysis) -> Diagnostic:
    """Return a finding as editors show it."""
    finding = item.finding
    related = tuple((also.place, also.message) for also in item.related)
    start, end = item.place.start, item.place.end
    if item.place.source.name != analysis.name:
        start, end = next(in_file(item, analysis), (0, 0))
        related = ((item.place, "here"), *related)
    return Diagnostic(
        item,
        start,
        end,
        finding.severity,
        finding.rule.code,
        rule_uri(finding.rule),
        f"{finding.message}\n{finding.help}" if finding.help else finding.message,
        isinstance(finding.rule, Rule) and finding.rule.has_no_effect,
        plugin_releases(finding.source.text[finding.span.start : finding.span.end]).until
        is not None,
        related,
    )


def in_file(item: Located, analysis: Analysis) -> Iterator[tuple[int, int]]:
    """Yield the places of a finding's imports that are in the open file."""
    for also in item.related:
        if also.place.source.name == analysis.name:
            yield also.place.start, also.place.end
