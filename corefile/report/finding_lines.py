"""A finding for people: where, what, an excerpt of the file, and what to do."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from corefile.lint.finding import Fix, Related
from corefile.lint.place import Place
from corefile.lint.result import Located
from corefile.reference.links import rule_uri
from corefile.report.color import linked, paint
from corefile.report.excerpt import CUT, MAX_LENGTH, excerpt
from corefile.report.folding import folded
from corefile.report.tally import counted
from corefile.text.edits import Edit, apply_edits, ends_alike
from corefile.text.path import displayed
from corefile.text.printable import printable
from corefile.text.source import Source, line_starts

__all__ = ["finding_lines", "of_file"]

#: How many related places a finding shows.
MAX_NOTES = 5

#: How many lines of a fix are shown; of one that has more, only what it does is said.
MAX_CHANGED = 8


def of_file(
    findings: Iterable[Located], *, color: bool, links: bool, all_of_it: bool
) -> Iterator[str]:
    """Yield the findings of a file, but not all of very many that are alike."""
    for item, left in folded(findings):
        lines = finding_lines(item, color=color, links=links, all_of_it=all_of_it)
        if left:
            lines += ["", f"{left}; `--output-format concise` lists all."]
        yield "\n".join(lines) + "\n\n"


def finding_lines(
    item: Located, *, color: bool, links: bool = False, all_of_it: bool = False
) -> list[str]:
    """Return the lines that show one finding; with `all_of_it`, also what follows from it."""
    finding, place = item.finding, item.place
    notes = item.related[:MAX_NOTES]
    gutter = max(len(str(each.first.line + 1)) for each in (place, *(n.place for n in notes)))
    label = paint(f"{finding.severity}[{finding.rule.name}]", finding.severity, color=color)
    uri = rule_uri(finding.rule) if links else ""
    if uri:
        label = linked(label, uri)
    edge = paint(" " * gutter + " |", "gutter", color=color)
    where = paint(address(place), "bold", color=color)
    lines = [f"{where}: {label} {printable(finding.message)}", edge]
    lines += excerpt(place, gutter, mark="^", context=1, style=finding.severity, color=color)
    lines.append(edge)
    for note in notes:
        lines += note_lines(note, gutter, color=color)
    left = len(item.related) - len(notes)
    if left:
        lines.append(
            remark("note", f"and {counted(left, 'more place', 'more places')}", gutter, color=color)
        )
    if finding.help:
        lines.append(remark("help", finding.help, gutter, color=color))
    if item.fix:
        lines += fix_lines(item.fix, place.source, gutter, color=color)
    lines += (
        remark("note", text, gutter, color=color) for text in consequences(item, listed=all_of_it)
    )
    return lines


def fix_lines(fix: Fix, source: Source, gutter: int, *, color: bool) -> list[str]:
    """Return the lines that show what a fix changes."""
    unsafe = "" if fix.safe else " (`--unsafe-fixes`)"
    first = remark("fix", f"{fix.message}{unsafe}", gutter, color=color)
    if not fix.edits:
        return [first]
    starts = line_starts(source.text)
    top = bisect_right(starts, min(edit.start for edit in fix.edits)) - 1
    last = bisect_right(starts, max(edit.end for edit in fix.edits)) - 1
    begin = starts[top]
    end = starts[last + 1] if last + 1 < len(starts) else len(source.text)
    old = source.text[begin:end].split("\n")
    inner = [Edit(edit.start - begin, edit.end - begin, edit.text) for edit in fix.edits]
    new = apply_edits(source.text[begin:end], inner).split("\n")
    head, tail = ends_alike(old, new)
    gone, made = old[head : len(old) - tail], new[head : len(new) - tail]
    sides = (("-", "error", gone), ("+", "help", made))
    if len(gone) + len(made) > MAX_CHANGED:
        return [first]
    width = max(gutter, len(str(top + head + 1)))
    shown = [
        paint(f"{top + head + 1 + number:>{width}} {sign} ", style, color=color) + cut(line)
        for sign, style, lines in sides
        for number, line in enumerate(lines)
    ]
    return [first, *(line.rstrip() for line in shown)]


def cut(line: str) -> str:
    """Return a line of a file, made safe to print and no longer than an excerpt's."""
    line = line.removesuffix("\r")
    return printable(line if len(line) <= MAX_LENGTH else line[:MAX_LENGTH] + CUT)


def consequences(item: Located, *, listed: bool) -> Iterator[str]:
    """Yield what is said of the findings that follow from one: each of them, or how many."""
    number = len(item.consequences)
    if listed:
        for each in item.consequences:
            finding = each.finding
            yield (
                f"this follows: {address(each.place)}: {finding.severity}[{finding.rule.name}] "
                f"{finding.message}"
            )
    elif number:
        follow = counted(number, "more finding follows", "more findings follow")
        yield f"{follow} from this; `--show-consequences` lists them"


def note_lines(note: Related, gutter: int, *, color: bool) -> list[str]:
    """Return the lines that show a related place."""
    first = remark("note", f"{address(note.place)}: {note.message}", gutter, color=color)
    return [first, *excerpt(note.place, gutter, mark="-", context=0, style="note", color=color)]


def remark(label: str, text: str, gutter: int, *, color: bool) -> str:
    """Return a line below the excerpt."""
    sign = paint(" " * gutter + " =", "gutter", color=color)
    return f"{sign} {paint(label + ':', label, color=color)} {printable(text)}"


def address(place: Place) -> str:
    """Return `path:line:column`, as editors and terminals know it."""
    first = place.first
    return f"{printable(displayed(place.path))}:{first.line}:{first.column}"
