"""The layout of the Corefiles in a file, of all of it, a range, or the block that just closed."""

from corefile.formatter.document import format_document
from corefile.server.analysis import Analysis
from corefile.syntax.tree import Block, Body
from corefile.text.edits import Edit

__all__ = ["formatting", "on_brace"]


def formatting(analysis: Analysis, start: int = 0, end: int | None = None) -> tuple[Edit, ...]:
    """Return the edits that lay out what is in a range of the file, by default all of it.

    There are none for a Corefile that CoreDNS would refuse to parse. The layout is that of
    `corefile-fmt`, whatever the editor's own settings.
    """
    stop = len(analysis.text) if end is None else end
    edits = format_document(analysis.document).edits
    # Of a line that only a part is chosen of, the spaces before it are meant too.
    first = analysis.text.rfind("\n", 0, start) + 1
    return tuple(edit for edit in edits if first <= edit.start and edit.end <= stop)


def on_brace(analysis: Analysis, offset: int) -> tuple[Edit, ...]:
    """Return the edits that lay out the block whose closing brace ends at a place of the file."""
    found = analysis.at(offset)
    if found is None:
        return ()
    part, inner = found
    for node in part.tree.walk():
        if isinstance(node, Body | Block) and node.open and node.close and node.close.end == inner:
            start, end = part.outer(node.open.start, inner)
            return formatting(analysis, start, end)
    return ()
