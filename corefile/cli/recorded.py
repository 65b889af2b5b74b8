"""What was found in a file, as text that can be kept, and back.

Places are kept as offsets and the texts themselves are not, so a record is only good for the very
files that it was made from.  Nothing of the rules is loaded here.
"""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from corefile.cli.cache import Known
from corefile.lint.checked import Checked
from corefile.lint.finding import Edit, Finding, Fix
from corefile.lint.place import Located, Note, Place
from corefile.text.source import Source, Span

__all__ = ["checked_again", "recorded"]

#: A finding as JSON has it.
Row = list[Any]


def recorded(checked: Checked, beside: Sequence[str]) -> str | None:
    """Return the findings of a file as text, "" for none.

    `beside` are the names of the files that they may lie in besides; None where one lies elsewhere.
    """
    if not checked.findings:
        return ""
    import json  # noqa: PLC0415 - not for clean files

    numbers = {name: number for number, name in enumerate(beside, 1)} | {checked.source.name: 0}
    try:
        rows = [row_of(item, numbers) for item in checked.findings]
    except KeyError:
        return None
    return json.dumps(rows, separators=(",", ":"))


def row_of(item: Located, numbers: dict[str, int]) -> Row:
    """Return a finding as a row. Raises KeyError for a place in a file that has no number."""
    found, fix = item.finding, item.fix

    def at(place: Place) -> list[int]:
        return [numbers[place.path], place.start, place.end]

    return [
        [found.rule, found.code, found.severity, found.message, found.help],
        at(item.place),
        [[at(note.place), note.message] for note in item.notes],
        fix and [fix.message, [[e.start, e.end, e.text] for e in fix.edits], fix.safe],
        item.corefile,
    ]


def checked_again(
    path: str, known: Known, beside: Sequence[str], text: Callable[[str], bytes]
) -> Checked:
    """Return what is known of a file; `beside` are the names of the files besides, as they were.

    `text` gives what is in a file, and raises ValueError where that is not known any more; so does
    this for what this module did not write.
    """
    corefiles, not_followed, record = known
    if not record:
        return Checked(Source("", path), (), corefiles, not_followed)
    import json  # noqa: PLC0415 - not for clean files

    @cache
    def source(number: int) -> Source:
        name = beside[number - 1] if number else path
        return Source.decode(text(name), name)

    try:
        findings = tuple(located(row, source) for row in json.loads(record))
    except (TypeError, IndexError, RecursionError):
        raise ValueError("not a record of findings") from None
    return Checked(source(0), findings, corefiles, not_followed)


def located(row: Row, source: Callable[[int], Source]) -> Located:
    """Return the finding of a row.

    What matters to rules alone is not kept: its places are those of the file.
    """
    (rule, code, severity, message, advice), where, notes, mended, corefile = row
    place = Place(source(where[0]), *where[1:])
    fix = None
    if mended:
        does, edits, safe = mended
        fix = Fix(does, tuple(Edit(*edit) for edit in edits), safe)
    span = Span(place.start, place.end)
    finding = Finding(rule, code, severity, message, place.source, span, advice, fix=fix)
    also = tuple(Note(Place(source(at[0]), *at[1:]), why) for at, why in notes)
    return Located(finding, place, also, fix, corefile)
