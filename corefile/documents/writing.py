"""Edits of a Corefile, written into the file that holds it, and proved."""

from __future__ import annotations

from corefile.documents.reading import read
from corefile.documents.written import Unwritable, Written
from corefile.text.edits import Edit, apply_edits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from corefile.documents.model import Document, Embedded

__all__ = ["Unwritable", "Written", "keeps", "outer_edits", "write_back"]


def write_back(document: Document, embedded: Embedded, edits: Sequence[Edit]) -> Written:
    """Turn edits of a Corefile into edits of its file, and prove them by reading the outcome.

    Raises Unwritable where the file cannot hold the edits.
    """
    written = outer_edits(document.text, embedded, edits)
    after = read(apply_edits(document.text, written.edits), document.name)
    if not keeps(document, after, [(embedded, apply_edits(embedded.text, edits))]):
        raise Unwritable("the edited file would not hold the edited Corefile")
    return written


def outer_edits(text: str, embedded: Embedded, edits: Sequence[Edit]) -> Written:
    """Turn edits of a Corefile into edits of its file, whose text is `text`.

    Cheap, and not proved: ask `keeps` before the outcome is written. Raises Unwritable.
    """
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    for before, edit in zip([Edit(0, 0, ""), *ordered], ordered, strict=False):
        if not before.end <= edit.start <= edit.end <= len(embedded.text):
            raise Unwritable(f"an edit overlaps another or lies outside the text: {edit}")
    return embedded.origin.write(text, embedded, ordered) if ordered else Written(())


def keeps(before: Document, after: Document, changed: Sequence[tuple[Embedded, str]]) -> bool:
    """Tell whether a file is what it was, but for some Corefiles that have these texts now.

    All other Corefiles and all problems have to be what they were.
    """
    # One string may be several Corefiles, by aliases.
    texts = {id(embedded.map): text for embedded, text in changed}
    expected = [
        (item.kind, item.origin.title, comparable(item, texts.get(id(item.map), item.text)))
        for item in before.corefiles
    ]
    found = [
        (item.kind, item.origin.title, comparable(item, item.text)) for item in after.corefiles
    ]
    problems, left = ([problem.message for problem in side.problems] for side in (before, after))
    return found == expected and problems == left


def comparable(item: Embedded, text: str) -> str:
    """Return what has to be equal of two texts: without empty lines if others lay them out."""
    if not item.origin.has_own_layout:
        return text
    return "\n".join(line for line in text.split("\n") if line)
