"""Finds the slips in a text: proposes repairs, reads the text with each, and keeps the best.

One slip is found at a time, and the next is looked for in the text without it.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice

from corefile.lint.recovery import braces, comments, habits, no_block, one_line, places
from corefile.lint.recovery.judge import Judge, Judgement
from corefile.lint.recovery.shift import Shift
from corefile.lint.recovery.slip import Candidate, Slip
from corefile.syntax.tree import Token
from corefile.text.brief import Brief
from corefile.text.edits import apply_edits
from corefile.text.records import dataclass

__all__ = ["Found", "Recovered", "is_suspicious", "recover"]

#: How many slips are looked for, and how many repairs are tried for each.
_MOST_SLIPS = 6
_MOST_TRIES = 28
#: How many words are read for one slip, in all repairs together, and for all.
_FOR_ONE, _FOR_ALL = 12_000, 30_000
#: Texts with more words are not looked at: to read them even once in many ways takes long.
_LONGEST = 12_000
#: How much less odd a text has to look that CoreDNS takes as it is.
_CLEARLY = 4.0
#: How much odder a text may look that CoreDNS refuses no more.
_SLIGHTLY = 1.0
#: How much odder a repair may be that is as likely as the best one.
_NEAR = 1.5


@dataclass(frozen=True, slots=True)
class Found(Brief):
    """A slip, and whether its repair is the only one."""

    slip: Slip
    is_certain: bool
    #: Whether CoreDNS refuses the text, and less of it without the slip.
    is_refused: bool
    #: Whether it is what CoreDNS stops at first.
    is_first: bool
    #: Whether CoreDNS reads a brace as a value of a plugin.
    is_read: bool


@dataclass(frozen=True, slots=True)
class Recovered(Brief):
    """The slips of a text; their places are those of the text."""

    found: tuple[Found, ...]
    #: The text without them.
    text: str
    #: Leads from places of that text to those of the text as it was.
    shift: Shift


def is_suspicious(judgement: Judgement) -> bool:
    """Tell whether a text is refused, or looks as if something else was meant."""
    return bool(judgement.refused) or judgement.odd >= _CLEARLY


def recover(judge: Judge, first: Judgement) -> Recovered:
    """Return the slips of a text that is suspicious."""
    shift = Shift()
    found: list[Found] = []
    now = first
    size = len(first.tokens)
    rounds = min(_MOST_SLIPS, max(1, _FOR_ALL // (10 * size))) if size <= _LONGEST else 0
    while is_suspicious(now) and len(found) < rounds:
        best = choose(judge, now)
        if best is None:
            break
        candidate, after, is_certain = best
        for slip in candidate.slips:
            left = without(judge, now, candidate, slip)
            is_refused = first.refused > 0 and after.refused < left.refused
            is_first = after.complaint != left.complaint == now.complaint
            is_read = bool(slip.if_taken) and left.takes_brace
            found.append(Found(shift.slip(slip), is_certain, is_refused, is_first, is_read))
        shift = shift.then(candidate.edits)
        now = after
    return Recovered(tuple(found), now.text, shift)


def without(judge: Judge, now: Judgement, candidate: Candidate, slip: Slip) -> Judgement:
    """Return what is left of a text where all slips of a repair are gone but one."""
    others = [edit for other in candidate.slips if other is not slip for edit in other.edits]
    return judge.judge(apply_edits(now.text, others)) if others else now


def choose(judge: Judge, now: Judgement) -> tuple[Candidate, Judgement, bool] | None:
    """Return the best repair, what it gives, and whether it is the only one."""
    limit = max(3, min(_MOST_TRIES, _FOR_ONE // len(now.tokens)))
    tried: list[tuple[float, Candidate, Judgement]] = []
    seen = {now.text}
    for candidate in islice(candidates(now, judge), limit):
        try:
            text = apply_edits(now.text, candidate.edits)
        except ValueError:  # its slips are at one place
            continue
        if text in seen:
            continue
        seen.add(text)
        after = judge.judge(text)
        if is_better(now, after, candidate):
            tried.append((weight(after) + candidate.cost, candidate, after))
    if not tried:
        return None
    tried.sort(key=lambda each: each[0])
    least, candidate, after = tried[0]
    rivals = [
        text
        for cost, other, text in tried[1:]
        if cost <= least + _NEAR and are_rivals(candidate, other)
    ]
    is_certain = all(other.meaning == after.meaning for other in rivals)
    # What a brace that only goes away was for may be among what is left.
    takes = candidate.about_braces and not any(edit.text for edit in candidate.edits)
    left = after.unknown if takes else 0
    return candidate, after, is_certain and not after.tree.errors and not left


def are_rivals(one: Candidate, other: Candidate) -> bool:
    """Tell whether two repairs may be of one slip: braces anywhere, or words at one place."""
    if one.about_braces or other.about_braces:
        return True
    pairs = ((slip.span, another.span) for slip in one.slips for another in other.slips)
    return any(a.start < b.end and b.start < a.end for a, b in pairs)


def weight(judgement: Judgement) -> float:
    """Return how bad a text is."""
    return 20.0 * judgement.refused - 16.0 * judgement.unknown + judgement.odd


def is_better(now: Judgement, after: Judgement, candidate: Candidate) -> bool:
    """Tell whether a text makes clearly more sense than another."""
    if after.refused > now.refused:
        return False
    if after.odd <= now.odd - _CLEARLY:
        return True
    is_same = len(after.tree.errors) == len(now.tree.errors) and not now.refuses_brace
    needs_reason = candidate.about_braces and is_same
    return after.refused < now.refused and not needs_reason and after.odd <= now.odd + _SLIGHTLY


def candidates(now: Judgement, judge: Judge) -> Iterator[Candidate]:
    """Yield repairs to try: those at what CoreDNS refuses first, then those of braces."""
    lines = list(habits.lines_of(now.text, now.tokens, judge.words))
    wrong = refused_lines(now)
    beside = [not wrong.isdisjoint(range(each.tokens[0].line, each.after.line)) for each in lines]
    near = list(compress(lines, beside))
    ranked = sorted(near, key=lambda line: abs(line.tokens[0].line - min(wrong)))
    yield from singles(ranked, 14)
    yield from in_text(places.needless(now.tree, judge.words), now, judge)
    if not judge.head and judge.name.rpartition("/")[2].startswith("Corefile"):
        lines_alone = no_block.propose(now.text, now.tokens, judge.words)
        yield from (Candidate((slip,), 1.0) for slip in lines_alone)
    yield from (Candidate((slip,), 1.5) for slip in one_line.propose(now.tokens, judge.words))
    if now.tree.errors or not is_balanced(now.tokens):
        yield from (Candidate((slip,), 1.5) for slip in comments.propose(now.tokens, judge.words))
    is_sound = places.is_flat(now.tokens) and is_balanced(now.tokens)
    if now.tree.errors or now.refuses_brace or not is_sound:
        yield from braces.propose(now.text, now.tokens, judge.words, int(bool(judge.head)))
    yield from in_text(islice(places.propose(now.tree, judge.words), 8), now, judge)
    yield from singles(
        [line for line, is_near in zip(lines, beside, strict=True) if not is_near], 14
    )


def in_text(slips: Iterable[Slip], now: Judgement, judge: Judge) -> Iterator[Candidate]:
    """Yield the slips of what is read as those of the text alone, without what is around it."""
    for slip in slips:
        own = slip.earlier(len(judge.head))
        if all(edit.start >= 0 and edit.end <= len(now.text) for edit in own.edits):
            yield Candidate((own,), 2.5 if slip.is_repair else 6.0)


def is_balanced(tokens: Sequence[Token]) -> bool:
    """Tell whether there are as many braces that open as braces that close."""
    raws = [token.raw for token in tokens]
    return raws.count("{") == raws.count("}")


def singles(lines: Sequence[habits.Line], most: int) -> Iterator[Candidate]:
    """Yield the slips within lines."""
    found = (slip for line in lines for slip in habits.propose(line))
    for number, slip in enumerate(islice(found, most)):
        yield Candidate((slip,), 1.0 + number * 0.01)


def refused_lines(now: Judgement) -> set[int]:
    """Return the lines that something is wrong with, and those above them."""
    source = now.tree.source
    places = [fault.token.line for fault in now.tree.errors]
    places += [r.token.line for r in now.config.refusals if r.token.source is source]
    expansion = now.config.expansion
    if expansion is not None and expansion.error is not None:
        places.append(expansion.error.line)
    return {line - back for line in places for back in (0, 1)}
