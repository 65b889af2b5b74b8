"""Findings for people: where, what, an excerpt of the file, and what to do."""

from collections.abc import Iterable, Iterator

from corefile.lint.finding import Related
from corefile.lint.place import Place
from corefile.lint.result import CheckResult, Located
from corefile.report.color import paint
from corefile.report.excerpt import excerpt
from corefile.report.tally import Tally, counted
from corefile.text.path import displayed
from corefile.text.printable import printable

__all__ = ["render"]

#: How many related places a finding shows.
MAX_NOTES = 5


def render(results: Iterable[CheckResult], *, color: bool) -> Iterator[str]:
    """Yield each file's findings as soon as it is checked, then what they come to."""
    tally = Tally()
    for checked in results:
        tally.add(checked)
        for item in checked.findings:
            yield "\n".join(finding_lines(item, color=color)) + "\n\n"
    yield "\n".join(tally.lines()) + "\n"


def finding_lines(item: Located, *, color: bool) -> list[str]:
    """Return the lines that show one finding."""
    finding, place = item.finding, item.place
    notes = item.related[:MAX_NOTES]
    gutter = max(len(str(each.first.line + 1)) for each in (place, *(n.place for n in notes)))
    label = paint(f"{finding.severity}[{finding.rule.name}]", finding.severity, color=color)
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
    return lines


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
