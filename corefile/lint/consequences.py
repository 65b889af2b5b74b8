"""Puts what follows from a problem of a file with that problem: one slip is one finding."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, chain

from corefile.documents import read as read_document
from corefile.documents.model import Document, Problem
from corefile.lint.result import CheckResult, Located
from corefile.text.edits import apply_edits
from corefile.text.records import replace

__all__ = ["with_consequences"]


def with_consequences(
    document: Document, items: Iterable[Located], lint: Callable[[Document], CheckResult]
) -> list[Located]:
    """Return findings, those that follow from a problem of the file with that problem's.

    It is an error where one of them is. What `lint` finds in the same place where the problems are
    solved does not follow where that is in doubt, and is told in the words that it has there.
    """
    left = {id(item): item for item in items}
    causes = [problem for problem in document.problems if problem.follows is not None]
    if not causes:
        return [*left.values()]
    staying = remedied(document, lint)
    said = {said_of(item): item for item in reversed(left.values())}
    inside = sorted(
        (item for item in left.values() if item.corefile is not None),
        key=lambda item: item.place.start,
    )
    starts = [item.place.start for item in inside]
    for problem in causes:
        cause = said.get((problem.offset, problem.end, problem.message))
        if cause is None or id(cause) not in left:
            continue
        ranges = (
            range(bisect_left(starts, span[0]), bisect_left(starts, span[1]))
            for span in (problem.follows, problem.doubtful)
            if span is not None
        )
        follow = []
        for number in sorted({*chain.from_iterable(ranges)}):
            each = inside[number]
            message = staying.get((each.finding.rule.code, each.place.start), "")
            if id(each) not in left:
                continue
            if follows(each, problem, stays=bool(message)):
                follow.append(left.pop(id(each)))
            elif message:
                left[id(each)] = replace(each, finding=replace(each.finding, message=message))
        whole = with_those(left.pop(id(cause)), follow)
        left[id(whole)] = whole
    return [*left.values()]


def remedied(
    document: Document, lint: Callable[[Document], CheckResult]
) -> Mapping[tuple[str, int], str]:
    """Return what is said where problems of a file are solved, by the rule and the place."""
    edits = sorted((p.remedy for p in document.problems if p.remedy), key=lambda edit: edit.start)
    if not edits:
        return {}
    after = read_document(apply_edits(document.text, edits), document.name)
    if any(problem.remedy for problem in after.problems):
        return {}
    added = [0, *accumulate(len(edit.text) for edit in edits)]
    # Where the text begins that follows each edit.
    begins = [edit.start + before for edit, before in zip(edits, added[1:], strict=True)]
    starts = ((item, item.place.start) for item in lint(after).findings)
    return {
        (item.finding.rule.code, start - added[bisect_right(begins, start)]): item.finding.message
        for item, start in starts
    }


def follows(item: Located, problem: Problem, *, stays: bool) -> bool:
    """Tell whether a finding in a Corefile is where all follows from a problem, or most does."""
    if is_within(item, problem.follows):
        return True
    is_open = not stays and item.finding.severity != "error"
    return is_open and is_within(item, problem.doubtful)


def is_within(item: Located, span: tuple[int, int] | None) -> bool:
    """Tell whether a finding begins between two offsets."""
    return span is not None and span[0] <= item.place.start < span[1]


def said_of(item: Located) -> tuple[int, int, str]:
    """Return the place and the words of a finding."""
    return item.place.start, item.place.end, item.finding.message


def with_those(cause: Located, follow: Sequence[Located]) -> Located:
    """Return a finding with those that follow from it."""
    refused = any(each.finding.severity == "error" for each in follow)
    finding = replace(cause.finding, severity="error") if refused else cause.finding
    consequences = tuple(replace(each, fix=None) for each in follow)
    return replace(cause, finding=finding, consequences=(*cause.consequences, *consequences))
