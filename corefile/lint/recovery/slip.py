"""What a slip is: where, in which words, and the edits that repair it."""

from collections.abc import Sequence

from corefile.text.brief import Brief
from corefile.text.edits import Edit
from corefile.text.records import dataclass, replace
from corefile.text.source import Span

__all__ = ["Candidate", "Note", "Slip"]


@dataclass(frozen=True, slots=True)
class Note(Brief):
    """Another place that matters to a slip, and why."""

    #: Where it is.
    span: Span
    #: Why it matters.
    message: str


@dataclass(frozen=True, slots=True)
class Slip(Brief):
    """One slip of the hand in a text."""

    #: The name of the rule that reports it. Without a message, it is what that rule finds there
    #: itself, or any error where there is no name.
    rule: str
    #: Where it is.
    span: Span
    #: What is wrong.
    message: str
    #: What to write instead.
    help: str
    #: What the edits do, as a command.
    repair: str
    #: What makes the text what it was meant to be.
    edits: tuple[Edit, ...]
    #: Another place that matters.
    note: Note | None = None
    #: Whether the edits repair it. If not, they only take away what cannot be read.
    is_repair: bool = True
    #: What is wrong where CoreDNS reads the text as it is meant; empty where that is the same.
    if_taken: str = ""

    def earlier(self, by: int) -> "Slip":
        """Return the slip at places that are so many characters earlier."""
        edits = tuple(Edit(edit.start - by, edit.end - by, edit.text) for edit in self.edits)
        span = Span(self.span.start - by, self.span.end - by)
        note = self.note
        if note is not None:
            note = Note(Span(note.span.start - by, note.span.end - by), note.message)
        return replace(self, span=span, edits=edits, note=note)


@dataclass(frozen=True, slots=True)
class Candidate(Brief):
    """Slips that together would explain what is wrong with a text."""

    slips: tuple[Slip, ...]
    #: How unlikely they are before the text is read without them.
    cost: float
    #: Whether they are about braces. These explain what is refused only where the text looks less
    #: odd without them.
    about_braces: bool = False

    @property
    def edits(self) -> Sequence[Edit]:
        """The edits of all of them."""
        return [edit for slip in self.slips for edit in slip.edits]
