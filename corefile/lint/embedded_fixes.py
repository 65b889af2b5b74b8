"""Corefiles inside files: how each is read, and how its fixes become edits of the file."""

from collections.abc import Callable

from corefile.documents.model import Embedded
from corefile.lint.finding import Fix
from corefile.text.edits import Edit
from corefile.text.records import replace
from corefile.text.source import Source

__all__ = [
    "CLOSE",
    "OPEN",
    "FixTranslator",
    "added_to",
    "as_it_is",
    "edited_lines",
    "edited_source",
    "fix_translator",
    "inner_edits",
    "inner_source",
]

#: Turns a fix of a Corefile into one of its file; None where there is no way.
FixTranslator = Callable[[Fix], Fix | None]

#: Put before lines that stand for themselves, so that they are read as lines of a server block.
#: It ends no line, so that CoreDNS's line numbers stay true.
OPEN, CLOSE = ". { ", "\n}"
#: As long, and ends a line, so that the first of the lines begins one and can be edited as such.
_OPEN_LINE = ". {\n"

#: How many fixes of one Corefile may rewrite its string: each holds a copy of all of it, and
#: only one of them can be made at a time.  Those in a block of code, all of which is read again for
#: each, may be as many.
_MOST_COSTLY = 50


def inner_source(embedded: Embedded, outer: Source) -> Source:
    """Return the text of a Corefile of a file as it is parsed: lines inside braces of our own.

    It has the name that CoreDNS knows it by.  A plain Corefile is the very text of the file.
    """
    text, lines = embedded.text, embedded.is_lines
    if not embedded.origin.is_embedded and not lines:
        return outer
    if embedded.kind == "backup":
        return Source(text, "Corefile")
    name = embedded.origin.key or ("Corefile" if embedded.origin.is_embedded else outer.name)
    return Source(OPEN + text + CLOSE if lines else text, name)


def edited_source(embedded: Embedded, name: str) -> Source:
    """Return the text of a Corefile as it is parsed to be edited; line numbers do not matter.

    Its offsets are those of `inner_source`.
    """
    text = embedded.text
    return Source(_OPEN_LINE + text + CLOSE if embedded.is_lines else text, name)


def edited_lines(source: Source) -> Source:
    """Return lines in braces of our own, as `inner_source` gives them, as they are edited."""
    return Source(_OPEN_LINE + source.text.removeprefix(OPEN), source.name)


def added_to(embedded: Embedded) -> int:
    """Count the characters put before a text so that it can be read."""
    return len(OPEN) if embedded.is_lines else 0


def inner_edits(fix: Fix, embedded: Embedded) -> tuple[Edit, ...] | None:
    """Return the edits of a fix as those of the Corefile's own text; None where they leave it."""
    added, last = added_to(embedded), len(embedded.text)
    edits = tuple(Edit(edit.start - added, edit.end - added, edit.text) for edit in fix.edits)
    return edits if all(edit.start >= 0 and edit.end <= last for edit in edits) else None


def as_it_is(fix: Fix) -> Fix:
    """Return the fix of a plain Corefile: its text is the file's."""
    return fix


def fix_translator(embedded: Embedded, outer: Source) -> FixTranslator:
    """Return what turns fixes of a Corefile into those of its file; None where there is no way.

    Whether the file then holds what it should is proved when a fix is made.
    """
    if not embedded.origin.is_embedded and not embedded.is_lines:
        return as_it_is
    costly = 0
    origin = embedded.origin
    string = f"the text of `{origin.key}`" if origin.key else "the value"
    anew = f", and write {string} in another YAML style"
    others = ", also for other keys, which have this text by an alias"

    def translate(fix: Fix) -> Fix | None:
        nonlocal costly
        # Needed for fixes in manifests only.
        from corefile.documents.writing import Unwritable, outer_edits  # noqa: PLC0415

        edits = inner_edits(fix, embedded)
        if edits is None or costly >= _MOST_COSTLY:
            return None
        costly += origin.is_costly
        try:
            written = outer_edits(outer.text, embedded, edits)
        except Unwritable:
            return None
        costly += written.restyled
        also = anew * written.restyled + others * origin.is_shared
        safe = fix.safe and not also
        return replace(fix, message=fix.message + also, edits=written.edits, safe=safe)

    return translate
