"""Leads from places of an edited text to those of the text as it was."""

from collections.abc import Iterable

from corefile.lint.recovery.slip import Note, Slip
from corefile.text.brief import Brief
from corefile.text.edits import Edit
from corefile.text.records import dataclass, replace
from corefile.text.source import Span

__all__ = ["Shift"]


@dataclass(frozen=True, slots=True)
class Shift(Brief):
    """The edits that were made, round by round."""

    rounds: tuple[tuple[Edit, ...], ...] = ()

    def then(self, edits: Iterable[Edit]) -> "Shift":
        """Return the same with one more round of edits."""
        return Shift((*self.rounds, tuple(sorted(edits))))

    def back(self, offset: int) -> int:
        """Return where an offset of the edited text was."""
        for edits in reversed(self.rounds):
            offset = before(offset, edits)
        return offset

    def span(self, span: Span) -> Span:
        """Return where a stretch was."""
        start = self.back(span.start)
        return Span(start, max(start, self.back(span.end)))

    def slip(self, slip: Slip) -> Slip:
        """Return a slip of the edited text as one of the text as it was."""
        if not self.rounds:
            return slip
        edits = tuple(
            Edit(self.back(edit.start), self.back(edit.end), edit.text) for edit in slip.edits
        )
        note = slip.note
        moved = None if note is None else Note(self.span(note.span), note.message)
        return replace(slip, span=self.span(slip.span), edits=edits, note=moved)


def before(offset: int, edits: Iterable[Edit]) -> int:
    """Return where an offset was before edits, which are in order."""
    shift = 0
    for edit in edits:
        start = edit.start + shift
        end = start + len(edit.text)
        if offset <= start:
            break
        if offset < end:
            return edit.start
        shift += len(edit.text) - (edit.end - edit.start)
    return offset - shift
