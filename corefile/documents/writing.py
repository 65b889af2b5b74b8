"""Edits of a Corefile, written into the file that holds it.

In a block of literal text (``|``) new lines get the indentation of the others; in quotes the new
text is escaped; nothing else changes.  Where the style cannot hold an edit, the whole string is
written anew, in another style.  In a block of code new lines get what stands before the others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from corefile.documents import read
from corefile.documents.errors import Unwritable
from corefile.documents.kinds.helm.pieces import by_piece
from corefile.documents.kinds.helm.slots import in_slots
from corefile.documents.yaml.block import folded_edits, literal_edits
from corefile.documents.yaml.flow import in_place
from corefile.documents.yaml.restyling import restyled
from corefile.text.edits import Edit, apply_edits
from corefile.text.offsets import OffsetMap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from corefile.documents.model import CodeBlock, Document, Embedded, Holder

__all__ = ["Unwritable", "Written", "keeps", "outer_edits", "write_back"]


#: In characters.  A block of code may hold many Corefiles, and is read again for each edit of one.
_LARGEST_MANIFEST = 50_000


@dataclass(frozen=True, slots=True)
class Written:
    """Edits of a file."""

    edits: tuple[Edit, ...]
    #: Whether the string that holds the Corefile is written anew, in another style.
    restyled: bool = False


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
    """Turn edits of a Corefile into edits of its file, whose text is ``text``.

    Cheap, and not proved: ask :func:`keeps` before the outcome is written.  Raises Unwritable.
    """
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    for before, edit in zip([Edit(0, 0, ""), *ordered], ordered, strict=False):
        if not before.end <= edit.start <= edit.end <= len(embedded.text):
            raise Unwritable(f"an edit overlaps another or lies outside the text: {edit}")
    if not ordered or not embedded.label:
        return Written(tuple(ordered))
    if embedded.code is not None:
        return in_code(text, embedded.code, ordered)
    if embedded.pieces:
        return in_pieces(text, embedded, ordered)
    if embedded.holder is None:
        raise Unwritable("it is not known how this Corefile is written")
    return in_string(text, embedded, embedded.holder, ordered)


def in_code(text: str, block: CodeBlock, edits: Sequence[Edit]) -> Written:
    """Turn edits of a Corefile in a block of code into edits of its file. Raises Unwritable."""
    # For Markdown only.
    from corefile.documents.kinds.markdown.examples import unfilled_edits  # noqa: PLC0415
    from corefile.documents.kinds.markdown.lines import prefixed_edits  # noqa: PLC0415

    if block.corefile.label and len(block.content) > _LARGEST_MANIFEST:
        raise Unwritable("this block of code is too large to be edited")
    inner = outer_edits(block.variant.text, block.corefile, edits)
    found = prefixed_edits(text, block, unfilled_edits(block, inner.edits))
    return Written(found, inner.restyled)


def in_pieces(text: str, corefile: Embedded, edits: Sequence[Edit]) -> Written:
    """Turn edits of a Corefile that is put together into edits of its file. Raises Unwritable."""
    whole = corefile.within
    if whole is not None and whole.holder is not None:
        inner = in_pieces(whole.text, replace(corefile, within=None), edits)
        ordered = sorted(inner.edits, key=lambda edit: (edit.start, edit.end))
        outer = in_string(text, whole, whole.holder, ordered) if ordered else inner
        return Written(outer.edits, inner.restyled or outer.restyled)
    anew = False
    found, rest = in_slots(text, corefile, edits)
    for value, each in by_piece(corefile, rest):
        changes = [edit for edit in each if edit.text or edit.start < edit.end]
        if value.holder is not None and changes:
            written = in_string(text, value, value.holder, changes)
            found += written.edits
            anew = anew or written.restyled
    return Written(tuple(found), anew)


def in_string(text: str, embedded: Embedded, holder: Holder, edits: Sequence[Edit]) -> Written:
    """Turn edits of a string into edits of the file that it is in. Raises Unwritable."""
    coarse = OffsetMap.coarse(embedded.map.segments[0].outer)
    if embedded.text and embedded.map == coarse:
        raise Unwritable("it is not known where the characters of this Corefile stand")
    ways = {"|": literal_edits, ">": folded_edits}
    found = ways.get(holder.style, in_place)(text, embedded, holder, edits)
    if found is not None:
        return Written(found)
    return Written(restyled(text, embedded, holder, apply_edits(embedded.text, edits)), True)


def keeps(before: Document, after: Document, changed: Sequence[tuple[Embedded, str]]) -> bool:
    """Tell whether a file is what it was, but for some Corefiles that have these texts now.

    All other Corefiles and all problems have to be what they were.
    """
    # One string may be several Corefiles, by aliases.
    texts = {id(embedded.map): text for embedded, text in changed}
    expected = [
        (item.kind, item.label, texts.get(id(item.map), item.text)) for item in before.corefiles
    ]
    found = [(item.kind, item.label, item.text) for item in after.corefiles]
    problems, left = ([problem.message for problem in side.problems] for side in (before, after))
    return found == expected and problems == left
