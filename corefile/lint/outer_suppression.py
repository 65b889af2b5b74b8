"""Comments of YAML that suppress rules in the Corefiles that it holds.

Such a comment is written as in a Corefile (`corefile.lint.suppression`). At the end of a line, or
alone above it, it is about that line and those that are indented deeper: beside `data:` about all
keys of a ConfigMap, beside `- name: forward` about one plugin in values for Helm.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from corefile.documents.model import Document
from corefile.lint.engine import context
from corefile.lint.failures import FAILED, findings_of
from corefile.lint.result import Located
from corefile.lint.rule import FindingsContext, FindingsRule
from corefile.lint.settings import Settings
from corefile.lint.suppression import Suppressed, Suppression, read_comment
from corefile.syntax.parser import parse
from corefile.text.records import replace
from corefile.text.regex import regex
from corefile.text.source import Source, Span, line_starts

__all__ = ["suppress_outside"]

#: A comment of YAML that may be about rules.
_COMMENT = regex(r"(?:(?<=[ \t])|^)#+[ \t]*corefile:[^\n]*", re.MULTILINE)

#: What is not white space.
_OTHERS = regex(r"\S")

#: The first and the last of some lines.
Lines = tuple[int, int]
#: A comment, a rule that it names, and where.
Idle = tuple[Suppression, str, Span]


def suppress_outside(
    document: Document, outer: Source, findings: Sequence[Located], settings: Settings
) -> tuple[Sequence[Located], Sequence[Located]]:
    """Return the findings that no comment of a file, around its Corefiles, suppresses.

    With them goes what is wrong with these comments.
    """
    comments = list(outside(document, outer))
    if not comments:
        return findings, ()
    ends = block_ends(outer.text)
    asked = [
        (comment, name, span, lines_of(comment, ends))
        for comment in comments
        if comment.valid
        for name, span in comment.names
    ]
    covers: defaultdict[str, list[Lines]] = defaultdict(list)
    for _, name, _, lines in asked:
        covers[name].append(lines)
    covered = {name: merged(lines) for name, lines in covers.items()}
    found: defaultdict[str, list[int]] = defaultdict(list)
    kept = []
    for item in findings:
        rule, line = item.finding.rule, item.place.first.line
        names = (rule.name, rule.code) if item.place.source is outer else ()
        for name in names:
            insort(found[name], line)
        if not any(is_in(covered.get(name, ()), line) for name in names):
            kept.append(item)
    idle = tuple(
        (comment, name, span)
        for comment, name, span, (first, last) in asked
        if bisect_right(found[name], last) == bisect_left(found[name], first)
    )
    # Where the file cannot be read as it is meant, what is missing may be found later.
    unsure = document.problems or any(
        item.finding.severity == "error" or item.finding.rule is FAILED for item in findings
    )
    return kept, list(about_comments(document, outer, () if unsure else idle, settings))


def about_comments(
    document: Document, outer: Source, idle: tuple[Idle, ...], settings: Settings
) -> Iterator[Located]:
    """Yield what rules about comments say of those around the Corefiles of a file."""
    rules = [rule for rule in settings.rules if rule.about_comments]
    if not (rules and document.corefiles):
        return
    ctx = context(parse(Source(only_comments(document, outer), outer.name)), None, settings)
    # Where a rule runs by profile, nobody knows here whether it ran.
    ran = tuple(rule for rule in settings.rules if not rule.profiles)
    whole = FindingsContext(ctx, Suppressed((), idle), ran, around=True)
    for rule in rules:
        seen = whole if isinstance(rule, FindingsRule) else ctx
        for each in findings_of(rule, seen, ctx.tree.source):
            fix = each.fix and replace(each.fix, reveals=True)
            severity = settings.severities.get(rule.code, each.severity)
            finding = replace(each, source=outer, severity=severity, fix=fix)
            yield Located(finding, finding.place, fix=fix, corefile=0)


def only_comments(document: Document, outer: Source) -> str:
    """Return the text of a file with a letter for each that is not of a comment around Corefiles.

    So comments are read as in a Corefile, each where it is.
    """
    parts: list[str] = []
    end = 0
    for comment in outside(document, outer):
        parts.append(_OTHERS.sub("x", outer.text[end : comment.span.start]))
        parts.append(outer.text[comment.span.start : comment.span.end])
        end = comment.span.end
    return "".join((*parts, _OTHERS.sub("x", outer.text[end:])))


def outside(document: Document, outer: Source) -> Iterator[Suppression]:
    """Yield the comments about rules that are in no Corefile."""
    text = outer.text
    if "corefile:" not in text:
        return
    copied = sorted(
        (run.outer, run.outer + run.length)
        for embedded in document.corefiles
        for run in embedded.map.segments
    )
    starts = [start for start, _ in copied]
    for match in _COMMENT.finditer(text):
        at = bisect_right(starts, match.start()) - 1
        if at >= 0 and match.start() < copied[at][1]:
            continue
        line = outer.position(match.start()).line
        alone = not text[line_starts(text)[line - 1] : match.start()].strip()
        comment = read_comment(match[0], match.start(), line + 1 if alone else line)
        if comment is not None:
            yield comment


def lines_of(comment: Suppression, ends: Sequence[int]) -> Lines:
    """Return the lines that a comment is about; `ends` are those of the blocks of all lines."""
    if comment.line is None:
        return 1, len(ends)
    # A comment that is alone may have others below it.
    line = min(comment.line, len(ends))
    return line, ends[line - 1]


def block_ends(text: str) -> list[int]:
    """Return for each line the last of those below it that are indented deeper.

    A list may have the indentation of its key. Empty lines and comments are as what is below them.
    """
    lines = text.split("\n")
    ends = [0] * len(lines)
    open_lines: list[tuple[int, int]] = []
    last = len(lines)
    for number in range(last, 0, -1):
        bare = lines[number - 1].lstrip(" ")
        if bare.startswith("#") or not bare.strip():
            ends[number - 1] = ends[number] if number < last else last
            continue
        deep = 2 * (len(lines[number - 1]) - len(bare)) + bare.startswith("-")
        # Those that are deeper end no block that begins above.
        while open_lines and open_lines[-1][0] > deep:
            open_lines.pop()
        ends[number - 1] = open_lines[-1][1] - 1 if open_lines else last
        open_lines.append((deep, number))
    return ends


def merged(ranges: Iterable[Lines]) -> list[Lines]:
    """Return ranges of lines, in order, those that overlap as one."""
    result: list[Lines] = []
    for first, last in sorted(ranges):
        if result and first <= result[-1][1]:
            result[-1] = result[-1][0], max(result[-1][1], last)
        else:
            result.append((first, last))
    return result


def is_in(ranges: Sequence[Lines], line: int) -> bool:
    """Tell whether a line is in one of some ranges, which are in order and do not overlap."""
    at = bisect_right(ranges, line, key=lambda lines: lines[0]) - 1
    return at >= 0 and line <= ranges[at][1]
