"""What cannot be judged where a text is refused, or has slips."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from corefile.coredns.model.config import Refusal
from corefile.lint.finding import Finding
from corefile.lint.recovery.slip import Slip
from corefile.lint.rule import Context
from corefile.syntax.tree import Directive
from corefile.text.brief import Brief
from corefile.text.records import dataclass
from corefile.text.source import Source

__all__ = ["Back", "Broken", "Stretches", "blocks_with", "broken_by", "place_in", "quiet"]

#: Codes of rules about how a text is read, which are true whatever is refused.
_ABOUT_READING = ("CF0", "CF1")

#: Returns where a place of the text without slips is in the text as it was (0-based offsets).
Back = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class Broken(Brief):
    """The places, 0-based offsets, at which a text is not what it was meant to be."""

    #: Those that may make something else of a whole server block.
    blocks: frozenset[int] = frozenset()
    #: Those that matter to the plugin in whose lines they are.
    lines: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Stretches(Brief):
    """Stretches of a text, as 0-based offsets of their beginnings and ends."""

    #: In order.
    starts: tuple[int, ...]
    #: For each beginning, the last end of it and of those before.
    ends: tuple[int, ...]

    @classmethod
    def of(cls, stretches: Iterable[tuple[int, int]]) -> "Stretches":
        """Return stretches, which may overlap."""
        found = sorted(stretches)
        ends = accumulate((end for _, end in found), max)
        return cls(tuple(start for start, _ in found), tuple(ends))

    def __contains__(self, place: int) -> bool:
        number = bisect_right(self.starts, place)
        return number > 0 and place <= self.ends[number - 1]


def broken_by(text: str, slips: Iterable[Slip], added: int) -> Broken:
    """Return where some slips are, in a text that `added` characters are put before."""
    found: dict[bool, set[int]] = {False: set(), True: set()}
    for slip in slips:
        places = (slip.span.start, *(edit.start for edit in slip.edits))
        found[is_in_line(text, slip)].update(place + added for place in places)
    return Broken(frozenset(found[False]), frozenset(found[True]))


def is_in_line(text: str, slip: Slip) -> bool:
    """Tell whether a slip is in the words of a line, and all braces are where they belong."""
    changed = (text[edit.start : edit.end] + edit.text for edit in slip.edits)
    return bool(slip.edits) and not any(sign in part for part in changed for sign in "{}\n")


def quiet(
    ctx: Context, found: Iterable[Finding], broken: Broken, back: Back, source: Source
) -> list[Finding]:
    """Leave out what cannot be judged where something is refused, or broken.

    `ctx` is of the text without slips; the findings are those of `source`, the text as it is, and
    of what it imports.

    In a server block that may be something else, only errors stay. Where no more is unclear than a
    plugin, or its property, so do warnings about the others that it is not the only cause of.
    """
    read = ctx.tree.source
    refused = {
        refusal.token.token.start: refusal
        for refusal in ctx.config.refusals
        if refusal.token.source is read and refusal.certain
    }
    whole = {place for place, each in refused.items() if may_be_another_block(ctx, each)}
    known = {place for place, each in refused.items() if is_foreign(ctx, each)}
    lines = {*broken.lines, *map(back, refused.keys() - whole)}
    others = [each.related for each in refused.values() if each.related is not None]
    lines |= {back(each.token.start) for each in others if each.source is read}
    closed = Stretches.of(blocks_with(ctx, {*broken.blocks, *map(back, whole)}, back))
    judged = Stretches.of(blocks_with(ctx, lines, back))
    own = Stretches.of(parts_with(ctx, lines, refused, back))
    unclear = Stretches.of(parts_with(ctx, lines - {*map(back, known)}, refused, back))

    def is_judged(finding: Finding) -> bool:
        """Tell whether a finding is right whatever is refused."""
        start = place_in(finding, source)
        if finding.severity == "error" or finding.rule.code.startswith(_ABOUT_READING):
            return True
        if start in closed:
            return False
        if start not in judged:
            return True
        causes = [also.place.start for also in finding.related if also.place.source is source]
        is_clear = not causes or not all(cause in unclear for cause in causes)
        return finding.severity == "warning" and is_clear and start not in own

    return [finding for finding in found if is_judged(finding)]


def place_in(finding: Finding, source: Source) -> int:
    """Return where a finding is in a text, or what imports the text that it is in; else -1."""
    if finding.source is source:
        return finding.span.start
    places = (related.place for related in finding.related)
    return next((place.start for place in places if place.source is source), -1)


def may_be_another_block(ctx: Context, refusal: Refusal) -> bool:
    """Tell whether what is refused leaves open what its server block is.

    Its key is refused; or a property that is named like a plugin, which may be a line of it.
    """
    if refusal.reason in ("key", "not in release", "unknown directive"):
        return refusal.reason == "key"
    is_property = refusal.token.token.begins_line and refusal.token.text != refusal.plugin
    return is_property and refusal.token.text in ctx.config.build.plugins


def is_foreign(ctx: Context, refusal: Refusal) -> bool:
    """Tell whether what is refused is a plugin that this build lacks, and of which all is known."""
    return refusal.reason == "unknown directive" and refusal.token.text in ctx.config.build.plugins


def blocks_with(ctx: Context, places: Iterable[int], back: Back) -> Iterator[tuple[int, int]]:
    """Return where the server blocks begin and end that some places are in."""
    return with_one(((back(item.start), back(item.end)) for item in ctx.tree.items), places)


def parts_with(
    ctx: Context, places: Iterable[int], refused: dict[int, Refusal], back: Back
) -> Iterator[tuple[int, int]]:
    """Yield where what some places make unclear begins and ends.

    That is a plugin, or only a property where its meaning is known from another release.
    """
    places = {*places}
    alone: set[int] = set()
    for plugin in ctx.tree.find(Directive) if places else ():
        for line in plugin.block.properties if plugin.block else ():
            refusal = refused.get(line.name.start)
            if refusal is not None and refusal.reason == "not in release" and not line.block:
                alone.add(back(line.name.start))
                yield back(line.start), back(line.end)
    plugins = ctx.tree.find(Directive) if places - alone else ()
    yield from with_one(((back(each.start), back(each.end)) for each in plugins), places - alone)


def with_one(
    stretches: Iterable[tuple[int, int]], places: Iterable[int]
) -> Iterator[tuple[int, int]]:
    """Yield the stretches that have one of some places in them."""
    places = sorted(places)
    for start, end in stretches:
        number = bisect_left(places, start)
        if number < len(places) and places[number] <= end:
            yield start, end
