"""Two rounds of edits as one."""

from collections.abc import Iterable, Iterator, Sequence

from corefile.text.edits import Edit, apply_edits
from corefile.text.records import dataclass

__all__ = ["compose"]


@dataclass(slots=True)
class Stretch:
    """A part of the text between the rounds that one of them, or both, changes."""

    start: int
    end: int
    #: How many characters the first round has added inside.
    added: int = 0
    #: The edits of the second round inside.
    edits: tuple[Edit, ...] = ()


def compose(text: str, first: Sequence[Edit], then: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return edits of a text that do what two rounds do, one after the other.

    The offsets of `then` are those of the text that `first` makes. Edits that touch become one.
    """
    between = apply_edits(text, first)
    changed = (Stretch(edit.start, edit.end, 0, (edit,)) for edit in then)
    composed = []
    shift = 0
    for part in joined([*made(first), *changed]):
        inside = (Edit(e.start - part.start, e.end - part.start, e.text) for e in part.edits)
        new = apply_edits(between[part.start : part.end], inside)
        start = part.start - shift
        shift += part.added
        composed.append(Edit(start, part.end - shift, new))
    return tuple(composed)


def made(edits: Iterable[Edit]) -> Iterator[Stretch]:
    """Yield where edits are in the text they make."""
    shift = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        added = len(edit.text) - (edit.end - edit.start)
        yield Stretch(edit.start + shift, edit.end + shift + added, added)
        shift += added


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """Join the stretches that overlap or touch."""
    parts: list[Stretch] = []
    for stretch in sorted(stretches, key=lambda stretch: (stretch.start, stretch.end)):
        if parts and stretch.start <= parts[-1].end:
            last = parts[-1]
            last.end = max(last.end, stretch.end)
            last.added += stretch.added
            last.edits += stretch.edits
        else:
            parts.append(stretch)
    return parts
