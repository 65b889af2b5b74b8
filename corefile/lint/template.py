"""Checks a template: what is found in every text that it may render to.

A template is read with the first branch of each of its conditions, with the other one, and so on.
A finding counts if no text that has its place is without it, but for texts whose braces or quotes
do not match, where everything after these is read as something else.  One inside a condition must
also be there when no other condition holds, since two conditions may never hold together.

What keeps a Corefile from being read counts where it is there whatever replaces a value.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

from corefile.documents.model import Document, Template, Variant
from corefile.documents.unknown import has_unknown
from corefile.lint.finding import RuleId
from corefile.lint.place import Place
from corefile.lint.registry import rules_of
from corefile.lint.result import CheckResult, Located
from corefile.lint.rule import TemplateRule
from corefile.syntax.lexer import cut
from corefile.text.records import dataclass, replace
from corefile.text.source import Source

__all__ = ["lint_template", "once"]

#: More would take long. What is found inside further conditions is not shown.
_MAX_CONFIRMED = 40

Key = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Run:
    """What is found in one text that a template may render to, at places of the template."""

    variant: Variant
    found: dict[Key, Located]
    corefiles: int
    not_followed: int
    #: The first thing that kept Corefiles from being read and may come of what stands for values.
    problem: Located | None
    #: Whether all braces and quotes match in it.
    is_balanced: bool

    def has(self, place: Place) -> bool:
        """Tell whether it has the first and the last character of a place."""
        return self.variant.has(place.start) and self.variant.has(max(place.start, place.end - 1))


def lint_template(
    document: Document, template: Template, lint: Callable[[Document], CheckResult]
) -> CheckResult:
    """Return what is wrong in a template; `lint` checks a text that it may render to."""
    outer = Source(document.text, document.name)
    runs = [checked(variant, outer, lint) for variant in template.variants()]
    found: dict[Key, Located] = {}
    for run in runs:
        found.update({key: item for key, item in run.found.items() if key not in found})
    kept = [item for item in found.values() if certain(item, runs)]
    around = template.around({place for item in kept for place in places(item)})
    confirmed = sorted(all_around(template, around.values()))[:_MAX_CONFIRMED]
    runs += [checked(template.only(index), outer, lint) for index in confirmed]
    # No condition comes before the one that it is in, so with one all around it are confirmed.
    known = {None, *confirmed}
    kept = [
        item
        for item in kept
        if certain(item, runs) and all(around[place] in known for place in places(item))
    ]
    kept += unread(runs)
    kept.sort(key=lambda item: (item.place.source is not outer, key_of(item)[1:]))
    first = runs[0]
    return CheckResult(outer, tuple(kept), first.corefiles, first.not_followed)


def once(items: Sequence[Located]) -> list[Located]:
    """Leave out all but the first note on what is not known.

    There may be one for each Corefile, and for each branch of a template. The first tells of the
    other Corefiles.
    """
    noted: dict[RuleId, set[int | None]] = {}
    for item in items:
        if isinstance(item.finding.rule, TemplateRule):
            noted.setdefault(item.finding.rule, set()).add(item.corefile)
    left = []
    for item in items:
        rule = item.finding.rule
        if not isinstance(rule, TemplateRule):
            left.append(item)
        elif others := len(noted.pop(rule, ())):
            finding = rule.with_others(item.finding, others - 1) if others > 1 else item.finding
            left.append(replace(item, finding=finding))
    return left


def unread(runs: list[Run]) -> Iterator[Located]:
    """Yield the findings where no text can be read that the template may render to."""
    problem = next((run.problem for run in runs if run.problem is not None), None)
    if problem is not None and not any(run.corefiles for run in runs):
        for rule in rules_of(TemplateRule):
            finding = rule.unread(problem.finding.source, problem.finding.span)
            yield Located(finding, problem.place)


def checked(variant: Variant, outer: Source, lint: Callable[[Document], CheckResult]) -> Run:
    """Check one text."""
    result = lint(variant.document)
    items = [in_template(item, variant, result.source, outer) for item in result.findings]
    own = {
        (*variant.map.span(problem.offset, problem.end), problem.message)
        for problem in variant.certain
    }
    doubtful = [item for item in items if is_unreadable(item) and said_of(item) not in own]
    sure = (item for item in items if not is_unreadable(item) or said_of(item) in own)
    found = {key_of(item): item for item in sure}
    doubt = next(iter(doubtful), None)
    balanced = all(is_balanced(item.text) for item in variant.document.corefiles)
    return Run(variant, found, result.corefiles, result.not_followed, doubt, balanced)


def is_balanced(text: str) -> bool:
    """Tell whether all braces of a Corefile match, and no string goes on in another line.

    What a template puts in before a brace may end with a space.
    """
    depth = 0
    for token in cut(text)[0]:
        glued = token.raw.endswith("}{") and has_unknown(token.raw)
        depth += 1 if glued else {"{": 1, "}": -1}.get(token.raw, 0)
        if depth < 0 or (token.quoted and "\n" in token.raw):
            return False
    return not depth


def in_template(item: Located, variant: Variant, inner: Source, outer: Source) -> Located:
    """Return a finding its place in the template.  It is not fixed: others render the text."""

    def to_outer(place: Place) -> Place:
        if place.source is not inner:
            return place
        return Place(outer, *variant.map.span(place.start, place.end))

    related = tuple(replace(each, place=to_outer(each.place)) for each in item.related)
    return replace(item, place=to_outer(item.place), related=related, fix=None)


def is_unreadable(item: Located) -> bool:
    """Tell whether a finding is about the file around Corefiles, which kept it from being read."""
    return item.corefile is None


def said_of(item: Located) -> tuple[int, int, str]:
    """Return the place and the words of a finding."""
    return item.place.start, item.place.end, item.finding.message


def certain(item: Located, runs: list[Run]) -> bool:
    """Tell whether a finding is in every text that has its place."""
    key = key_of(item)
    having = [run for run in runs if run.has(item.place)]
    return all(key in run.found for run in [run for run in having if run.is_balanced] or having)


def places(item: Located) -> tuple[int, ...]:
    """Return the first and the last place of a finding; none of one in an imported file."""
    if item.place.path != item.finding.source.name:
        return ()
    return item.place.start, max(item.place.start, item.place.end - 1)


def all_around(template: Template, inner: Iterable[int | None]) -> set[int]:
    """Return some conditions, and those that they are in."""
    found: set[int] = set()
    for index in inner:
        while index is not None and index not in found:
            found.add(index)
            index = template.outside(index)  # noqa: PLW2901 - from inside out
    return found


def key_of(item: Located) -> Key:
    """Return what tells findings apart."""
    place = item.place
    return item.finding.rule.code, place.path, place.start, place.end
