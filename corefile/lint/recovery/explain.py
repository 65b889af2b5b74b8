"""Reports the slips of a Corefile, and leaves out what is found only because of them."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from corefile.coredns.imports.files import Reader
from corefile.lint.embedded_fixes import CLOSE, OPEN
from corefile.lint.failures import findings_of
from corefile.lint.finding import Finding, Fix, Related
from corefile.lint.load_errors import refused_before
from corefile.lint.messages import file_name, refusal
from corefile.lint.place import Place
from corefile.lint.recovery.broken import Broken, Stretches, blocks_with, broken_by, place_in, quiet
from corefile.lint.recovery.judge import Judge, Judgement
from corefile.lint.recovery.recover import Found, Recovered, is_suspicious, recover
from corefile.lint.recovery.shift import Shift
from corefile.lint.recovery.slip import Slip
from corefile.lint.recovery.words import Words
from corefile.lint.rule import Context, FindingsRule, Rule, SlipContext, SlipRule, of_stage
from corefile.lint.settings import Settings
from corefile.lint.suppression import suppress
from corefile.syntax.parser import parse
from corefile.syntax.tree import Corefile
from corefile.text.edits import apply_edits
from corefile.text.records import replace
from corefile.text.source import Source, Span

__all__ = ["explain", "look", "reported"]

#: The rule about a line that belongs into another block.
_MOVED = "line-in-wrong-block"

#: Lints a text that was repaired.
Again = Callable[[Corefile], tuple[Context, list[Finding]]]


def explain(
    ctx: Context,
    read: Reader | None,
    settings: Settings,
    found: Sequence[Finding],
    again: Again,
) -> list[Finding]:
    """Return what is found in a Corefile, with its slips instead of what follows from them.

    `again` lints the text without the slips: what it still finds does not follow from them.
    """
    head, tail = (OPEN, CLOSE) if ctx.is_lines else ("", "")
    looked = look(ctx, read)
    if looked is None:
        return list(found)
    first, recovered = looked
    added = len(head)
    beside = words_among(ctx, recovered, again, found)
    slips = tuple(reported(ctx, settings, beside, first, recovered, added))
    if not slips:
        rest = without_needed(found, recovered, settings)
        return quiet(ctx, rest, Broken(), lambda place: place, ctx.tree.source)

    def back(place: int) -> int:
        return recovered.shift.back(max(place - added, 0)) + added

    repaired = Source(head + recovered.text + tail, ctx.tree.source.name)
    later, rest = again(parse(repaired))
    left = [
        moved_back(ctx, later.tree.source, finding, recovered.shift, added)
        for finding in rest
        if not isinstance(finding.rule, FindingsRule)
    ]
    had = {(f.rule.code, f.source.name, f.span.start) for f in found}
    broken = broken_by(first.text, (each.slip for each in recovered.found), added)
    places = (*broken.blocks, *broken.lines, *(slip.span.start for slip in slips))
    slipped = Stretches.of(blocks_with(later, places, back))
    # A name that CoreDNS knows, instead of a misspelt one, is at most found to be wrong as well.
    words = [f.slip.earlier(-added).span for f in recovered.found if not f.slip.message]
    left = [f for f in left if not any(touches(f, span) for span in words)]
    # With the only repair that there is, what else is refused beside a slip is certain too.
    is_certain = all(each.is_certain and each.slip.is_repair for each in recovered.found)
    left = [
        f
        for f in left
        if is_certain
        or f.severity != "error"
        or (f.rule.code, f.source.name, f.span.start) in had
        or place_in(f, ctx.tree.source) not in slipped
    ]
    known = {(f.rule.code, f.source.name, f.span.start) for f in (*left, *slips)}
    follow = [f for f in found if (f.rule.code, f.source.name, f.span.start) not in known]
    follow = [f for f in follow if not isinstance(f.rule, FindingsRule)]
    slips = (replace(slips[0], consequences=tuple(follow)), *slips[1:])
    # What a misspelt name was meant to be is likely, as is where a line belongs: not to build on.
    is_sure = is_certain and not words and all(f.slip.rule != _MOVED for f in recovered.found)
    sure = [f for f in left if is_sure and f.severity != "info"]
    others = [f for f in left if not is_sure or f.severity == "info"]
    source = ctx.tree.source
    kept = [
        *quiet(later, sure, Broken(), back, source),
        *quiet(later, others, broken, back, source),
    ]
    return sorted(
        [*slips, *kept],
        key=lambda f: (f.source is not ctx.tree.source, f.source.name, f.span.start, f.span.end),
    )


def without_needed(
    found: Sequence[Finding], recovered: Recovered, settings: Settings
) -> list[Finding]:
    """Leave out what is said of comments that suppress slips: none was looked for before."""
    slips = {each.slip.rule for each in recovered.found}
    rules = [rule for rule in settings.rules if rule.name in slips]
    names = {name for rule in rules for name in (rule.name, rule.code)}
    return [
        each
        for each in found
        if not isinstance(each.rule, FindingsRule)
        or each.source.text[each.span.start : each.span.end] not in names
    ]


def words_among(
    ctx: Context, recovered: Recovered, again: Again, found: Sequence[Finding]
) -> Sequence[Finding]:
    """Return what is found where the words are that are slips.

    Where others are about how the text is read, such as braces, it is what is found without these.
    """
    slips = [each.slip for each in recovered.found]
    edits = [edit for slip in slips if slip.message for edit in slip.edits]
    if not edits or all(slip.message for slip in slips):
        return found
    head, tail = (OPEN, CLOSE) if ctx.is_lines else ("", "")
    text = ctx.tree.source.text
    try:
        read = apply_edits(text[len(head) : len(text) - len(tail)], edits)
    except ValueError:  # some are at one place
        return found
    later, rest = again(parse(Source(head + read + tail, ctx.tree.source.name)))
    shift = Shift().then(edits)
    return [
        moved_back(ctx, later.tree.source, finding, shift, len(head))
        for finding in rest
        if finding.source is later.tree.source
    ]


def look(ctx: Context, read: Reader | None) -> tuple[Judgement, Recovered] | None:
    """Return how much sense a text makes, and its slips; None where nothing is wrong with it."""
    head, tail = (OPEN, CLOSE) if ctx.is_lines else ("", "")
    text, build = ctx.tree.source.text, ctx.config.build
    words = Words.of(build, ctx.tree.tokens())
    judge = Judge(file_name(ctx.tree.source.name), read, build, words, head, tail)
    first = judge.judge(text[len(head) : len(text) - len(tail)])
    return (first, recover(judge, first)) if is_suspicious(first) else None


def reported(
    ctx: Context,
    settings: Settings,
    found: Sequence[Finding],
    first: Judgement,
    recovered: Recovered,
    added: int,
) -> Iterator[Finding]:
    """Yield the findings of slips; a slip that no rule reports leaves what is found there."""
    rules = {rule.name: rule for rule in settings.rules}
    said: list[tuple[str, Callable[[Rule], Finding]]] = []
    refused = first.refused > 0
    result: list[Finding] = []
    stops = next((each for each in recovered.found if each.is_first), None)
    for each in recovered.found:
        slip = each.slip.earlier(-added)
        # Others may read lines as a part of what is not here.
        fix = fix_of(slip, each, safe=refused or not ctx.is_lines)
        if slip.message:
            quoted = coredns_words(ctx) if refused and each is stops else ""
            said.append((slip.rule, partial(finding_of, ctx, each, slip, fix, quoted)))
            continue
        at = [
            f
            for f in found
            if touches(f, slip.span)
            and f.source is ctx.tree.source
            and (f.rule.name == slip.rule or (not slip.rule and f.severity == "error"))
        ]
        result += [adopted(f, slip, fix, refused=refused) for f in at[:1]]
    context = SlipContext(ctx, tuple(said))
    for rule in of_stage(settings.rules, SlipRule):
        result += findings_of(rule, context, ctx.tree.source)
    others = {name for name, _ in said} - {r.name for r in of_stage(settings.rules, SlipRule)}
    for name in others & rules.keys():
        result += context.findings(rules[name])
    severities = settings.severities
    result = [replace(f, severity=severities.get(f.rule.code, f.severity)) for f in result]
    yield from sorted(suppress(ctx.tree, result).kept, key=lambda f: f.span.start)


def adopted(finding: Finding, slip: Slip, fix: Fix | None, *, refused: bool) -> Finding:
    """Return what was found at a slip, with its fix."""
    severity = "error" if refused else finding.severity
    return replace(finding, fix=fix, help=slip.help or finding.help, severity=severity)


def touches(finding: Finding, span: Span) -> bool:
    """Tell whether a finding is where a slip is."""
    return finding.span.start < span.end and span.start < max(finding.span.end, 1)


def fix_of(slip: Slip, found: Found, *, safe: bool) -> Fix | None:
    """Return the fix of a slip, where there is one repair only."""
    if not slip.edits or not slip.is_repair or not found.is_certain:
        return None
    return Fix(slip.repair, slip.edits, safe=safe, repairs=True)


def finding_of(
    ctx: Context, found: Found, slip: Slip, fix: Fix | None, quoted: str, rule: Rule
) -> Finding:
    """Return the finding of a slip, which is `found` as one of the text that lines are read in."""
    source = ctx.tree.source
    related: tuple[Related, ...] = ()
    if slip.note is not None:
        place = Place(source, slip.note.span.start, slip.note.span.end)
        related = (Related(place, slip.note.message),)
    refuses = f"; CoreDNS refuses the file: {quoted}" if quoted else ""
    refused = quoted or found.is_refused
    # Lines that are imported become a part of what is not here, and CoreDNS may take them.
    may_be_taken = ctx.is_lines and slip.rule == "unbalanced-braces" and begins_line(source, slip)
    is_harmless = slip.if_taken and not refused and not found.is_read
    is_error = refused and not may_be_taken
    return Finding(
        rule,
        "error" if is_error else "info" if is_harmless else "warning",
        (slip.if_taken if is_harmless else slip.message) + refuses,
        source,
        slip.span,
        slip.help,
        related,
        fix,
    )


def begins_line(source: Source, slip: Slip) -> bool:
    """Tell whether a slip is a `{`, or a `}` that begins its line."""
    start = slip.span.start
    before = source.text[source.text.rfind("\n", 0, start) + 1 : start]
    return not before.strip() or source.text[start : start + 1] == "{"


def coredns_words(ctx: Context) -> str:
    """Return what CoreDNS prints first of a file that it refuses."""
    unknown, error = refused_before(ctx), ctx.expansion.error
    if unknown is None and error is not None:
        return refusal(error.file or ctx.tree.source.name, error.line, error.kind, error.message)
    first = unknown or next(iter(ctx.config.refusals), None)
    return "" if first is None else f'"{first.message}"'


def moved_back(ctx: Context, read: Source, finding: Finding, shift: Shift, added: int) -> Finding:
    """Return a finding of the text without the slips, `read`, as one of the text as it is.

    It has no fix, unless it is in a text that is imported.
    """
    source = ctx.tree.source

    def place(span: Span) -> Span:
        inner = shift.span(Span(max(span.start - added, 0), max(span.end - added, 0)))
        return Span(inner.start + added, inner.end + added)

    related = tuple(
        replace(note, place=Place(source, *astuple(place(Span(note.place.start, note.place.end)))))
        if note.place.source is read
        else note
        for note in finding.related
    )
    if finding.source is not read:
        return replace(finding, related=related)
    return replace(finding, source=source, span=place(finding.span), related=related, fix=None)


def astuple(span: Span) -> tuple[int, int]:
    """Return the offsets of a stretch."""
    return span.start, span.end
