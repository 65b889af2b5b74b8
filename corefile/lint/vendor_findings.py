"""Adds what is wrong with keys beside vendors' Corefiles to what is found in their file.

Comments in the keys suppress it as they do all else.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence

from corefile.documents.model import Document
from corefile.lint.corefile_checker import FileChecker, placed
from corefile.lint.embedded_fixes import added_to
from corefile.lint.finding import Finding
from corefile.lint.result import Located
from corefile.lint.rule import CorefileRule, SlipRule
from corefile.lint.suppression import naming, of_import
from corefile.lint.vendor_base import beside_vendors
from corefile.text.records import replace
from corefile.text.source import Source, Span

__all__ = ["with_vendors"]

#: The rule that tells the same of a vendor's Corefile where users name the vendor.
REPEATS = "CF608"

#: The rule about comments that suppress nothing.
_IDLE = "CF011"


def with_vendors(
    checker: FileChecker, document: Document, texts: Sequence[Source], found: Collection[Located]
) -> Iterator[Located]:
    """Yield what is found, and then what is wrong with keys where a vendor's Corefile imports them.

    A comment in a key that suppresses some of that is needed.
    """
    keys = [at for at, each in enumerate(document.corefiles) if each.is_for_import]
    comments = {at: of_import(texts[at]) for at in keys}
    if any(goes_on(item.finding) for item in found):
        # Nobody knows what a comment in a key would suppress.
        yield from (item for item in found if not (is_idle(item) and item.corefile in comments))
        return
    told = {(item.finding.rule.code, item.place) for item in found}
    broken = {item.corefile for item in found if is_slip(item.finding)}
    repeats = [rule for rule in checker.settings.rules if rule.code == REPEATS]
    needed: set[tuple[int | None, Span]] = set()
    fresh = []
    for key, seen in beside_vendors(checker.cluster, checker.here, checker.settings):
        number, added = key.id.corefile, added_to(key.embedded)
        span = Span(seen.span.start + added, seen.span.end + added)
        finding = replace(seen, source=texts[number], span=span)
        place = placed(key.embedded, checker.outer, finding.place, added)
        # The rule that says the same is about the same line.
        said = (finding, *(replace(finding, rule=rule) for rule in repeats))
        names = {(number, name) for each in said for name in naming(comments[number], each)}
        needed |= names
        is_new = told.isdisjoint(((finding.rule.code, place), (REPEATS, place)))
        if is_new and not names and number not in broken:
            fresh.append(Located(finding, place, corefile=number))
    for item in found:
        if is_idle(item) and (item.corefile, item.finding.span) in needed:
            continue
        yield without_fix(item) if is_idle(item) and takes(item, needed) else item
    yield from fresh


def is_idle(item: Located) -> bool:
    """Tell whether a finding is about a comment that suppresses nothing."""
    return item.finding.rule.code == _IDLE


def takes(item: Located, names: Iterable[tuple[int | None, Span]]) -> bool:
    """Tell whether the fix of a finding takes one of some names away."""
    edits = item.finding.fix.edits if item.finding.fix else ()
    return any(
        number == item.corefile and edit.start <= name.start and name.end <= edit.end
        for number, name in names
        for edit in edits
    )


def without_fix(item: Located) -> Located:
    """Return a finding without its fix."""
    return replace(item, finding=replace(item.finding, fix=None), fix=None)


def is_slip(finding: Finding) -> bool:
    """Tell whether a finding is a slip of the hand, from which others may follow."""
    repairs = finding.fix is not None and finding.fix.repairs
    return isinstance(finding.rule, SlipRule) or repairs or bool(finding.consequences)


def goes_on(finding: Finding) -> bool:
    """Tell whether braces do not match, so that other keys are read as a part of this one."""
    rule = finding.rule
    return isinstance(rule, CorefileRule) and rule.about_braces and finding.severity != "info"
