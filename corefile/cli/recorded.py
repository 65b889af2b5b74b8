"""What was found in a file, as text that can be kept, and back.

Places are kept as offsets and the texts themselves are not, so a record is only good for the very
files that it was made from.  Nothing of the rules is loaded here.
"""

from collections.abc import Callable, Sequence
from functools import cache

from corefile import Source, Span
from corefile.cli.cache import Known
from corefile.lint import CheckResult, Edit, Finding, Fix, Located, Place, Related, RuleId
from corefile.text.typed import Any
from corefile.vocabulary import SEVERITIES

__all__ = ["checked_again", "recorded"]

#: What is before the release of a record.
_RELEASE = "@"

#: A finding as JSON has it.
Row = list[Any]


def recorded(checked: CheckResult, beside: Sequence[str]) -> str | None:
    """Return the findings of a file as text, "" for none; before them, a release that it names.

    `beside` are the names of the files that they may lie in besides; None where one lies elsewhere.
    """
    named = f"{_RELEASE}{checked.release} " if checked.release else ""
    if not checked.findings:
        return named
    import json  # noqa: PLC0415 - not for clean files

    numbers = {name: number for number, name in enumerate(beside, 1)} | {checked.source.name: 0}
    try:
        rows = [row_of(item, numbers) for item in checked.findings]
    except KeyError:
        return None
    return named + json.dumps(rows, separators=(",", ":"))


def row_of(item: Located, numbers: dict[str, int]) -> Row:
    """Return a finding as a row. Raises KeyError for a place in a file that has no number."""
    found, fix = item.finding, item.fix

    def at(place: Place) -> list[int]:
        return [numbers[place.path], place.start, place.end]

    return [
        [found.rule.name, found.rule.code, found.severity, found.message, found.help],
        at(item.place),
        [[at(note.place), note.message] for note in item.related],
        fix and [fix.message, [[e.start, e.end, e.text] for e in fix.edits], fix.safe],
        item.corefile,
        [row_of(each, numbers) for each in item.consequences],
        found.releases,
    ]


def checked_again(
    path: str, known: Known, beside: Sequence[str], text: Callable[[str], bytes]
) -> CheckResult:
    """Return what is known of a file; `beside` are the names of the files besides, as they were.

    `text` gives what is in a file, and raises ValueError where that is not known any more; so does
    this for what this module did not write.
    """
    corefiles, not_followed, record = known
    release = ""
    if record.startswith(_RELEASE):
        release, _, record = record.removeprefix(_RELEASE).partition(" ")
        if not release.replace(".", "").isdecimal():
            raise ValueError("not a release")
    if not record:
        return CheckResult(Source("", path), (), corefiles, not_followed, release)
    import json  # noqa: PLC0415 - not for clean files

    @cache
    def source(number: int) -> Source:
        name = beside[number - 1] if number else path
        return Source.decode(text(name), name)

    try:
        findings = tuple(located(row, source) for row in parts(json.loads(record)))
    except (IndexError, RecursionError):
        raise ValueError("not a record of findings") from None
    return CheckResult(source(0), findings, corefiles, not_followed, release)


def located(row: object, source: Callable[[int], Source]) -> Located:
    """Return the finding of a row. Raises ValueError for what is none.

    What matters to rules alone is not kept: its places are those of the file.
    """
    said, where, notes, fixed, corefile, follow, releases = parts(row, 7)
    rule, code, severity, message, advice = map(text_in, parts(said, 5))
    place = place_in(where, source)
    also = tuple(related_in(note, source) for note in parts(notes))
    fix = None if fixed is None else fix_in(fixed, len(place.source.text))
    number = None if corefile is None else number_in(corefile)
    if severity not in SEVERITIES:
        raise ValueError(severity)
    span = Span(place.start, place.end)
    held = tuple(map(text_in, parts(releases)))
    finding = Finding(
        RuleId(code, rule), severity, message, place.source, span, advice, fix=fix, releases=held
    )
    consequences = tuple(located(each, source) for each in parts(follow))
    return Located(finding, place, also, fix, number, consequences)


def parts(value: object, count: int | None = None) -> list[Any]:
    """Return the parts of a row. Raises ValueError where they are not so many."""
    if not isinstance(value, list) or len(value) != (len(value) if count is None else count):
        raise ValueError("not a row")
    return value


def text_in(value: object) -> str:
    """Return a text. Raises ValueError for what is none."""
    if not isinstance(value, str):
        raise ValueError("not a text")
    return value


def number_in(value: object, least: int = 0) -> int:
    """Return a number. Raises ValueError for what is none, or too small."""
    if type(value) is not int or value < least:
        raise ValueError("not a number")
    return value


def place_in(value: object, source: Callable[[int], Source]) -> Place:
    """Return a place. Raises ValueError for what is none, or not in the file."""
    number, start, end = parts(value, 3)
    text = source(number_in(number))
    return Place(text, *range_in(start, end, len(text.text)))


def range_in(start: object, end: object, size: int) -> tuple[int, int]:
    """Return the two ends of a range. Raises ValueError where that is not in a text of a size."""
    first = number_in(start)
    last = number_in(end, first)
    if last > size:
        raise ValueError("not in the text")
    return first, last


def related_in(value: object, source: Callable[[int], Source]) -> Related:
    """Return another place that matters. Raises ValueError for what is none."""
    where, message = parts(value, 2)
    return Related(place_in(where, source), text_in(message))


def fix_in(value: object, size: int) -> Fix:
    """Return a fix of a text of a size. Raises ValueError for what is none."""
    message, edits, safe = parts(value, 3)
    rows = [parts(edit, 3) for edit in parts(edits)]
    made = (Edit(*range_in(start, end, size), text_in(text)) for start, end, text in rows)
    if type(safe) is not bool:
        raise ValueError("neither true nor false")
    return Fix(text_in(message), tuple(made), safe)
